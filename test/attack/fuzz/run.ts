// Tries inputs for a time, and looks for the smallest one that is as bad as the first bad one.

import { parseArgs } from 'node:util';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';

const { values } = parseArgs({
  options: { 'fuzz-seconds': { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
  args: process.argv.slice(2),
});
/** How long all properties together may take. */
export const seconds = Number(values['fuzz-seconds']);
// The same inputs each time, so that a run that was good stays good until the code changes.
const seed = values.seed === 'random' ? Date.now() % 2 ** 31 : Number(values.seed);

const shrinkMs = 30_000;
const shownLength = 4000;

export interface FuzzOptions<T> {
  /** Of the time. */
  readonly share: number;
  readonly arbitrary: fc.Arbitrary<T>;
  /** Throws what is wrong. */
  readonly check: (input: T) => Promise<void>;
  /** The input as it was sent. */
  readonly show: (input: T) => string;
}

export async function fuzz<T>(t: ExecutionContext, { share, arbitrary, check, show }: FuzzOptions<T>): Promise<void> {
  t.timeout((seconds * share + 60) * 1000 + shrinkMs);
  let runs = 0;
  const property = fc.asyncProperty(arbitrary, async (input) => {
    runs += 1;
    try {
      await check(input);
    } catch (error) {
      const shown = show(input).slice(0, shownLength);
      throw new Error(`${(error as Error).message}\nwhat was sent, cut to ${shownLength} characters:\n${shown}`, {
        cause: error,
      });
    }
  });
  process.stdout.write(`fuzzing for ${seconds * share} s with --seed ${seed}\n`);
  const first = await fc.check(property, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * share * 1000,
    endOnFailure: true,
  });
  if (first.failed) {
    const path = first.counterexamplePath ?? '';
    const smallest = await fc.check(property, { seed, path, interruptAfterTimeLimit: shrinkMs });
    const error = (smallest.errorInstance ?? first.errorInstance) as Error | null;
    t.fail(`with --seed ${seed}: ${error?.message}`);
    return;
  }
  t.log(`${runs} inputs`);
  t.true(runs > seconds * share, 'enough was tried for this to say something');
}
