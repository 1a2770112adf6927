import test from 'ava';
import { slopeOf, summarise } from '../../bench/measure/statistics.js';

test('the median of an even number of values lies between the two in the middle', (t) => {
  t.deepEqual(summarise([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
  t.deepEqual(summarise([5, 1, 3]), { median: 3, min: 1, max: 5 });
});

test('nothing cannot be summed up', (t) => {
  t.throws(() => summarise([]), { instanceOf: RangeError });
});

test('a line is found through points that lie about it', (t) => {
  t.is(slopeOf([0, 1, 2, 3].map((x) => ({ x, y: 7 + 2 * x }))), 2);
  t.is(slopeOf([5, 7, 5, 7].map((y, x) => ({ x, y }))), 0.4);
});
