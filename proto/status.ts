// PodMutatorError ⇄ google.rpc.Status. The service writes it, into trailers and into the items of a stream; clients
// read it back. Both directions stand here, so that neither can say what the other does not understand.

import { status as codes } from '@grpc/grpc-js';
import type { AnyExtension } from '@grpc/proto-loader';
import { errorDomain, type FieldViolation, isErrorCode, PodMutatorError } from './errors.js';
import type { Any__Output } from './gen/google/protobuf/Any.js';
import type { Status__Output, Status as StatusMessage } from './gen/google/rpc/Status.js';
import { BadRequest, ErrorInfo, RetryInfo, Status } from './load.js';

const typePrefix = 'type.googleapis.com/google.rpc.';

// Some receivers reject trailers from 8 KiB on, and base64 adds a third. Message and details get half of 4 KiB each.
const messageLength = 1024;
const statusBytes = 2048;
const fieldLength = 128;
const descriptionLength = 384;
const violationsMax = 3;

/** Writes an error as google.rpc.Status: well-formed text, bounded in size. */
export function toStatus(error: PodMutatorError): StatusMessage {
  const { code, reason, metadata = {}, violations = [], retryAfterMs } = error.details;
  const message = cutText(error.message, messageLength);
  const info = { '@type': `${typePrefix}ErrorInfo`, reason, domain: errorDomain, metadata: cutValues(metadata) };
  const retry = retryAfterMs === undefined ? [] : [{ '@type': `${typePrefix}RetryInfo`, ...toDelay(retryAfterMs) }];
  const bad = violations.length === 0 ? [] : [toBadRequest(violations)];
  const whole = { code: codes[code], message, details: [info, ...retry, ...bad] };
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
  return new PodMutatorError(message, {
    code: isErrorCode(name) ? name : 'UNKNOWN',
    reason: info?.reason ?? '',
    ...(info && { metadata: info.metadata }),
    ...(bad && { violations: bad.fieldViolations.map(({ field, description }) => ({ field, description })) }),
    ...(delay && { retryAfterMs: Number(delay.seconds) * 1000 + delay.nanos / 1e6 }),
  });
}

/**
 * Cuts `text` so that it takes at most `length` bytes in a trailer, where anything but plain ASCII is written as
 * `%XX`. The result is well-formed: half a surrogate pair makes grpc-js throw, outside of every handler.
 */
export function cutText(text: string, length: number): string {
  const wellFormed = text.slice(0, length).toWellFormed();
  let used = 0;
  let end = 0;
  for (const character of wellFormed) {
    used += encodeURIComponent(character).length;
    if (used > length) {
      return wellFormed.slice(0, end);
    }
    end += character.length;
  }
  return wellFormed;
}

function cutValues(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, cutText(value, fieldLength)]));
}

function toBadRequest(violations: readonly FieldViolation[]): AnyExtension {
  const fieldViolations = violations.slice(0, violationsMax).map(({ field, description }) => ({
    field: cutText(field, fieldLength),
    description: cutText(description, descriptionLength),
  }));
  return { '@type': `${typePrefix}BadRequest`, fieldViolations } as AnyExtension;
}

function toDelay(milliseconds: number): object {
  const seconds = Math.floor(milliseconds / 1000);
  return { retryDelay: { seconds: String(seconds), nanos: Math.round((milliseconds - seconds * 1000) * 1e6) } };
}

function readDetail<T>(details: readonly Any__Output[], name: string, read: (bytes: Buffer) => T): T | undefined {
  const detail = details.find((one) => one.type_url === typePrefix + name);
  return detail && read(detail.value);
}
