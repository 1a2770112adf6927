// The messages of a load, encoded once: only the correlation id changes from one to the next. It is the first field,
// so it stands in front of all others, in requests and in answers.

import { isDeepStrictEqual } from 'node:util';
import { jsonpatch } from 'json-p3';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { MutatePodResponse__Output } from '../../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { PodMutator } from '../../../proto/load.js';

const { MutatePod: unary, MutatePods: stream } = PodMutator.service;

/** Field 1, a number of variable length. */
const correlationTag = 0x08;

export interface PodMessages {
  readonly unary: Buffer;
  /** An item of the stream. */
  item(correlationId: number): Buffer;
}

export function encodePod(pod: Pod): PodMessages {
  const request = {
    uid: '9f1b2c3d-0f1e-4d5c-8b7a-6a5900000000',
    operation: 'OPERATION_CREATE',
    podJson: Buffer.from(JSON.stringify(pod)),
    namespace: 'shop',
    namespaceLabels: { 'kubernetes.io/metadata.name': 'shop' },
  } as const;
  const rest = stream.requestSerialize({ request });
  return {
    unary: unary.requestSerialize(request),
    item(correlationId) {
      const message = Buffer.allocUnsafe(maxIdLength + rest.length);
      const end = writeId(message, correlationId);
      rest.copy(message, end);
      return message.subarray(0, end + rest.length);
    },
  };
}

/** The tag, and 7 bits in each byte: enough for 32 bits. */
const maxIdLength = 6;

function writeId(message: Buffer, correlationId: number): number {
  message[0] = correlationTag;
  let end = 1;
  let rest = correlationId;
  for (; rest >= 0x80; rest >>>= 7) {
    message[end] = (rest & 0x7f) | 0x80;
    end += 1;
  }
  message[end] = rest;
  return end + 1;
}

/** Takes the correlation id off the front of an answer. */
export function splitAnswer(message: Buffer): { readonly correlationId: number; readonly rest: Buffer } {
  let correlationId = 0;
  let end = 1;
  for (let shift = 0; message[0] === correlationTag; shift += 7) {
    const byte = message[end] ?? 0;
    correlationId |= (byte & 0x7f) << shift;
    end += 1;
    if (byte < 0x80) {
      return { correlationId: correlationId >>> 0, rest: message.subarray(end) };
    }
  }
  throw new Error(`expected an answer with a correlation id, found ${message.toString('hex')}`);
}

export interface AnswerCheck {
  /** @throws Error unless the answer leads to the expected Pod */
  unary(answer: Buffer): void;
  item(rest: Buffer): void;
}

/** The first answer is decoded and its patch applied; all others must be the same bytes. */
export function createAnswerCheck(pod: Pod, expected: Pod): AnswerCheck {
  const check = (decode: (answer: Buffer) => MutatePodResponse__Output | null | undefined) => {
    let good: Buffer | undefined;
    return (answer: Buffer): void => {
      if (good?.equals(answer)) {
        return;
      }
      const patch = decode(answer)?.allowed?.jsonPatch;
      const after = patch && jsonpatch.apply(JSON.parse(String(patch)), structuredClone(pod) as never);
      if (good || !isDeepStrictEqual(after, expected)) {
        throw new Error(`expected the Pod ${JSON.stringify(expected)}, found ${answer}`);
      }
      good = Buffer.from(answer);
    };
  };
  return {
    unary: check(unary.responseDeserialize),
    item: check((rest) => stream.responseDeserialize(rest).response),
  };
}
