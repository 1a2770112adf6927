// Waits for something that happens in its own time.

import { setTimeout } from 'node:timers/promises';

const intervalMs = 10;
/** For what never happens only; it says nothing about speed. A busy machine stays far below. */
const boundMs = 120_000;

/**
 * Waits until `look` gives something, and returns that.
 * @throws Error after two minutes: a loop that went on after its test would keep the process of all tests alive
 */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (const end = performance.now() + boundMs; ; await setTimeout(intervalMs)) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`still waiting after ${boundMs / 1000} s for: ${look}`);
  }
}
