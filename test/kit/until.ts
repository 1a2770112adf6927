// Waits for something that happens in its own time. The bound is for hanging tests only and says nothing about speed.

import { setTimeout } from 'node:timers/promises';

const boundMs = 20_000;

export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + boundMs;
  while (!(await isTrue())) {
    if (Date.now() > end) {
      throw new Error(`still waiting for: ${what}`);
    }
    await setTimeout(10);
  }
}
