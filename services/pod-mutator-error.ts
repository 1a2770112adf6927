// The one mapping from what goes wrong to the error that the caller gets, with or without a wire.

import { PodMutatorError } from '../proto/errors.js';
import { describePlace, InputError } from './input-error.js';
import { PatchCheckError } from './pipeline.js';

/**
 * Turns anything thrown into the error that the caller gets. What the caller cannot help is told in general words;
 * the cause stays for the log.
 */
export function toPodMutatorError(error: unknown): PodMutatorError {
  if (error instanceof PodMutatorError) {
    return error;
  }
  if (error instanceof InputError) {
    const { reason, field, description, line, column, exceeded } = error.problem;
    const place = line === undefined ? {} : { line: String(line), column: String(column ?? 1) };
    const bound = exceeded ? { limit: String(exceeded.limit), size: String(exceeded.size) } : {};
    const code = exceeded ? 'RESOURCE_EXHAUSTED' : 'INVALID_ARGUMENT';
    const violation = { field, description: `${description}${describePlace(error.problem)}` };
    return new PodMutatorError(
      error.message,
      { code, reason, violations: [violation], metadata: { ...place, ...bound } },
      { cause: error },
    );
  }
  if (error instanceof PatchCheckError) {
    return new PodMutatorError(
      'the patch failed its own check and was not sent; this is a bug, and the log of the service has more',
      { code: 'INTERNAL', reason: 'PATCH_CHECK_FAILED' },
      { cause: error },
    );
  }
  return new PodMutatorError(
    'internal error; the log of the service has more',
    { code: 'INTERNAL', reason: 'INTERNAL_ERROR' },
    { cause: error },
  );
}
