import test from 'ava';
import { locateJsonError } from '../../../runtime/text/locate-json-error.js';

test('the place is that of the first character that is no JSON', (t) => {
  t.deepEqual(locateJsonError('{"a":\n  x}'), { line: 2, column: 3 });
  t.is(locateJsonError('{"a":1,"a":2}'), undefined);
});

test('a long text is not read a second time', (t) => {
  t.deepEqual(locateJsonError(`${' '.repeat(262_143)}x`), { line: 1, column: 262_144 });
  t.is(locateJsonError(`${' '.repeat(262_144)}x`), undefined);
});

test('a text that nests without end has no place, and no stack overflows', (t) => {
  t.is(locateJsonError('['.repeat(262_144)), undefined);
});
