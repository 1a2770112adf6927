// Attackers that do the same again and again, a bounded number at a time.

import { setTimeout as sleep } from 'node:timers/promises';

export interface RepeatOptions {
  readonly signal: AbortSignal;
  /** How many go on at the same time. */
  readonly atOnce: number;
  /** How long each waits ahead of its next turn. */
  readonly pauseMs?: number;
}

let turns = 0;

/** Turns that have no end yet. */
export function countUnderWay(): number {
  return turns;
}

/** Calls `turn` with 0, 1, 2, … until the signal; turns that are under way then are not waited for. */
export async function repeat(
  { signal, atOnce, pauseMs = 0 }: RepeatOptions,
  turn: (number: number) => Promise<void>,
): Promise<void> {
  let number = 0;
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      number += 1;
      turns += 1;
      const ended = turn(number - 1).then(() => {
        turns -= 1;
      });
      await Promise.race([ended, aborted]);
      await Promise.race([sleep(pauseMs, undefined, { ref: false }), aborted]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
}
