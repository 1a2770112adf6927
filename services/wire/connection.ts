// One connection, from the accepted socket on: what its peer has done so far, and how it is ended.

import { constants, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { type EndReason, endReasons } from './bounds.js';
import type { CallCounts, OpenCall } from './open-call.js';

/** How long the frame that says why a connection ends may take to leave. */
const farewellMs = 100;

/** What has come for one call and was not handed on yet: at most what HTTP/2 lets pass without being asked. */
const windowBytes = 65_535;

/** Long messages need frames, and their pieces end where a read ends: such a part of them is no fault. */
const tollShare = 1 / 128;

/** What a piece of a message costs that is too small, in bytes that cost as much. */
const crumbWeight = 256;

export class Connection implements CallCounts {
  readonly #socket: Socket;
  #session: ServerHttp2Session | undefined;
  #isStarted = false;
  #isGreeted = false;
  #isEnded = false;
  #openedAt = performance.now();
  #controlBytes = 0;
  #messageBytesThen = 0;
  /** The address of the peer, without port; empty for a socket file. */
  readonly address: string;
  readonly port: number | undefined;
  readonly calls = new Set<OpenCall>();
  lastMessageAt: number | undefined;
  messageBytes = 0;
  crumbs = 0;
  answered = 0;
  resets = 0;
  /** Bytes that were no part of a message, since the last look. */
  controlBytes = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.address = socket.remoteAddress ?? '';
    this.port = socket.remotePort;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get hasSession(): boolean {
    return this.#session !== undefined;
  }

  /** How long nothing useful has come, and whether that matters: who has never said anything goes first. */
  get idleness(): readonly [stage: number, since: number] {
    if (this.lastMessageAt === undefined) {
      return [2, -this.#openedAt];
    }
    return [this.calls.size === 0 ? 1 : 0, -this.lastMessageAt];
  }

  /** What the server holds for all calls of the connection. */
  get heldBytes(): number {
    let sum = 0;
    for (const { held } of this.calls) sum += held;
    return sum;
  }

  setSession(session: ServerHttp2Session): void {
    this.#session = session;
    session.once('remoteSettings', () => {
      this.#isGreeted = true;
    });
  }

  /** Takes stock of the bytes since the last time. */
  look(now: number): void {
    const { bytesRead } = this.#socket;
    const mayWait = this.calls.size * windowBytes;
    const excess = Math.max(0, bytesRead - this.messageBytes - mayWait - this.#controlBytes);
    this.#controlBytes += excess;
    const toll = (this.messageBytes - this.#messageBytesThen) * tollShare;
    this.#messageBytesThen = this.messageBytes;
    this.controlBytes = Math.max(0, excess + this.crumbs * crumbWeight - toll);
    this.crumbs = 0;
    for (const call of this.calls) call.look(now);
  }

  /** Notes that its peer is listened to from now on. */
  start(): void {
    this.#isStarted = true;
    this.#openedAt = performance.now();
  }

  isSilent(now: number, handshakeMs: number): boolean {
    return this.#isStarted && !this.#isGreeted && now - this.#openedAt > handshakeMs;
  }

  forgive(milliseconds: number): void {
    this.#openedAt += milliseconds;
    for (const call of this.calls) call.forgive(milliseconds);
  }

  /** Lets open calls end and takes no new ones. A handshake under way may go on. */
  finish(): void {
    this.#session?.close();
  }

  /** Ends the connection at once, all its calls with it. */
  end(reason: EndReason | undefined): void {
    if (this.#isEnded) {
      return;
    }
    this.#isEnded = true;
    for (const call of this.calls) call.close();
    const session = this.#session;
    if (!session || session.destroyed || reason === undefined) {
      this.#socket.destroy();
      return;
    }
    // gRPC makes "not available" of the one and "resource exhausted" of the other.
    const code = reason === 'connections' ? constants.NGHTTP2_NO_ERROR : constants.NGHTTP2_ENHANCE_YOUR_CALM;
    session.goaway(code, 0, Buffer.from(endReasons[reason]));
    session.destroy();
    // Whoever takes nothing does not take this either.
    setTimeout(() => this.#socket.destroy(), farewellMs).unref();
  }
}
