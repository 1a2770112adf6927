import test from 'ava';
import { createExpectedAnswer } from '../../bench/load/expected-answer.js';
import { uid } from '../../bench/payload/review.js';

const answerTo = (serial: string, patch = 'W10='): Buffer =>
  Buffer.from(`{"response":{"uid":"${uid.slice(0, -serial.length)}${serial}","patch":"${patch}"}}`);

const template = createExpectedAnswer({ kind: 'template', answer: answerTo('00000000') });
const patched = createExpectedAnswer({ kind: 'patched' });

for (const [name, rule] of Object.entries({ template, patched })) {
  test(`${name}: the answer to another review is found out`, (t) => {
    t.notThrows(() => rule.check(answerTo('00000041'), '00000041'));
    t.throws(() => rule.check(answerTo('00000041'), '00000042'));
  });
}

test('template: another patch, or more than the answer, is found out', (t) => {
  t.throws(() => template.check(answerTo('00000041', 'W11='), '00000041'));
  t.throws(() => template.check(Buffer.concat([answerTo('00000041'), Buffer.from(' ')]), '00000041'));
});

test('patched: an answer without a patch is found out', (t) => {
  const answer = Buffer.from(`{"response":{"uid":"${uid}","allowed":true}}`);
  t.throws(() => patched.check(answer, uid.slice(-8)), { message: /with a patch/ });
});

test('a template must have the uid of its review', (t) => {
  t.throws(() => createExpectedAnswer({ kind: 'template', answer: Buffer.from('{}') }), { message: /with the uid/ });
});

test('text: what must be there and what must not', (t) => {
  const rule = createExpectedAnswer({ kind: 'text', has: '"kind":"Pod"', lacks: '"initContainers"' });
  t.notThrows(() => rule.check(Buffer.from('{"kind":"Pod"}'), ''));
  t.throws(() => rule.check(Buffer.from('{"kind":"Status"}'), ''));
  t.throws(() => rule.check(Buffer.from('{"kind":"Pod","initContainers":[]}'), ''));
});
