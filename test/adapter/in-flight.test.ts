import test from 'ava';
import fc from 'fast-check';
import { InFlight } from '../../adapter/in-flight.js';

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

test('it holds what a Map would hold, in its order', (t) => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('add' as const) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('take' as const), which: fc.nat(300) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const inFlight = new InFlight<number>();
      const model = new Map<number, number>();
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'add' && model.size < 256) {
          model.set(inFlight.add(index), index);
        } else if (one.kind === 'take') {
          const number = [...model.keys()][one.which] ?? 0;
          if (inFlight.take(number) !== model.get(number)) return false;
          model.delete(number);
        } else if (one.kind === 'clear') {
          if (inFlight.clear().join() !== [...model.values()].join()) return false;
          model.clear();
        }
        if (inFlight.size !== model.size) return false;
      }
      return inFlight.list().join() === [...model.values()].join();
    }),
    { numRuns: 50 },
  );
  t.pass();
});
