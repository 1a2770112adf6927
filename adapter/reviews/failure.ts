// The one mapping from what went wrong to the answer.
//
// | what went wrong                                   | answer | why |
// |---------------------------------------------------|--------|-----|
// | the body is no review that can be answered        | 400    | a broken caller |
// | INVALID_ARGUMENT                                  | 400    | the service cannot read the Pod |
// | INVALID_ARGUMENT with reason MUTATOR_UNKNOWN      | 404    | there is no such path |
// | body too slow                                     | 408    | |
// | body too large; RESOURCE_EXHAUSTED for a size     | 413    | of the Pod, or the number of its containers |
// | too many reviews, or too many bytes of them       | 503    | |
// | UNAVAILABLE with RetryInfo (load)                 | 503    | |
// | UNAVAILABLE, CANCELLED                            | 503    | the service is gone or going |
// | DEADLINE_EXCEEDED, own timer                      | 504    | nobody would listen to a later answer |
// | UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED | 502    | the adapter and the service do not fit together |
// | INTERNAL, UNKNOWN, no decision, anything else     | 500    | a bug |
// | the client is gone                                | 499    | seen in logs and metrics only |
//
// None of these says "allowed": the cluster's failurePolicy decides.

import { type ErrorCode, PodMutatorError } from '../../proto/errors.js';
import {
  BodiesTooLargeError,
  BodyInPiecesError,
  BodyTooLargeError,
  BodyTooSlowError,
  ClientGoneError,
} from '../http/body.js';
import { DeadlineError } from '../http/review-time.js';
import { ReviewError } from './review.js';
import { cleanText } from './review-text.js';

export interface Failure {
  readonly status: number;
  /** One plain sentence, without content of the Pod. */
  readonly sentence: string;
  /** Set if the service is at fault: the label of podmutator_backend_errors_total. */
  readonly backendError?: BackendError;
}

export const backendErrors = [
  'unavailable',
  'deadline_exceeded',
  'overloaded',
  'refused',
  'internal',
  'no_decision',
] as const;
export type BackendError = (typeof backendErrors)[number];

/** As many reviews as there may be are being answered. */
export class TooManyReviewsError extends Error {}

/** The service answered, but neither allowed nor denied. */
export class NoDecisionError extends Error {}

/** Decides how a failed review is answered. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof PodMutatorError) {
    return describeServiceError(error);
  }
  if (error instanceof ReviewError) {
    return { status: 400, sentence: error.message };
  }
  const known = expected.find(([type]) => error instanceof type);
  return known ? known[1] : { status: 500, sentence: 'Internal error of the webhook.' };
}

/** False for bugs. */
export function isExpected(error: unknown): boolean {
  const types = [PodMutatorError, ReviewError, ...expected.map(([type]) => type)];
  return types.some((type) => error instanceof type);
}

const expected: readonly (readonly [new () => Error, Failure])[] = [
  [BodyTooLargeError, { status: 413, sentence: 'The review is too large.' }],
  [BodyInPiecesError, { status: 400, sentence: 'Expected a review in larger pieces.' }],
  [BodyTooSlowError, { status: 408, sentence: 'The review did not arrive in time.' }],
  [BodiesTooLargeError, { status: 503, sentence: 'Too many bytes of reviews at the same time.' }],
  [TooManyReviewsError, { status: 503, sentence: 'Too many reviews at the same time.' }],
  [ClientGoneError, { status: 499, sentence: 'The client went away.' }],
  [DeadlineError, { status: 504, sentence: 'No decision was made in time.', backendError: 'deadline_exceeded' }],
  [NoDecisionError, { status: 500, sentence: 'The mutation service made no decision.', backendError: 'no_decision' }],
];

const refused: Failure = {
  status: 502,
  sentence: 'The mutation service refuses the webhook; its log says why.',
  backendError: 'refused',
};
const internal: Failure = {
  status: 500,
  sentence: 'Internal error of the mutation service.',
  backendError: 'internal',
};
const unavailable: Failure = {
  status: 503,
  sentence: 'The mutation service cannot be reached.',
  backendError: 'unavailable',
};

const overloaded: Failure = {
  status: 503,
  sentence: 'The mutation service is overloaded.',
  backendError: 'overloaded',
};

const byCode: Readonly<Record<Exclude<ErrorCode, 'INVALID_ARGUMENT' | 'RESOURCE_EXHAUSTED'>, Failure>> = {
  UNAVAILABLE: unavailable,
  CANCELLED: unavailable,
  DEADLINE_EXCEEDED: {
    status: 504,
    sentence: 'The mutation service did not answer in time.',
    backendError: 'deadline_exceeded',
  },
  UNAUTHENTICATED: refused,
  PERMISSION_DENIED: refused,
  UNIMPLEMENTED: refused,
  INTERNAL: internal,
  UNKNOWN: internal,
};

function describeServiceError(error: PodMutatorError): Failure {
  const { code, reason, retryAfterMs } = error.details;
  if (code === 'INVALID_ARGUMENT') {
    return reason === 'MUTATOR_UNKNOWN'
      ? { status: 404, sentence: 'There is no mutator of this name.' }
      : { status: 400, sentence: cleanText(`The Pod cannot be read: ${error.message}.`) };
  }
  if (code === 'RESOURCE_EXHAUSTED') {
    // What the transport says is about messages and frames, not about the Pod.
    const why = reason === 'TRANSPORT' ? '' : `: ${error.message}`;
    return { status: 413, sentence: cleanText(`The Pod is too large for the mutation service${why}.`) };
  }
  // The log of a service says nothing about what it does not know.
  if (reason === 'FIELD_NOT_HONOURED') {
    return { ...refused, sentence: cleanText(`The mutation service does not fit the webhook: ${error.message}.`) };
  }
  return code === 'UNAVAILABLE' && retryAfterMs !== undefined ? overloaded : byCode[code];
}
