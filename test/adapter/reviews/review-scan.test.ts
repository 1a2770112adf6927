// JSON.parse is the judge: cutting the Pod out must never change what a review says.

import test from 'ava';
import fc from 'fast-check';
import { scanReview } from '../../../adapter/reviews/review-scan.js';

/** What the scan makes of a review, put together again. */
function rejoin(text: string): unknown {
  const { frame, object } = scanReview(Buffer.from(text));
  const review = JSON.parse(frame) as { request?: Record<string, unknown> };
  if (object) (review.request as Record<string, unknown>)['object'] = JSON.parse(object.toString());
  return review;
}

/** The same review as JSON.parse sees it, without the old object, which the scan drops. */
function judge(text: string): unknown {
  const review = JSON.parse(text) as { request?: unknown };
  const { request } = review ?? {};
  if (typeof request === 'object' && request !== null && !Array.isArray(request)) {
    const fields = request as Record<string, unknown>;
    const old = fields['oldObject'];
    if (typeof old === 'object' && old !== null && !Array.isArray(old)) fields['oldObject'] = null;
  }
  return review;
}

const examples: Readonly<Record<string, string>> = {
  'a plain review': '{"kind":"AdmissionReview","request":{"uid":"u","object":{"a":[1,{"b":"}"}]},"oldObject":null}}',
  'nothing in the objects': '{"request":{"object":{},"oldObject":{}}}',
  'no object': '{"request":{"uid":"u"}}',
  'an object that is null': '{"request":{"object":null}}',
  'an object that is a number': '{"request":{"object":0}}',
  'an object that is a list': '{"request":{"object":[{"object":{}}]}}',
  'an object that is a text': '{"request":{"object":"{}"}}',
  'two objects, the last one counts': '{"request":{"object":{"n":1},"object":{"n":2}}}',
  'an object, then null': '{"request":{"object":{"n":1},"object":null}}',
  'null, then an object': '{"request":{"object":null,"object":{"n":1}}}',
  'two requests, the last one counts': '{"request":{"object":{"n":1}},"request":{"object":{"n":2}}}',
  'two requests, the last one has no object': '{"request":{"object":{"n":1}},"request":{"uid":"u"}}',
  'a request, then null': '{"request":{"object":{"n":1}},"request":null}',
  'escaped keys': '{"\\u0072equest":{"\\u006fbject":{"n":1},"old\\u004fbject":{"n":2}}}',
  'an escaped key after a plain one': '{"request":{"object":{"n":1},"\\u006fbject":{"n":2}}}',
  'keys called object elsewhere': '{"object":{"n":1},"x":{"object":{}},"request":{"options":{"object":{"n":2}}}}',
  'a request inside of the Pod': '{"request":{"object":{"request":{"object":{"n":1}}}}}',
  'brackets and quotes in texts': '{"a":"{[\\"","request":{"object":{"b":"\\\\\\"}]"},"c":"]}"}}',
  'white space everywhere': ' \t\r\n{ "request" : { "object" : { } , "oldObject" : null } } \n',
  'numbers that JavaScript rounds': '{"request":{"object":{"n":9007199254740993,"m":1e400,"o":-0,"p":1.0}}}',
  'prototype names':
    '{"__proto__":{"x":1},"constructor":1,"request":{"__proto__":{"object":{}},"object":{"__proto__":1}}}',
  'no object at all': '[]',
  'a text': '"request"',
  'an empty object': '{}',
};

for (const [what, text] of Object.entries(examples)) {
  test(`${what}: seen as JSON.parse sees it`, (t) => {
    t.deepEqual(rejoin(text), judge(text));
  });
}

