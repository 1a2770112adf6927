// What a Service does for the API server: it asks every instance whether it is ready, and leads new connections to
// those that are. Connections that are open stay where they are.

import { setTimeout } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Started } from './command.js';
import { portOf, readPage } from './processes.js';
import { until } from './until.js';

const probeEveryMs = 100;

export interface Endpoints {
  /** Ports that new connections may lead to. */
  readonly ports: () => readonly number[];
  add(instance: Started): void;
  /** Resolves once the instance is among the ready ones, or not any more. */
  sees(instance: Started, isReady: boolean): Promise<void>;
}

export function followEndpoints(t: ExecutionContext, ca?: string): Endpoints {
  const ready = new Map<Started, boolean>();
  let isOver = false;
  t.teardown(() => {
    isOver = true;
  });
  const probe = async (instance: Started): Promise<void> => {
    const url = `${ca === undefined ? 'http' : 'https'}://${instance.ready['webhook']}/readyz`;
    while (!isOver) {
      const { status } = await readPage(url, ca);
      ready.set(instance, status === 200);
      if (status === 0) return;
      await setTimeout(probeEveryMs);
    }
  };
  return {
    ports: () => [...ready].filter(([, isReady]) => isReady).map(([instance]) => portOf(instance)),
    add: (instance) => void probe(instance),
    async sees(instance, isReady) {
      await until(() => ready.get(instance) === isReady);
    },
  };
}
