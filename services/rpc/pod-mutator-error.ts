// The one mapping from what goes wrong to the error that the caller gets, with or without a wire.

import { type ErrorDetails, PodMutatorError, reasonCodes } from '../../proto/errors.js';
import { PatchCheckError } from '../decisions/pipeline.js';
import { describePlace, InputError, toMetadata } from '../pod/input-error.js';

/**
 * Turns anything thrown into the error that the caller gets. What the caller cannot help is told in general words;
 * the cause stays for the log.
 */
export function toPodMutatorError(error: unknown): PodMutatorError {
  if (error instanceof PodMutatorError) {
    return error;
  }
  if (error instanceof InputError) {
    const { reason, field, description } = error.problem;
    const violations = [{ field, description: `${description}${describePlace(error.problem)}` }];
    const details = { code: reasonCodes[reason], reason, violations, metadata: toMetadata(error.problem) };
    return new PodMutatorError(error.message, details as ErrorDetails, { cause: error });
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
