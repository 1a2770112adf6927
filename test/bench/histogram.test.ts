import test from 'ava';
import fc from 'fast-check';
import { createHistogram } from '../../bench/measure/histogram.js';

const latencies = fc.array(fc.double({ min: 0, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 200 });
const shares = fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1);

test('a percentile is the value at its place in the sorted list, to within two in a hundred', (t) => {
  fc.assert(
    fc.property(latencies, shares, (values, share) => {
      const histogram = createHistogram();
      for (const value of values) histogram.record(value);
      const sorted = [...values].sort((one, other) => one - other);
      const exact = sorted[Math.ceil(share * values.length) - 1] ?? Number.NaN;
      t.true(Math.abs(histogram.percentile(share) - exact) <= 1 + exact * 0.02);
    }),
  );
});

test('it counts, and keeps the largest value as it is', (t) => {
  const histogram = createHistogram();
  for (const value of [3, 123_456.5, 70]) histogram.record(value);
  t.is(histogram.count, 3);
  t.is(histogram.max, 123_456.5);
  t.is(histogram.percentile(1), 123_456.5);
});

test('without any value there is no percentile', (t) => {
  t.is(createHistogram().percentile(0.5), Number.NaN);
});
