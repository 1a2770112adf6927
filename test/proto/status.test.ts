import test from 'ava';
import { cutText } from '../../proto/cut-text.js';
import { type ErrorDetails, PodMutatorError } from '../../proto/errors.js';
import { Status } from '../../proto/load.js';
import { decodeStatus, encodeStatus } from '../../proto/status.js';

test('an error comes out of its trailer as it went in', (t) => {
  const details: ErrorDetails = {
    code: 'INVALID_ARGUMENT',
    reason: 'POD_JSON_INVALID',
    metadata: { line: '3', column: '7' },
    violations: [{ field: 'pod_json', description: 'expected JSON' }],
    retryAfterMs: 1500,
  };
  const back = decodeStatus(encodeStatus(new PodMutatorError('pod_json: expected JSON', details)));
  t.is(back.message, 'pod_json: expected JSON');
  t.deepEqual(back.details, details);
});

test('an error of another service is read as far as it goes', (t) => {
  const notFound = decodeStatus(Status.serialize({ code: 5, message: 'gone', details: [] }));
  t.deepEqual(notFound.details, { code: 'UNKNOWN', reason: 'TRANSPORT' });
  const foreign = { type_url: 'type.googleapis.com/somebody.Else', value: Buffer.from([1]) };
  t.is(decodeStatus(Status.serialize({ code: 14, message: 'no', details: [foreign] })).details.code, 'UNAVAILABLE');
});

for (const [what, text] of [
  ['plain text', 'x'.repeat(100_000)],
  ['text that takes nine bytes a character', '\u20ac'.repeat(100_000)],
  ['half surrogate pairs', '\ud800'.repeat(100_000)],
  ['whole surrogate pairs', '\u{1f600}'.repeat(50_000)],
] as const) {
  test(`${what} of any length stays far below what trailers may hold`, (t) => {
    const violation = { field: text, description: text };
    const error = new PodMutatorError(text, {
      code: 'INVALID_ARGUMENT',
      reason: 'POD_SHAPE_INVALID',
      metadata: { found: text },
      violations: Array(20).fill(violation),
    });
    const base64 = encodeStatus(error).toString('base64');
    const { message } = decodeStatus(Buffer.from(base64, 'base64'));
    t.true(message.isWellFormed());
    t.true(encodeURI(message).length > 900, 'as much as possible is told');
    t.true(encodeURI(message).length + base64.length < 3900);
  });
}

test('text is cut between characters, never within one', (t) => {
  t.is(cutText('abc', 3), 'abc');
  t.is(cutText('abcd', 3), 'abc');
  t.is(cutText('a\u{1f600}b', 12), 'a');
  t.is(cutText('a\u{1f600}b', 13), 'a\u{1f600}');
  t.is(cutText('\ud800', 100), '\ufffd');
});
