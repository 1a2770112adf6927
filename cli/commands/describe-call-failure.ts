// What to tell a person at the keyboard when the service of --server gives no answer.

import { PodMutatorError } from '../../proto/errors.js';

/**
 * An error that names the service and its trouble in words. What the service itself says about a request is left alone.
 * @param target the value of --server
 */
export function describeCallFailure(error: unknown, target: string): unknown {
  if (!(error instanceof PodMutatorError) || error.details.reason !== 'TRANSPORT') {
    return error;
  }
  if (error.details.code === 'DEADLINE_EXCEEDED') {
    const late = `the service at ${target} did not answer in time; is it still running, and not overloaded?`;
    return new PodMutatorError(late, error.details, { cause: error });
  }
  if (error.details.code !== 'UNAVAILABLE') {
    return new PodMutatorError(`the service at ${target}: ${error.message}`, error.details, { cause: error });
  }
  const message = `the service at ${target} cannot be reached: ${findReason(error.message)}; is it running, and is this its gRPC port?`;
  return new PodMutatorError(message, error.details, { cause: error });
}

// grpc-js nests what it knows: "round_robin: No connection established. Last error: … Last error: Error: connect
// ECONNREFUSED 127.0.0.1:1. Resolution note: ". Only the innermost part tells a person anything.
function findReason(message: string): string {
  const innermost = message.split('Last error: ').at(-1) ?? message;
  return innermost.replace(/\.? Resolution note:.*$/s, '').replace(/^Error: /, '');
}
