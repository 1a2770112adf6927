import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { createBatches } from '../../../adapter/reviews/batch.js';

test('whoever joins in the same turn of the event loop goes on together, step by step', async (t) => {
  const join = createBatches();
  const steps: string[] = [];
  const walk = async (name: string): Promise<void> => {
    await join();
    steps.push(`${name} reads`);
    await undefined;
    steps.push(`${name} answers`);
  };
  await Promise.all([walk('one'), walk('other')]);
  t.deepEqual(steps, ['one reads', 'other reads', 'one answers', 'other answers']);
});

test('whoever joins later is not held up by those before, nor joins them', async (t) => {
  const join = createBatches();
  const first = join();
  await setImmediate();
  const second = join();
  t.not(first, second);
  await Promise.all([first, second]);
});
