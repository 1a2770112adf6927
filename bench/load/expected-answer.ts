// What every answer of a load is held against. The first answer of a contestant was compared with the expected Pod by
// then (see first-answer.ts); all others must be the same bytes, but for the serial number of their review.

import { serialLength, uid } from '../payload/review.js';

/** Plain data, so that it can be sent to the process that makes the load. */
export type AnswerRule =
  /** The very bytes of this answer, with the serial number of the review in the uid. */
  | { readonly kind: 'template'; readonly answer: Uint8Array }
  /** The very bytes of this answer, whatever the review was. */
  | { readonly kind: 'constant'; readonly answer: Uint8Array }
  /** An answer to this review that holds a patch: for programs that write the same patch in another order each time. */
  | { readonly kind: 'patched' }
  /** An answer with the first text and without the second. */
  | { readonly kind: 'text'; readonly has: string; readonly lacks: string };

export interface ExpectedAnswer {
  /** @throws Error that says what was expected and found */
  check(body: Buffer, serial: string): void;
}

export function createExpectedAnswer(rule: AnswerRule): ExpectedAnswer {
  if (rule.kind === 'patched') {
    const prefix = uid.slice(0, -serialLength);
    return {
      check(body, serial) {
        if (!body.includes(prefix + serial) || !body.includes('"patch":"')) {
          throw new Error(`expected an answer to ${prefix + serial} with a patch, found: ${body}`);
        }
      },
    };
  }
  if (rule.kind === 'text') {
    return {
      check(body) {
        if (!body.includes(rule.has) || body.includes(rule.lacks)) {
          throw new Error(`expected an answer with ${rule.has} and without ${rule.lacks}, found: ${body}`);
        }
      },
    };
  }
  const expected = Buffer.from(rule.answer);
  const serialAt = rule.kind === 'template' ? findSerial(expected) : -1;
  return {
    check(body, serial) {
      if (serialAt >= 0) expected.write(serial, serialAt, 'latin1');
      if (!expected.equals(body)) {
        throw new Error(`expected the answer ${expected}, found ${body}`);
      }
    },
  };
}

function findSerial(answer: Buffer): number {
  const at = answer.indexOf(uid.slice(0, -serialLength));
  if (at < 0) {
    throw new Error(`expected an answer with the uid of its review, found: ${answer}`);
  }
  return at + uid.length - serialLength;
}
