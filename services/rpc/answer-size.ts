// How large an answer may be. Clients refuse those that are larger than they take, after these have travelled, and their
// words about it help nobody; so callers say what they take, and larger answers are not sent.

import { PodMutatorError } from '../../proto/errors.js';

/** What no answer exceeds, whatever its caller takes. */
export const responseBytesMax = 16 * 1024 * 1024;

/** What clients of Go, Java and Python take unless they are told otherwise. */
const usualBytes = 4 * 1024 * 1024;

const advice = {
  MutatePod: 'ask with VIEW_BASIC',
  Preview: 'ask for fewer objects or outputs (PREVIEW_OUTPUT_DOCUMENTS alone has the manifest after all changes)',
} as const;

/**
 * Checks the size of an answer against what the caller takes; 0 is what most clients take.
 * @throws PodMutatorError
 */
export function checkAnswerSize(method: keyof typeof advice, size: number, taken: number): void {
  const limit = taken === 0 ? usualBytes : Math.min(taken, responseBytesMax);
  if (size <= limit) {
    return;
  }
  const most = limit < responseBytesMax ? `, or set max_response_bytes to at most ${responseBytesMax}` : '';
  const description = `expected an answer of at most ${limit} bytes, found ${size}; ${advice[method]}${most}`;
  throw new PodMutatorError(description, {
    code: 'RESOURCE_EXHAUSTED',
    reason: 'ANSWER_TOO_LARGE',
    metadata: { limit: String(limit), size: String(size) },
  });
}
