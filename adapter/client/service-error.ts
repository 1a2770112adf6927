// Errors of gRPC calls → PodMutatorError, with the details that the service has sent along.

import { status as codes, type Metadata } from '@grpc/grpc-js';
import { type ErrorCode, isErrorCode, PodMutatorError } from '../../proto/errors.js';
import { decodeStatus } from '../../proto/status.js';

/** What grpc-js says about a call that failed. */
export interface CallFailure {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** Codes of gRPC that the contract does not use, by what they mean here. */
const foreignCodes: Readonly<Record<string, ErrorCode>> = {
  ABORTED: 'UNAVAILABLE',
  FAILED_PRECONDITION: 'UNAVAILABLE',
  DATA_LOSS: 'INTERNAL',
  OUT_OF_RANGE: 'INVALID_ARGUMENT',
  NOT_FOUND: 'UNIMPLEMENTED',
};

/** Reads the failure of a call. Without details of the service its reason is TRANSPORT. */
export function readCallFailure(failure: CallFailure): PodMutatorError {
  const [details] = failure.metadata.get('grpc-status-details-bin');
  if (Buffer.isBuffer(details)) {
    try {
      return decodeStatus(details);
    } catch {
      // Details that cannot be read are as good as none: code and message are still there.
    }
  }
  return new PodMutatorError(failure.details, { code: readCode(failure.code), reason: 'TRANSPORT' });
}

function readCode(code: number): ErrorCode {
  const name = codes[code] ?? 'UNKNOWN';
  return isErrorCode(name) ? name : (foreignCodes[name] ?? 'UNKNOWN');
}
