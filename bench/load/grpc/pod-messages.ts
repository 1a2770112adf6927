// The messages of a load, encoded once: only the correlation ids change from one to the next. They are the first field,
// so they stand in front of all others, in requests and in answers.

import { isDeepStrictEqual } from 'node:util';
import { jsonpatch } from 'json-p3';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { MutatePodResponse__Output } from '../../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { PodMutator } from '../../../proto/load.js';

const { MutatePod: unary, MutatePods: stream } = PodMutator.service;

/** A tag and 32 bits, 7 in each byte, are at most so long. */
const maxHeadLength = 6;

/** Tags of protobuf: the number of the field, and whether a number or bytes follow. */
const tags = { correlationId: 0x08, items: 0x22, answers: 0x2a } as const;

export interface PodMessages {
  readonly unary: Buffer;
  /** A message of the stream with an item for each id. */
  items(correlationIds: readonly number[]): Buffer;
}

export function encodePod(pod: Pod): PodMessages {
  const request = {
    uid: '9f1b2c3d-0f1e-4d5c-8b7a-6a5900000000',
    operation: 'OPERATION_CREATE',
    podJson: Buffer.from(JSON.stringify(pod)),
    namespace: 'shop',
    namespaceLabels: { 'kubernetes.io/metadata.name': 'shop' },
  } as const;
  const message = stream.requestSerialize({ items: [{ request }] });
  // Without the tag and the length of the one item.
  const rest = message.subarray(readNumber(message, 1).end);
  return {
    unary: unary.requestSerialize(request),
    items(correlationIds) {
      const items = Buffer.allocUnsafe(correlationIds.length * (2 * maxHeadLength + rest.length));
      let end = 0;
      for (const correlationId of correlationIds) {
        const id = encodeNumber(tags.correlationId, correlationId);
        end += encodeNumber(tags.items, id.length + rest.length).copy(items, end);
        end += id.copy(items, end);
        end += rest.copy(items, end);
      }
      return items.subarray(0, end);
    },
  };
}

function encodeNumber(tag: number, value: number): Buffer {
  const bytes = [tag];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

export interface Answer {
  readonly correlationId: number;
  /** The field with the result, as it came. */
  readonly result: Buffer;
}

/** Takes the answers of a message apart. What is not an answer is left out. */
export function* splitAnswers(message: Buffer): Generator<Answer> {
  let correlationId = 0;
  for (let at = 0; at < message.length; ) {
    const tag = message[at];
    const { value, end } = readNumber(message, at + 1);
    if (tag === tags.correlationId) {
      correlationId = value;
      at = end;
      continue;
    }
    if (tag === tags.answers) {
      yield* splitAnswers(message.subarray(end, end + value));
    } else {
      yield { correlationId, result: message.subarray(at, end + value) };
    }
    at = end + value;
  }
}

function readNumber(message: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let end = start;
  let byte: number;
  do {
    byte = message[end] ?? 0;
    value |= (byte & 0x7f) << (7 * (end - start));
    end += 1;
  } while (byte >= 0x80);
  return { value: value >>> 0, end };
}

export interface AnswerCheck {
  /** @throws Error unless the answer leads to the expected Pod */
  unary(answer: Buffer): void;
  item(result: Buffer): void;
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
    item: check((result) => {
      const message = Buffer.concat([encodeNumber(tags.answers, result.length), result]);
      return stream.responseDeserialize(message).items[0]?.response;
    }),
  };
}
