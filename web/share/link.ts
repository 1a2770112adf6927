// The state as the fragment of an address: compressed text that browsers never send to a server.

import type { Pair, PlaygroundState } from '../state.js';

// Longer links are cut by mailers and messengers, which nobody notices before it is too late.
const maxLinkCharacters = 32_000;
// What a short link may grow to; a crafted one could fill the memory.
const maxStateBytes = 2 * 1024 * 1024;
const prefix = '#v1.';

/** Something about a link that its reader can do something about. */
export class LinkError extends Error {}

/**
 * Writes the fragment for a state.
 * @throws LinkError if it would be too long
 */
export async function encodeLink(state: PlaygroundState): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await collect(pass(bytes, new CompressionStream('deflate-raw')), Number.POSITIVE_INFINITY);
  const fragment = prefix + toBase64Url(packed);
  if (fragment.length > maxLinkCharacters) {
    throw new LinkError(
      `This manifest is too long for a link: ${Math.ceil(fragment.length / 1000)} thousand characters, of at most ${maxLinkCharacters / 1000}. Share the file instead.`,
    );
  }
  return fragment;
}

/** Whether a fragment is meant to hold a state. */
export function isLink(fragment: string): boolean {
  return fragment.length > 1;
}

/**
 * Reads a fragment.
 * @throws LinkError if it is broken, too large, or of another version
 */
export async function decodeLink(fragment: string): Promise<PlaygroundState> {
  if (!fragment.startsWith(prefix)) {
    throw new LinkError(`Expected a share link with "${prefix}", found "${fragment.slice(0, 12)}…".`);
  }
  try {
    const packed = fromBase64Url(fragment.slice(prefix.length));
    const bytes = await collect(pass(packed, new DecompressionStream('deflate-raw')), maxStateBytes);
    return readState(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError('This share link is incomplete or was changed on its way. Ask for it again.', { cause: error });
  }
}

function pass(bytes: Uint8Array<ArrayBuffer>, through: GenericTransformStream): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(through as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);
}

async function collect(stream: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > max) {
      await reader.cancel();
      throw new LinkError('This share link holds more than a manifest. It was not opened.');
    }
    chunks.push(new Uint8Array(part.value));
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

// Written by somebody else: nothing is taken that is not what it has to be.
function readState(value: unknown): PlaygroundState {
  if (typeof value !== 'object' || value === null) throw new TypeError('expected an object');
  const { manifest, namespace, isNamespaceKnown, labels, annotations, layout } = value as Record<string, unknown>;
  if (typeof manifest !== 'string' || typeof namespace !== 'string' || typeof isNamespaceKnown !== 'boolean') {
    throw new TypeError('expected manifest, namespace and isNamespaceKnown');
  }
  return {
    manifest,
    namespace,
    isNamespaceKnown,
    labels: readPairs(labels),
    annotations: readPairs(annotations),
    layout: layout === 'split' ? 'split' : 'unified',
  };
}

function readPairs(value: unknown): readonly Pair[] {
  if (!Array.isArray(value)) throw new TypeError('expected a list of pairs');
  return value.map(({ key, value: text }: Record<string, unknown>) => {
    if (typeof key !== 'string' || typeof text !== 'string') throw new TypeError('expected key and value');
    return { key, value: text };
  });
}
