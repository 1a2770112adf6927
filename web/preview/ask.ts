// One question to the service, over HTTP.

import { readAnswer } from './read-response.js';
import type { PreviewQuestion } from './request.js';
import type { PreviewAnswer } from './response.js';

/** Why there is no answer. */
export class PreviewFailure extends Error {
  /** Whether the same question may be answered later. */
  readonly isTemporary: boolean;

  constructor(message: string, { isTemporary }: { readonly isTemporary: boolean }) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

// The service itself gives up after 30 s.
const longestMilliseconds = 40_000;

// The page lies in /playground/, the service answers beside it.
const address = new URL('../preview', document.baseURI);

/** Where previews are answered; a command needs it in full. */
export const previewUrl = address.href;

/**
 * Asks for a preview with all that the page shows.
 * @throws PreviewFailure, or whatever `signal` was aborted with
 */
export async function askPreview(question: PreviewQuestion, signal: AbortSignal): Promise<PreviewAnswer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...question, lint: true, alternatives: true }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestMilliseconds)]),
  }).catch((error: unknown) => {
    throw signal.aborted ? error : new PreviewFailure('podmutator cannot be reached.', { isTemporary: true });
  });
  const body: unknown = await response.json().catch(() => undefined);
  signal.throwIfAborted();
  if (!response.ok || body === undefined) throw readFailure(response.status, body);
  return readAnswer(body);
}

// Shedding load, or draining.
const temporary: ReadonlySet<number> = new Set([429, 503]);

function readFailure(status: number, body: unknown): PreviewFailure {
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return new PreviewFailure(body.message, { isTemporary: temporary.has(status) });
  }
  // Not podmutator, but something in between that does not find it.
  const message = `Expected a preview from ${address.pathname}, found HTTP status ${status}.`;
  return new PreviewFailure(message, { isTemporary: status >= 500 });
}
