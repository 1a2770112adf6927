import test from 'ava';
import fc from 'fast-check';
import type { Operation } from '../../../services/decisions/patch.js';
import { formatPatch } from '../../../services/decisions/patch-text.js';
import { constant } from '../../../services/pod/constant.js';

const values = fc.oneof(
  fc.jsonValue({ depthSize: 'small' }),
  fc.jsonValue({ depthSize: 'small' }).map((value) => constant({ value })),
  fc.jsonValue({ depthSize: 'small' }).map((value) => [constant([value]), value]),
);
const paths = fc.oneof(fc.constant('/spec/containers/0/env/3'), fc.string({ unit: 'binary' }));
const operations = fc.oneof(
  fc.record({ op: fc.constantFrom('add' as const, 'replace' as const), path: paths, value: values }),
  fc.record({ op: fc.constant('remove' as const), path: paths }),
);

test('a patch is written as JSON.stringify writes it, the first time and again', (t) => {
  fc.assert(
    fc.property(fc.array(operations, { maxLength: 5 }), (list) => {
      const patch = list.map((operation) => ({ ...operation })) as readonly Operation[];
      const expected = JSON.stringify(patch);
      t.is(formatPatch(patch), expected);
      t.is(formatPatch(patch), expected);
    }),
  );
});

test('a constant is frozen through and through', (t) => {
  const value = constant({ list: [{ name: 'a' }], text: 'b', nothing: null });
  t.true([value, value.list, value.list[0]].every((part) => Object.isFrozen(part)));
});
