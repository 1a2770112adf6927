// The one mapping from what went wrong with a preview to its answer. Each has google.rpc.Status as JSON for a body.
//
// | what went wrong                                        | answer | why |
// |--------------------------------------------------------|--------|-----|
// | the body is not the JSON of a PreviewRequest           | 400    | REQUEST_JSON_INVALID |
// | ?timeout= is no duration                               | 400    | TIMEOUT_INVALID |
// | a parameter of the query is not known, or broken       | 400    | QUERY_INVALID |
// | INVALID_ARGUMENT                                       | 400    | the service names field, line and column |
// | no client certificate, where one is asked for          | 401    | CERTIFICATE_MISSING |
// | a foreign Origin or Host                               | 403    | CALLER_FOREIGN |
// | another method than POST                              | 405    | METHOD_NOT_ALLOWED |
// | no type of Accept is one of the answer                 | 406    | ACCEPT_UNEXPECTED |
// | the body stood still, or took too long                 | 408    | DEADLINE_EXCEEDED |
// | body too large; RESOURCE_EXHAUSTED for a size          | 413    | BODY_TOO_LARGE, ANSWER_TOO_LARGE or the service's |
// | another content type, or an encoding                   | 415    | CONTENT_TYPE_UNEXPECTED |
// | too many previews or bytes here; UNAVAILABLE with delay | 429    | OVERLOADED, with RetryInfo |
// | a field that the service does not honour               | 501    | FIELD_NOT_HONOURED |
// | UNAVAILABLE, CANCELLED                                 | 503    | the service is gone or going |
// | DEADLINE_EXCEEDED, own timer                           | 504    | |
// | UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED      | 502    | the adapter and the service do not fit together |
// | INTERNAL, UNKNOWN, anything else                       | 500    | a bug |
// | the client is gone                                     | 499    | seen in logs and metrics only |

import { type ErrorCode, PodMutatorError } from '../../proto/errors.js';
import { BodiesTooLargeError, BodyInPiecesError, BodyTooSlowError, ClientGoneError } from '../http/body.js';
import { DeadlineError } from '../http/review-time.js';

export interface PreviewFailure {
  readonly status: number;
  /** What the caller is told. */
  readonly error: PodMutatorError;
  /** Set if nobody expected this. */
  readonly isBug?: true;
}

/** What the door refuses by itself, before it asks anybody. */
export class DoorRefusal extends Error {
  readonly status: number;
  readonly error: PodMutatorError;

  constructor(status: number, error: PodMutatorError) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

/** Decides how a failed preview is answered. */
export function describePreviewFailure(error: unknown): PreviewFailure {
  if (error instanceof DoorRefusal) {
    return error;
  }
  if (error instanceof PodMutatorError) {
    return describeServiceError(error);
  }
  return own.find(([type]) => error instanceof type)?.[1] ?? bug;
}

const bug: PreviewFailure = {
  status: 500,
  isBug: true,
  error: new PodMutatorError('internal error; the log of the adapter has more', {
    code: 'INTERNAL',
    reason: 'INTERNAL_ERROR',
  }),
};

const own: readonly (readonly [new () => Error, PreviewFailure])[] = [
  [
    BodyInPiecesError,
    {
      status: 400,
      error: new PodMutatorError('expected the request in larger pieces', {
        code: 'INVALID_ARGUMENT',
        reason: 'REQUEST_JSON_INVALID',
      }),
    },
  ],
  [
    BodyTooSlowError,
    {
      status: 408,
      error: new PodMutatorError('the request did not arrive in time', {
        code: 'DEADLINE_EXCEEDED',
        reason: 'DEADLINE_EXCEEDED',
      }),
    },
  ],
  [
    BodiesTooLargeError,
    {
      status: 429,
      error: new PodMutatorError('too many bytes of previews at the same time; try again later', {
        code: 'UNAVAILABLE',
        reason: 'OVERLOADED',
        retryAfterMs: 1000,
      }),
    },
  ],
  [
    ClientGoneError,
    {
      status: 499,
      error: new PodMutatorError('the client went away', { code: 'CANCELLED', reason: 'CALL_CANCELLED' }),
    },
  ],
  [
    DeadlineError,
    {
      status: 504,
      error: new PodMutatorError('there was no answer in time; preview fewer objects at once', {
        code: 'DEADLINE_EXCEEDED',
        reason: 'DEADLINE_EXCEEDED',
      }),
    },
  ],
];

const statuses: Readonly<Record<ErrorCode, number>> = {
  INVALID_ARGUMENT: 400,
  RESOURCE_EXHAUSTED: 413,
  UNAVAILABLE: 503,
  CANCELLED: 503,
  DEADLINE_EXCEEDED: 504,
  UNAUTHENTICATED: 502,
  PERMISSION_DENIED: 502,
  UNIMPLEMENTED: 502,
  INTERNAL: 500,
  UNKNOWN: 500,
};

// What the transport says is about addresses and sockets, not about the preview.
const transportSentences: Readonly<Record<ErrorCode, string>> = {
  INVALID_ARGUMENT: 'the mutation service cannot read the request',
  RESOURCE_EXHAUSTED: 'the manifest or its preview is too large; split it, or name objects',
  UNAVAILABLE: 'the mutation service cannot be reached; is it running?',
  CANCELLED: 'the mutation service ended the call; try again',
  DEADLINE_EXCEEDED: 'the mutation service did not answer in time',
  UNAUTHENTICATED: 'the mutation service refuses the adapter; its log says why',
  PERMISSION_DENIED: 'the mutation service refuses the adapter; its log says why',
  UNIMPLEMENTED: 'the mutation service knows no previews; are both of one version?',
  INTERNAL: 'internal error of the mutation service; its log has more',
  UNKNOWN: 'internal error of the mutation service; its log has more',
};

function describeServiceError(error: PodMutatorError): PreviewFailure {
  const { code, reason, retryAfterMs } = error.details;
  const special = reason === 'FIELD_NOT_HONOURED' ? 501 : code === 'UNAVAILABLE' && retryAfterMs !== undefined && 429;
  return {
    status: special || statuses[code],
    error: reason === 'TRANSPORT' ? new PodMutatorError(transportSentences[code], error.details) : error,
  };
}
