// PodMutatorError ⇄ google.rpc.Status. The service writes it, into trailers and into the items of a stream; clients
// read it back. Both directions stand here, so that neither can say what the other does not understand.

import { status as codes } from '@grpc/grpc-js';
import { cutText } from './cut-text.js';
import { type ErrorDetails, isErrorCode, PodMutatorError } from './errors.js';
import type { Any__Output } from './gen/google/protobuf/Any.js';
import type { Status__Output, Status as StatusMessage } from './gen/google/rpc/Status.js';
import { BadRequest, ErrorInfo, RetryInfo, Status } from './load.js';
import { packBadRequest, packErrorInfo, typePrefix } from './status-details.js';

// Some receivers reject trailers from 8 KiB on, and base64 adds a third. Message and details get half of 4 KiB each.
const messageLength = 1024;
const statusBytes = 2048;

/** Writes an error as google.rpc.Status: well-formed text, bounded in size. */
export function toStatus(error: PodMutatorError): StatusMessage {
  const { code, retryAfterMs } = error.details;
  const message = cutText(error.message, messageLength);
  const info = packErrorInfo(error.details);
  const retry = retryAfterMs === undefined ? [] : [{ '@type': `${typePrefix}RetryInfo`, ...toDelay(retryAfterMs) }];
  const whole = { code: codes[code], message, details: [info, ...retry, ...packBadRequest(error.details)] };
  return Status.serialize(whole).length <= statusBytes ? whole : { ...whole, details: [info, ...retry] };
}

/** Writes an error as the bytes of the trailer `grpc-status-details-bin`. */
export function encodeStatus(error: PodMutatorError): Buffer {
  return Status.serialize(toStatus(error));
}

/** Reads an error from the bytes of the trailer `grpc-status-details-bin`. */
export function decodeStatus(bytes: Buffer): PodMutatorError {
  return fromStatus(Status.deserialize(bytes));
}

/** Reads an error from google.rpc.Status. Details of other kinds are left out. */
export function fromStatus({ code, message, details }: Status__Output): PodMutatorError {
  const name = codes[code] ?? '';
  const info = readDetail(details, 'ErrorInfo', ErrorInfo.deserialize);
  const bad = readDetail(details, 'BadRequest', BadRequest.deserialize);
  const delay = readDetail(details, 'RetryInfo', RetryInfo.deserialize)?.retryDelay;
  // A newer service may have other reasons, and other codes for them.
  const reason = { code: isErrorCode(name) ? name : 'UNKNOWN', reason: info?.reason ?? 'TRANSPORT' } as ErrorDetails;
  return new PodMutatorError(message, {
    ...reason,
    ...(info && { metadata: info.metadata }),
    ...(bad && { violations: bad.fieldViolations.map(({ field, description }) => ({ field, description })) }),
    ...(delay && { retryAfterMs: Number(delay.seconds) * 1000 + delay.nanos / 1e6 }),
  });
}

function toDelay(milliseconds: number): object {
  const seconds = Math.floor(milliseconds / 1000);
  return { retryDelay: { seconds: String(seconds), nanos: Math.round((milliseconds - seconds * 1000) * 1e6) } };
}

function readDetail<T>(details: readonly Any__Output[], name: string, read: (bytes: Buffer) => T): T | undefined {
  const detail = details.find((one) => one.type_url === typePrefix + name);
  return detail && read(detail.value);
}
