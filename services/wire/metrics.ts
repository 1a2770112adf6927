// What the service counts, under the names that dashboards for gRPC servers already use (go-grpc-middleware).

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Labels of one method, as go-grpc-middleware writes them. */
export interface MethodLabels {
  readonly grpc_type: 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream';
  readonly grpc_service: string;
  readonly grpc_method: string;
}

/** Names of the canonical codes in Go's spelling, by number. */
export const goCodeNames = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

const methodLabelNames = ['grpc_type', 'grpc_service', 'grpc_method'];
const durationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type ServiceMetrics = ReturnType<typeof createServiceMetrics>;

/** Registers the metrics of the service. A registry takes them once. */
export function createServiceMetrics(registry: Registry) {
  const registers = [registry];
  const settingsInfo = new Gauge({
    name: 'podmutator_settings_info',
    help: 'Always 1; the label tells the revision of the settings in force.',
    labelNames: ['revision'],
    registers,
  });
  return {
    ...createCallMetrics(registers),
    mutatorResults: new Counter({
      name: 'podmutator_mutator_results_total',
      help: 'Results of mutators, by outcome and reason; previews are not counted.',
      labelNames: ['mutator', 'outcome', 'reason'],
      registers,
    }),
    patchCheckFailures: new Counter({
      name: 'podmutator_patch_check_failures_total',
      help: 'Patches that failed their own check and were not sent. Each is a bug.',
      registers,
    }),
    settingsReloadWorked: new Gauge({
      name: 'podmutator_settings_last_reload_successful',
      help: 'Whether the last try to read the settings worked (1) or the ones before are still in force (0).',
      registers,
    }),
    settingsLoadedAt: new Gauge({
      name: 'podmutator_settings_last_reload_success_timestamp_seconds',
      help: 'When the settings in force were loaded.',
      registers,
    }),
    setSettingsRevision(revision: string): void {
      settingsInfo.reset();
      settingsInfo.set({ revision }, 1);
    },
  };
}

function createCallMetrics(registers: Registry[]) {
  const started = new Counter({
    name: 'grpc_server_started_total',
    help: 'Total number of RPCs started on the server.',
    labelNames: methodLabelNames,
    registers,
  });
  const handled = new Counter({
    name: 'grpc_server_handled_total',
    help: 'Total number of RPCs completed on the server, regardless of success or failure.',
    labelNames: [...methodLabelNames, 'grpc_code'],
    registers,
  });
  const handlingSeconds = new Histogram({
    name: 'grpc_server_handling_seconds',
    help: 'Histogram of response latency (seconds) of gRPC that had been application-level handled by the server.',
    labelNames: methodLabelNames,
    buckets: durationBuckets,
    registers,
  });
  // A stream counts every Pod twice, and prom-client checks and hashes labels at each call. So messages are counted in
  // plain numbers, which move into the counters when somebody reads these.
  const messages = new Map<string, MessageCount>();
  new Counter({
    name: 'grpc_server_msg_received_total',
    help: 'Total number of RPC stream messages received on the server.',
    labelNames: methodLabelNames,
    registers,
    collect() {
      for (const count of messages.values()) this.inc({ ...count.labels }, take(count, 'received'));
    },
  });
  new Counter({
    name: 'grpc_server_msg_sent_total',
    help: 'Total number of gRPC stream messages sent by the server.',
    labelNames: methodLabelNames,
    registers,
    collect() {
      for (const count of messages.values()) this.inc({ ...count.labels }, take(count, 'sent'));
    },
  });
  /** The one count of a method. */
  const countMessages = (labels: MethodLabels): MessageCount => {
    const method = `${labels.grpc_service}/${labels.grpc_method}`;
    const count = messages.get(method) ?? { labels, received: 0, sent: 0 };
    messages.set(method, count);
    return count;
  };
  const callsInFlight = new Gauge({
    name: 'podmutator_grpc_calls_in_flight',
    help: 'Calls in progress; a stream is one call.',
    registers,
  });
  const connections = new Gauge({
    name: 'podmutator_grpc_connections',
    help: 'Open connections, to ports (tcp) or socket files (unix).',
    labelNames: ['kind'],
    registers,
  });
  const connectionsEnded = new Counter({
    name: 'podmutator_grpc_connections_ended_total',
    help: 'Connections that were ended because their peer took too much of something, by what it was.',
    labelNames: ['kind', 'reason'],
    registers,
  });
  const heldBytes = new Gauge({
    name: 'podmutator_grpc_held_bytes',
    help: 'Bytes held for callers: unfinished messages, items that wait, answers that were not taken.',
    labelNames: ['kind'],
    registers,
  });
  /** Creates all series of a method, so that rates are right from the first call on. */
  const initialise = (labels: MethodLabels): void => {
    started.inc({ ...labels }, 0);
    countMessages(labels);
    for (const grpc_code of goCodeNames) {
      handled.inc({ ...labels, grpc_code }, 0);
    }
    handlingSeconds.zero({ ...labels });
  };
  return {
    started,
    handled,
    handlingSeconds,
    countMessages,
    callsInFlight,
    connections,
    connectionsEnded,
    heldBytes,
    initialise,
  };
}

/** Messages of one method since the counters were last read. */
export interface MessageCount {
  readonly labels: MethodLabels;
  received: number;
  sent: number;
}

function take(count: MessageCount, direction: 'received' | 'sent'): number {
  const number = count[direction];
  count[direction] = 0;
  return number;
}
