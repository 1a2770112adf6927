// The HTTP clients of a process, whichever of its ports they come to: how many there may be, and which were cut off.

import { Counter, Gauge, type Registry } from 'prom-client';
import { Connections } from './connections.js';
import { type TransferLimits, Transfers } from './transfers.js';

/** Why a client was cut off. */
const endReasons = [
  'connections',
  'handshake_time',
  'head_time',
  'pipelined',
  'malformed',
  'body_idle',
  'body_time',
  'body_memory',
  'answer_time',
  'answer_memory',
] as const;
export type EndReason = (typeof endReasons)[number];

export interface ClientLimits {
  /** Connections at a time, of all servers together. */
  readonly maxConnections: number;
}

export class HttpClients {
  readonly connections: Connections;
  readonly #transfers: Transfers[] = [];
  readonly #ended: Counter<'reason'>;

  /** Registers the metrics; one of these for each registry. */
  constructor(registry: Registry, { maxConnections }: ClientLimits) {
    const registers = [registry];
    this.#ended = new Counter({
      name: 'podmutator_http_clients_ended_total',
      help: 'HTTP clients that were cut off because they were too many, too slow, too large or not understood, by reason.',
      labelNames: ['reason'],
      registers,
    });
    for (const reason of endReasons) this.#ended.inc({ reason }, 0);
    this.connections = new Connections(maxConnections, () => this.countEnd('connections'));
    const { connections } = this;
    const transfers = this.#transfers;
    new Gauge({
      name: 'podmutator_http_connections',
      help: 'Open connections over HTTP, also those whose TLS handshake is not done.',
      registers,
      collect() {
        this.set(connections.size);
      },
    });
    new Gauge({
      name: 'podmutator_http_transfer_bytes',
      help: 'Bytes of request bodies that are not answered yet, and of answers that are not read yet.',
      registers,
      collect() {
        this.set(transfers.reduce((sum, { bytes }) => sum + bytes, 0));
      },
    });
  }

  countEnd(reason: EndReason): void {
    this.#ended.inc({ reason });
  }

  /** The bodies and answers of one server, or of one kind of request. */
  createTransfers(limits: TransferLimits): Transfers {
    // An answer has one time only, in which it must be read.
    const created = new Transfers(limits, (kind, why) =>
      this.countEnd(kind === 'answer' && why === 'idle' ? 'answer_time' : (`${kind}_${why}` as EndReason)),
    );
    this.#transfers.push(created);
    return created;
  }
}
