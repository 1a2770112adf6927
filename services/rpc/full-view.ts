// VIEW_FULL: the Pod after the patch, and the same change as a merge patch.
//
// Both hold fields that nobody here decided on, and a number of more than 53 bits in one of them must arrive as it
// came. So the request is parsed once more, with numbers kept as text, and the patch is applied to that.

import { parse, stringify } from 'lossless-json';
import { applyPatch, type Operation } from '../decisions/patch.js';
import { InputError } from '../pod/input-error.js';
import { isJsonObject } from '../pod/json-value.js';

export interface FullView {
  /** UTF-8 JSON; as it came if nothing is to be changed. */
  readonly patchedPod: Buffer;
  /** RFC 7386, UTF-8 JSON; empty if nothing is to be changed. */
  readonly mergePatch: Buffer;
}

/** What is told without VIEW_FULL. */
export const noView: FullView = { patchedPod: Buffer.alloc(0), mergePatch: Buffer.alloc(0) };

/**
 * Applies `operations` to the Pod in `bytes`.
 * @throws InputError if the Pod is nested so deeply that it cannot be walked through
 */
export function createFullView(bytes: Uint8Array, operations: readonly Operation[]): FullView {
  if (operations.length === 0) {
    return { ...noView, patchedPod: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  }
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    // Of members with the same name the last one counts, as for JSON.parse and for the API server.
    const before = parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue });
    const after = applyPatch(before, operations);
    return { patchedPod: toBytes(after), mergePatch: toBytes(createMergePatch(before, after)) };
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(error) : error;
  }
}

function tooDeep(cause: RangeError): InputError {
  const description = 'expected a Pod for VIEW_FULL, found one nested too deeply; VIEW_BASIC has no such limit';
  return new InputError({ reason: 'POD_TOO_DEEP', field: 'pod_json', description }, { cause });
}

// Compares two JSON values that share what did not change. Lists are replaced as a whole.
// A merge patch cannot set a member to null; no mutator does, and a null of the user's is never new.
function createMergePatch(before: unknown, after: unknown): unknown {
  if (!isJsonObject(before) || !isJsonObject(after)) {
    return after;
  }
  const patch: [string, unknown][] = Object.keys(before)
    .filter((key) => !Object.hasOwn(after, key))
    .map((key) => [key, null]);
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) {
      patch.push([key, value]);
    } else if (before[key] !== value) {
      patch.push([key, createMergePatch(before[key], value)]);
    }
  }
  return Object.fromEntries(patch);
}

function toBytes(value: unknown): Buffer {
  return Buffer.from(stringify(value) ?? '');
}
