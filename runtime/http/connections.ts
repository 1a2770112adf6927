// How many connections a process has at a time, and which one makes room for another.
//
// One over TLS costs some 55 KB, whether it ever says a word or not. So beyond a bound the one goes that has waited
// longest for a request or its body, first among those that have brought none that was answered well: clients that come
// back, such as the API server with its idle connections, are not what an attack should cost. But they do not keep all
// places either: an eighth is for newcomers. A connection whose request is being answered never goes.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { endSocket, formatRawAnswer } from './raw-answer.js';
import type { Transfer } from './transfers.js';

/** Of all places: so many are for connections that have not been answered yet. */
const newcomerShare = 1 / 8;

/** Unanswered requests on one connection. The API server sends the next one when the last is answered. */
const maxPipelined = 16;

export interface ServerKind {
  readonly isTls: boolean;
  /** Then only clients with a good one can become known. */
  readonly asksForCertificates: boolean;
}

export class Connections {
  readonly #max: number;
  readonly #onEnd: () => void;
  readonly #open = new Set<Connection>();
  readonly #bySocket = new WeakMap<Socket, Connection>();

  /** @param onEnd is told of each connection that had to make room */
  constructor(max: number, onEnd: () => void) {
    this.#max = max;
    this.#onEnd = onEnd;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Counts the connections of a server, also those whose TLS handshake is not done. */
  watch(server: Server, { isTls, asksForCertificates }: ServerKind): void {
    const byPeer = new Map<string, Connection>();
    server.on('connection', (socket: Socket) => {
      // A Unix socket under TLS cannot be told from the next one; its file's mode says who may come.
      if (isTls && socket.remoteAddress === undefined) return;
      const connection = new Connection(socket, isTls, asksForCertificates);
      const peer = formatPeer(socket);
      byPeer.set(peer, connection);
      this.#add(connection);
      socket.once('close', () => {
        if (byPeer.get(peer) === connection) byPeer.delete(peer);
        this.#open.delete(connection);
        connection.dropAll();
      });
    });
    // Nothing but the addresses leads from a TLS connection to the one below.
    server.on('secureConnection', (socket: TLSSocket) => {
      const connection = byPeer.get(formatPeer(socket));
      connection?.secure(socket);
      if (connection) this.#bySocket.set(socket, connection);
    });
  }

  /** A request came. False if the connection has too many already. */
  begin(request: IncomingMessage, response: ServerResponse): boolean {
    return this.#bySocket.get(request.socket)?.begin(request, response) ?? true;
  }

  /** An answer waits for its reader; when the connection is lost, nobody reads it. */
  hold(response: ServerResponse, transfer: Transfer): void {
    this.#bySocket.get(response.req.socket)?.hold(transfer);
    response.once('close', () => {
      transfer.close();
      this.#bySocket.get(response.req.socket)?.drop(transfer);
    });
  }

  /** Whether an answer that is written now is taken for the one to what the client has sent. */
  isSilent(socket: Socket): boolean {
    return this.#bySocket.get(socket)?.isSilent ?? true;
  }

  #add(connection: Connection): void {
    this.#bySocket.set(connection.socket, connection);
    if (this.#open.size >= this.#max) {
      const victim = this.#findVictim() ?? connection;
      this.#open.delete(victim);
      victim.end();
      this.#onEnd();
    }
    this.#open.add(connection);
  }

  #findVictim(): Connection | undefined {
    let newcomers = 0;
    let newcomer: Connection | undefined;
    let known: Connection | undefined;
    for (const connection of this.#open) {
      if (!connection.isKnown) newcomers += 1;
      if (!connection.isWaiting) continue;
      if (connection.isKnown) known = findOlder(known, connection);
      else newcomer = findOlder(newcomer, connection);
    }
    return newcomers > this.#max * newcomerShare ? (newcomer ?? known) : (known ?? newcomer);
  }
}

class Connection {
  #socket: Socket;
  #canSpeak: boolean;
  readonly #asksForCertificates: boolean;
  #waitingSince = performance.now();
  #unanswered = 0;
  #request: IncomingMessage | undefined;
  #response: ServerResponse | undefined;
  #isKnown = false;
  // Responses that wait behind another one never tell that their connection is gone.
  readonly #transfers = new Set<Transfer>();

  constructor(socket: Socket, isTls: boolean, asksForCertificates: boolean) {
    this.#socket = socket;
    this.#canSpeak = !isTls;
    this.#asksForCertificates = asksForCertificates;
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** Whether a request was answered well. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  get isSilent(): boolean {
    return this.#unanswered === 0 || (this.#unanswered === 1 && this.#response?.headersSent === false);
  }

  /** For a request, or for the rest of its body. */
  get isWaiting(): boolean {
    return this.#unanswered === 0 || this.#request?.complete === false;
  }

  get waitingSince(): number {
    return this.#waitingSince;
  }

  secure(socket: TLSSocket): void {
    this.#socket = socket;
    this.#canSpeak = true;
  }

  begin(request: IncomingMessage, response: ServerResponse): boolean {
    this.#waitingSince = performance.now();
    this.#request = request;
    this.#response = response;
    this.#unanswered += 1;
    response.once('close', () => this.#finish(response));
    return this.#unanswered <= maxPipelined;
  }

  hold(transfer: Transfer): void {
    this.#transfers.add(transfer);
  }

  drop(transfer: Transfer): void {
    this.#transfers.delete(transfer);
  }

  dropAll(): void {
    for (const transfer of this.#transfers) transfer.close();
    this.#transfers.clear();
  }

  #finish({ statusCode, writableFinished }: ServerResponse): void {
    this.#waitingSince = performance.now();
    this.#unanswered -= 1;
    if (this.#unanswered === 0) {
      this.#request = undefined;
      this.#response = undefined;
    }
    const isTrusted = !this.#asksForCertificates || (this.#socket as TLSSocket).authorized;
    if (writableFinished && statusCode < 300 && isTrusted) this.#isKnown = true;
  }

  /** Says why, but not to one that waits for nothing: it would take this for the answer to its next request. */
  end(): void {
    const isIdle = this.#isKnown && this.#unanswered === 0;
    const answer = formatRawAnswer(503, 'Too many connections: this one has waited longest for a request.');
    endSocket(this.#socket, this.#canSpeak && this.isSilent && !isIdle ? answer : '');
  }
}

function findOlder(one: Connection | undefined, other: Connection): Connection {
  return one !== undefined && one.waitingSince <= other.waitingSince ? one : other;
}

function formatPeer({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
