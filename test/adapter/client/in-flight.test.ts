import test from 'ava';
import fc from 'fast-check';
import { InFlight } from '../../../adapter/client/in-flight.js';

test('what was added is taken once, under its number', (t) => {
  const inFlight = new InFlight<string>();
  const [first, second] = [inFlight.add('first'), inFlight.add('second')];
  t.not(first, second);
  t.is(inFlight.take(second), 'second');
  t.is(inFlight.take(second), undefined);
  t.is(inFlight.take(0), undefined);
  t.is(inFlight.take(first + 512), undefined, 'the same place, another number');
  t.is(inFlight.size, 1);
  t.is(inFlight.take(first), 'first');
});

test('a number does not come back while 256 come and go', (t) => {
  const inFlight = new InFlight<number>();
  const stays = inFlight.add(-1);
  const seen = new Set([stays]);
  const numbers: number[] = [];
  for (let item = 0; item < 5000; item += 1) {
    const number = inFlight.add(item);
    t.false(seen.has(number));
    seen.add(number);
    numbers.push(number);
    if (numbers.length === 255) inFlight.take(numbers.shift() ?? 0);
  }
  t.is(inFlight.take(stays), -1);
});

type Step = { readonly kind: 'add' | 'clear' } | { readonly kind: 'take'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'add' as const }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('take' as const), which: fc.nat(300) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
);

/** Does the same to both, and returns what each gave back. */
function apply(one: Step, inFlight: InFlight<object>, model: Map<number, object>): readonly [unknown, unknown] {
  if (one.kind === 'clear') {
    const expected = [...model.values()];
    model.clear();
    return [inFlight.clear(), expected];
  }
  if (one.kind === 'take') {
    const number = [...model.keys()][one.which] ?? 0;
    const expected = model.get(number);
    model.delete(number);
    return [inFlight.take(number), expected];
  }
  if (model.size < 256) {
    const item = {};
    model.set(inFlight.add(item), item);
  }
  return [inFlight.size, model.size];
}

test('it holds what a Map would hold, in its order', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const [inFlight, model] = [new InFlight<object>(), new Map<number, object>()];
      for (const one of steps) {
        const [found, expected] = apply(one, inFlight, model);
        t.deepEqual(found, expected);
      }
      t.deepEqual(inFlight.list(), [...model.values()]);
    }),
    { numRuns: 30 },
  );
});