const broken: Readonly<Record<string, string>> = {
  nothing: '',
  'white space': '  ',
  'an open brace': '{',
  'an end inside of the Pod': '{"request":{"object":{"a":',
  'an end inside of a text': '{"request":{"object":{"a":"b',
  'an end after a backslash': '{"a":"\\',
  'an end after a key': '{"request"',
  'no value': '{"request":{"object":,"uid":"u"}}',
  'no colon': '{"request" {}}',
  'no comma': '{"request":{"object":{} "uid":"u"}}',
  'a comma too many': '{"request":{"object":{},}}',
  'a key without quotes': '{request:{}}',
  'bytes after the end': '{"request":{"object":{}}} x',
  'a second review': '{"request":{"object":{}}}{}',
  'text right after the Pod': '{"request":{"object":{}x}}',
  'a byte order mark': '\uFEFF{"request":{"object":{}}}',
  'a line break in a key': '{"a\nb":1}',
  'a word that is none': '{"request":{"object":nul}}',
};

for (const [what, text] of Object.entries(broken)) {
  test(`${what}: refused, as JSON.parse refuses it`, (t) => {
    t.throws(() => JSON.parse(text), { instanceOf: SyntaxError });
    t.throws(() => rejoin(text), { instanceOf: SyntaxError });
  });
}

// Keys that matter, in all spellings, beside others.
const key = fc.constantFrom(
  '"request"',
  '"object"',
  '"oldObject"',
  '"\\u006fbject"',
  '"req\\u0075est"',
  '"uid"',
  '"Object"',
  '"__proto__"',
);
const space = fc.constantFrom('', '', ' ', '\n\t');
const scalar = fc.oneof(
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom('null', 'true', '0', '-1.5e3', '9007199254740993', '"\\"}{"', '"\\\\"', '"\\u007d"'),
);
const { value } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalar, tie('object'), tie('list')),
  object: fc
    .array(fc.tuple(key, space, space, tie('value'), space), { maxLength: 5 })
    .map((members) => `{${members.map(([k, a, b, v, c]) => `${a}${k}${b}:${b}${v}${c}`).join(',')}}`),
  list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
}));
const review = fc
  .array(fc.tuple(fc.constantFrom('"request"', '"request"', '"kind"'), value), { maxLength: 3 })
  .map((members) => `{${members.map(([k, v]) => `${k}:${v}`).join(',')}}`);

test('generated reviews are seen as JSON.parse sees them', (t) => {
  fc.assert(
    fc.property(review, (text) => {
      t.deepEqual(rejoin(text), judge(text));
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('reviews with a piece cut out or put in are refused if JSON.parse refuses them outside of the objects', (t) => {
  const piece = fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', 'x', '0', ' ', 'null');
  fc.assert(
    fc.property(review, fc.nat(), fc.nat(3), piece, (text, place, length, added) => {
      const at = place % (text.length + 1);
      const damaged = text.slice(0, at) + added + text.slice(at + length);
      const seen = attempt(() => rejoin(damaged));
      const judged = attempt(() => judge(damaged));
      // Damage inside of an object that is dropped goes unseen; whatever JSON.parse takes must come out the same.
      if ('value' in judged) t.deepEqual(seen, judged);
    }),
    { numRuns: 4000 },
  );
  t.pass();
});

function attempt(read: () => unknown): { readonly value: unknown } | { readonly error: true } {
  try {
    return { value: read() };
  } catch {
    return { error: true };
  }
}

test('the bytes of the Pod come out exactly as they went in', (t) => {
  const pod = '{ "n": 9007199254740993, "f": 1.0,\n "t": "\\u00e4ä😀" }';
  const { object } = scanReview(Buffer.from(`{"request":{"object":${pod},"uid":"u"}}`));
  t.is(object?.toString(), pod);
});

test('nesting of any depth does not exhaust the stack', (t) => {
  const depth = 1_000_000;
  const pod = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  t.is(scanReview(Buffer.from(`{"request":{"object":${pod}}}`)).object?.length, pod.length);
  t.throws(() => scanReview(Buffer.from(`{"request":{"object":{"a":${'['.repeat(depth)}`)), {
    instanceOf: SyntaxError,
  });
});
