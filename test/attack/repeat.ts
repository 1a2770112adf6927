// Attackers that do the same again and again, a bounded number at a time.

import { setTimeout as sleep } from 'node:timers/promises';

export interface RepeatOptions {
  readonly signal: AbortSignal;
  /** How many go on at the same time. */
  readonly atOnce: number;
  /** How long each waits ahead of its next turn. */
  readonly pauseMs?: number;
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
      await Promise.race([turn(number - 1), aborted]);
      await Promise.race([sleep(pauseMs, undefined, { ref: false }), aborted]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
}
