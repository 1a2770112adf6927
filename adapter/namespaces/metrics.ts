// What an operator sees of the namespace sources. No label carries a namespace: there are too many of them.

import { Counter, Gauge, type Registry } from 'prom-client';

/** Counters and gauges of `--namespaces=cluster`. */
export interface WatchMetrics {
  readonly connected: Gauge;
  readonly lastSync: Gauge;
  readonly restarts: Counter;
  readonly known: Gauge;
  readonly reads: Counter<'result'>;
}

export function createWatchMetrics(registry: Registry): WatchMetrics {
  const registers = [registry];
  return {
    connected: new Gauge({
      name: 'podmutator_namespace_watch_connected',
      help: '1 while the watch of Namespaces is open, 0 while it is lost and old facts are in use.',
      registers,
    }),
    lastSync: new Gauge({
      name: 'podmutator_namespace_watch_last_sync_timestamp_seconds',
      help: 'When the last list, event or bookmark of Namespaces came in.',
      registers,
    }),
    restarts: new Counter({
      name: 'podmutator_namespace_watch_restarts_total',
      help: 'Failed lists and lost watches of Namespaces, each followed by a retry.',
      registers,
    }),
    known: new Gauge({
      name: 'podmutator_namespace_watch_known',
      help: 'Number of Namespaces in memory.',
      registers,
    }),
    reads: new Counter({
      name: 'podmutator_namespace_reads_total',
      help: 'Reads of Namespaces that the watch had not shown yet, by result.',
      labelNames: ['result'],
      registers,
    }),
  };
}

/** Gauges of `--namespaces=FILE`. */
export interface FileMetrics {
  readonly lastLoadOk: Gauge;
  readonly known: Gauge;
}

export function createFileMetrics(registry: Registry): FileMetrics {
  const registers = [registry];
  return {
    lastLoadOk: new Gauge({
      name: 'podmutator_namespace_file_last_load_successful',
      help: '1 if the namespaces file could be read the last time it changed, 0 while older content is in use.',
      registers,
    }),
    known: new Gauge({
      name: 'podmutator_namespace_file_known',
      help: 'Number of Namespaces in the file.',
      registers,
    }),
  };
}
