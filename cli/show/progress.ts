// A progress bar on standard error, for a person who waits. Short work shows nothing, and neither does a log file.

import { writeMessage } from '../flags/write-output.js';

const patienceMs = 1000;
const stepMs = 100;
const barLength = 30;

export interface Progress {
  readonly setTotal: (total: number) => void;
  readonly advance: () => void;
  /** Removes the bar, so that other lines can follow. */
  readonly clear: () => void;
}

/** Creates the bar; without a terminal it stays silent. */
export function createProgress(): Progress {
  const isTerminal = process.stderr.isTTY === true;
  const startedAt = performance.now();
  let total = 0;
  let done = 0;
  let shownAt = 0;
  return {
    setTotal(count) {
      total = count;
    },
    advance() {
      done += 1;
      const now = performance.now();
      if (isTerminal && now - startedAt > patienceMs && now - shownAt > stepMs) {
        shownAt = now;
        void writeMessage(`\r${writeBar(done, total)}`);
      }
    },
    clear() {
      if (shownAt > 0) {
        void writeMessage('\r\u001b[K');
        shownAt = 0;
      }
    },
  };
}

function writeBar(done: number, total: number): string {
  const filled = Math.round((barLength * Math.min(done, total)) / Math.max(total, 1));
  return `[${'#'.repeat(filled).padEnd(barLength)}] ${done}/${total} documents`;
}
