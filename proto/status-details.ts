// google.rpc.ErrorInfo and BadRequest as a google.rpc.Status carries them: packed, each in a google.protobuf.Any.
//
// Written by hand, because a preview in the process of a command has such errors too, and must not load gRPC for them.
// Both messages hold nothing but strings and messages, so one way to write a field is all that it takes.

import { cutText } from './cut-text.js';
import { type ErrorDetails, errorDomain } from './errors.js';
import type { Any__Output } from './gen/google/protobuf/Any.js';

export const typePrefix = 'type.googleapis.com/google.rpc.';

const fieldLength = 128;
const valueLength = 512;
const descriptionLength = 384;
const violationsMax = 3;

/** Packs the reason, with its metadata. */
export function packErrorInfo({ reason, metadata = {} }: Pick<ErrorDetails, 'reason' | 'metadata'>): Any__Output {
  const entries = Object.entries(metadata).map(([key, value]) =>
    writeField(3, Buffer.concat([writeText(1, key), writeText(2, cutText(value, valueLength))])),
  );
  return pack('ErrorInfo', [writeText(1, reason), writeText(2, errorDomain), ...entries]);
}

/** Packs the fields at fault; `[]` if there are none. */
export function packBadRequest({ violations = [] }: Pick<ErrorDetails, 'violations'>): Any__Output[] {
  const fields = violations.slice(0, violationsMax).map(({ field, description }) => {
    const texts = [writeText(1, cutText(field, fieldLength)), writeText(2, cutText(description, descriptionLength))];
    return writeField(1, Buffer.concat(texts));
  });
  return fields.length === 0 ? [] : [pack('BadRequest', fields)];
}

function pack(name: string, fields: readonly Buffer[]): Any__Output {
  return { type_url: typePrefix + name, value: Buffer.concat(fields) };
}

// A string that is empty is its own default, and not written.
function writeText(number: number, text: string): Buffer {
  return text === '' ? Buffer.alloc(0) : writeField(number, Buffer.from(text));
}

// Wire type 2: the number of the field, the length of what follows, and that.
function writeField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...writeLength(bytes.length)]), bytes]);
}

function writeLength(length: number): readonly number[] {
  return length < 0x80 ? [length] : [(length & 0x7f) | 0x80, ...writeLength(length >>> 7)];
}
