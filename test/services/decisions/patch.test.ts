import test from 'ava';
import fc from 'fast-check';
import { jsonpatch } from 'json-p3';
import { createPatch } from '../../../services/decisions/create-patch.js';
import { applyPatch, isSameJson, type Operation, PatchError } from '../../../services/decisions/patch.js';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 'a', 1),
    fc.array(tie('value'), { maxLength: 4 }),
    // Not __proto__, which the judge loses; another test has it.
    fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e', '', 'name', 'constructor'), tie('value'), {
      maxKeys: 4,
    }),
  ),
})).value;

const objects = fc.dictionary(fc.constantFrom('spec', 'metadata', 'x/y'), json, { maxKeys: 3 });

test('a patch leads from any object to any other, by our rules and by those of an independent implementation', (t) => {
  fc.assert(
    fc.property(objects, objects, (before, after) => {
      const operations = createPatch(before, after);
      t.true(isSameJson(applyPatch(before, operations), after));
      t.deepEqual(
        jsonpatch.apply(structuredClone(operations) as never, structuredClone(before) as never),
        after as never,
      );
    }),
  );
});

test('a member called __proto__ is a member like any other', (t) => {
  const before = JSON.parse('{"__proto__":{"a":1},"b":{}}');
  const after = JSON.parse('{"__proto__":{"a":2},"b":{"__proto__":[]}}');
  const operations = createPatch(before, after);
  t.deepEqual(operations.map(({ path }) => path).sort(), ['/__proto__/a', '/b/__proto__']);
  t.is(JSON.stringify(applyPatch(before, operations)), JSON.stringify(after));
});

test('equal objects give no patch, whether they are shared or not', (t) => {
  const one = { spec: { containers: [{ name: 'a' }] } };
  t.deepEqual(createPatch(one, one), []);
  t.deepEqual(createPatch(one, structuredClone(one)), []);
});

test('an entry inserted in front of others is one operation and rewrites none of them', (t) => {
  const before = { list: [{ name: 'b' }, { name: 'c', big: 1 }] };
  const after = { list: [{ name: 'a' }, { name: 'b', more: true }, before.list[1]] };
  t.deepEqual(createPatch(before, after), [
    { op: 'add', path: '/list/0', value: { name: 'a' } },
    { op: 'add', path: '/list/1/more', value: true },
  ]);
});

const refused: readonly (readonly [string, Operation])[] = [
  ['a missing parent', { op: 'add', path: '/none/a', value: 1 }],
  ['a missing member to replace', { op: 'replace', path: '/object/none', value: 1 }],
  ['a missing member to remove', { op: 'remove', path: '/object/none' }],
  ['a null parent', { op: 'add', path: '/nothing/a', value: 1 }],
  ['a scalar parent', { op: 'add', path: '/text/a', value: 1 }],
  ['an index beyond the end', { op: 'add', path: '/list/3', value: 1 }],
  ['an index at the end to replace', { op: 'replace', path: '/list/2', value: 1 }],
  ['the end as a dash', { op: 'add', path: '/list/-', value: 1 }],
  ['an index with a leading zero', { op: 'replace', path: '/list/01', value: 1 }],
  ['a negative index', { op: 'replace', path: '/list/-1', value: 1 }],
  ['an inherited member', { op: 'replace', path: '/object/toString', value: 1 }],
  ['the whole document', { op: 'replace', path: '', value: 1 }],
];

for (const [what, operation] of refused) {
  test(`applying refuses ${what}`, (t) => {
    const document = { object: {}, nothing: null, text: 'a', list: [1, 2] };
    t.throws(() => applyPatch(document, [operation]), { instanceOf: PatchError });
  });
}

test('applying leaves its input as it is and shares what did not change', (t) => {
  const document = Object.freeze({ a: Object.freeze([1, 2, 3]), b: Object.freeze({ c: 1 }) });
  const result = applyPatch(document, [{ op: 'remove', path: '/a/1' }]) as typeof document;
  t.deepEqual(result.a, [1, 3]);
  t.is(result.b, document.b);
});

test('an operation that goes through the value of an earlier one leaves that value as it is', (t) => {
  const operations: readonly Operation[] = [
    { op: 'add', path: '/a', value: Object.freeze({ list: Object.freeze([]) }) },
    { op: 'add', path: '/a/list/0', value: 1 },
    { op: 'add', path: '/a/list/0', value: 0 },
  ];
  t.deepEqual(applyPatch(Object.freeze({}), operations), { a: { list: [0, 1] } });
  t.deepEqual(operations[0], { op: 'add', path: '/a', value: { list: [] } });
});
