// All connections of one kind, ports or socket files, and their bounds. When one is reached, who takes the most goes,
// and everybody else stays: first by address, since a caller in a cluster has one, then by what the bound is about.

import { constants, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Logger } from '../../runtime/log.js';
import { type ConnectionKind, type ConnectionOptions, type EndReason, endReasons } from './bounds.js';
import { Connection } from './connection.js';
import { FaultRecord } from './fault-record.js';
import type { ServiceMetrics } from './metrics.js';
import { OpenCall } from './open-call.js';
import { findWorst, rules } from './worst.js';

export interface ConnectionsOptions {
  readonly kind: ConnectionKind;
  readonly bounds: ConnectionOptions;
  readonly metrics: ServiceMetrics;
  readonly logger: Logger;
  /** Whether requests of the method at this path are one message; undefined if there is no such method. */
  readonly isSingle: (path: string) => boolean | undefined;
  /** Age, in milliseconds, that no call reaches: all have ended by themselves before. Asked now and then. */
  readonly callAgeMax: () => number;
}

const lookMs = 100;

/** One line in the log for each reason, at most so often. */
const logMs = 10_000;

export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #max: number;
  readonly #connections = new Set<Connection>();
  readonly #faults = new FaultRecord();
  readonly #loggedAt = new Map<EndReason, number>();
  readonly #look: NodeJS.Timeout;
  #lookedAt = performance.now();
  #calls = 0;
  #held = 0;
  #isStopping = false;
  #onEmpty = (): void => {};
  /** The connection whose socket is being handed over, and the call whose handler is being started. */
  #injected: Connection | undefined;
  #calling: Connection | undefined;
  #started: OpenCall | undefined;

  constructor(options: ConnectionsOptions) {
    const { bounds, kind, metrics } = options;
    this.#options = options;
    for (const reason of Object.keys(endReasons)) metrics.connectionsEnded.inc({ kind, reason }, 0);
    metrics.heldBytes.set({ kind }, 0);
    this.#count();
    this.#max = kind === 'tcp' ? bounds.maxConnections : bounds.maxSocketConnections;
    this.#look = setInterval(() => this.#lookAround(), Math.min(lookMs, bounds.messageMs / 4)).unref();
  }

  get kind(): ConnectionKind {
    return this.#options.kind;
  }

  /** The call whose handler is being started; undefined at any other time. */
  get started(): OpenCall | undefined {
    return this.#started;
  }

  /** Takes a socket that has just been accepted; `inject` hands it to HTTP/2. */
  accept(socket: Socket, inject: (socket: Socket) => void): void {
    const connection = new Connection(socket);
    this.#connections.add(connection);
    socket.once('close', () => this.#forget(connection));
    // Without a listener a reset before HTTP/2 has its own would end the process.
    socket.on('error', () => {});
    if (this.#connections.size > this.#max) this.#endWorst('connections', connection);
    this.#count();
    const delay = this.#faults.findDelay(connection.address, performance.now());
    if (delay === 0) this.#inject(connection, () => inject(socket));
    else setTimeout(() => this.#inject(connection, () => inject(socket)), delay).unref();
  }

  #inject(connection: Connection, inject: () => void): void {
    if (connection.isEnded) {
      return;
    }
    connection.start();
    this.#injected = connection;
    inject();
    this.#injected = undefined;
  }

  /** Takes the session of a socket. With TLS it comes after the handshake, and is known by the port of its peer. */
  attach(session: ServerHttp2Session): void {
    const { remoteAddress = '', remotePort } = session.socket;
    const connection =
      this.#injected ??
      [...this.#connections].find((one) => !one.hasSession && one.port === remotePort && one.address === remoteAddress);
    if (!connection || connection.isEnded) {
      session.destroy();
      return;
    }
    connection.setSession(session);
    session.prependListener('stream', () => {
      this.#calling = connection;
    });
    if (this.#isStopping) connection.finish();
  }

  /** Takes a call; `handle` starts its handler. */
  take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, handle: () => void): void {
    const connection = this.#calling;
    const { bounds, isSingle } = this.#options;
    stream.on('error', () => {});
    if (!connection || connection.isEnded) {
      return;
    }
    if (stream.closed) {
      connection.resets += 1;
      this.#checkResets(connection);
      return;
    }
    this.#calls += 1;
    if (this.#calls > bounds.maxStreams) this.#endWorst('streams');
    if (connection.isEnded) {
      this.#calls -= 1;
      return;
    }
    const call: OpenCall = new OpenCall({
      kind: this.#options.kind,
      connection,
      stream,
      isSingle: isSingle(headers[':path'] ?? ''),
      onHeld: (change) => this.#hold(change),
      onClose: () => {
        connection.calls.delete(call);
        this.#calls -= 1;
        this.#checkResets(connection);
      },
    });
    connection.calls.add(call);
    this.#started = call;
    handle();
    this.#started = undefined;
  }

  /** Lets what is open end; resolves when nothing is left. */
  finish(): Promise<void> {
    this.#isStopping = true;
    for (const connection of this.#connections) connection.finish();
    return new Promise((resolve) => {
      this.#onEmpty = () => {
        clearInterval(this.#look);
        resolve();
      };
      if (this.#connections.size === 0) this.#onEmpty();
    });
  }

  /** Ends everything at once. */
  destroy(): void {
    for (const connection of this.#connections) connection.end(undefined);
  }

  #forget(connection: Connection): void {
    if (!connection.isEnded && connection.answered === 0) this.#faults.add(connection.address, 0.2, performance.now());
    connection.end(undefined);
    this.#connections.delete(connection);
    this.#count();
    if (this.#isStopping && this.#connections.size === 0) this.#onEmpty();
  }

  #count(): void {
    const { metrics, kind } = this.#options;
    metrics.connections.set({ kind }, this.#connections.size);
  }

  #hold(change: number): void {
    this.#held += change;
    if (change > 0 && this.#held > this.#options.bounds.maxHeldBytes) this.#shed();
  }

  #shed(): void {
    const { maxHeldBytes } = this.#options.bounds;
    while (this.#held > maxHeldBytes && this.#endWorst('held_bytes'));
  }

  #checkResets(connection: Connection): void {
    if (connection.resets > connection.answered + this.#options.bounds.maxResets) this.#end(connection, 'resets');
  }

  #lookAround(): void {
    const { bounds, metrics, kind, callAgeMax } = this.#options;
    const now = performance.now();
    const passed = now - this.#lookedAt;
    this.#lookedAt = now;
    const ageMax = callAgeMax();
    let controlBytes = 0;
    for (const connection of this.#connections) {
      if (connection.isEnded) continue;
      // Time in which this thread stood still was nobody's fault; what has come meanwhile is not read yet.
      if (passed > 2 * lookMs) connection.forgive(passed);
      connection.look(now);
      controlBytes += Math.max(0, connection.controlBytes);
      const reason = this.#findFault(connection, now);
      if (reason) this.#end(connection, reason);
      for (const call of connection.calls) {
        if (call.isOlderThan(ageMax, now)) call.reset(constants.NGHTTP2_CANCEL);
      }
    }
    while (controlBytes > (bounds.maxControlBytes * passed) / 1000) {
      const worst = this.#endWorst('control_bytes');
      if (!worst) break;
      controlBytes -= worst.controlBytes;
    }
    metrics.heldBytes.set({ kind }, this.#held);
  }

  #findFault(connection: Connection, now: number): EndReason | undefined {
    const { messageMs, unreadMs } = this.#options.bounds;
    if (connection.isSilent(now, messageMs)) {
      return 'handshake';
    }
    for (const call of connection.calls) {
      if (call.isUnfinished(now, messageMs)) return 'unfinished_message';
      if (call.isUnread(now, unreadMs)) return 'unread_answers';
    }
    return undefined;
  }

  #endWorst(reason: keyof typeof rules, newest?: Connection): Connection | undefined {
    const candidates = [...this.#connections].filter((one) => !one.isEnded && one !== newest);
    const worst = findWorst(candidates, rules[reason]);
    if (worst) this.#end(worst, reason);
    return worst;
  }

  #end(connection: Connection, reason: EndReason): void {
    if (connection.isEnded) {
      return;
    }
    const { metrics, logger, kind } = this.#options;
    connection.end(reason);
    metrics.connectionsEnded.inc({ kind, reason });
    const now = performance.now();
    // Who only came when others had taken all the places has done nothing wrong.
    if (reason !== 'connections') this.#faults.add(connection.address, 1, now);
    if (now - (this.#loggedAt.get(reason) ?? Number.NEGATIVE_INFINITY) > logMs) {
      this.#loggedAt.set(reason, now);
      logger.warn({ peer: connection.address || 'unix', reason }, `connection ended: ${endReasons[reason]}`);
    }
  }
}
