// What every process of ours tells about itself: CPU, memory, event loop and garbage collection, under the names that
// dashboards for Node know.

import { collectDefaultMetrics, type Registry } from 'prom-client';

export function registerProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}
