// The clock of all latencies.

import { performance } from 'node:perf_hooks';

/** Microseconds since some moment in the past; never goes back. */
export function nowMicros(): number {
  return performance.now() * 1000;
}
