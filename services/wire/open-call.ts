// One call, as HTTP/2 has it: what its caller owes, and what it makes the server hold.
//
// grpc-js collects a message until it is whole and says nothing of it before. So its bytes are counted here, beside it.

import type { ServerHttp2Stream } from 'node:http2';
import type { ConnectionKind } from './bounds.js';

const prefixBytes = 5;

/** Less than this is no progress: it could be a byte at a time. */
const progressBytes = 4096;

/** A frame with less of a message that goes on costs more than it brings. */
const crumbBytes = 512;

/** How long a call may stay half open once it is answered. */
const lingerMs = 1000;

/** Who cancels later than this has waited for the answer. */
const rapidMs = 1000;

/** What a connection knows of all its calls together. */
export interface CallCounts {
  /** When a message last became whole; undefined before the first one. */
  lastMessageAt: number | undefined;
  /** Bytes of messages that came in, and pieces of messages that were too small to make sense. */
  messageBytes: number;
  crumbs: number;
  /** Calls that were let be answered, and calls that were cancelled as soon as they had begun. */
  answered: number;
  resets: number;
}

export interface OpenCallOptions {
  readonly kind: ConnectionKind;
  readonly connection: CallCounts;
  readonly stream: ServerHttp2Stream;
  /** Whether the request is one message, and so owed from the start. Undefined for methods that do not exist. */
  readonly isSingle: boolean | undefined;
  /** Told of every change of {@link OpenCall.held}. */
  readonly onHeld: (change: number) => void;
  readonly onClose: () => void;
}

export class OpenCall {
  readonly kind: ConnectionKind;
  readonly #options: OpenCallOptions;
  readonly #openedAt = performance.now();
  /** Bytes of the message under way, of items that wait for their turn, and of answers that were not taken. */
  #request = 0;
  #waiting = 0;
  #unread = 0;
  /** Since when the rest of a message is owed. */
  #owedSince: number | undefined;
  #progressAt = this.#openedAt;
  #requestAtProgress = 0;
  #prefixLength = 0;
  #bodyLength = 0;
  #bodyLeft = 0;
  #answeredAt: number | undefined;
  #isClosed = false;

  constructor(options: OpenCallOptions) {
    const { kind, stream, isSingle } = options;
    this.kind = kind;
    this.#options = options;
    if (isSingle) {
      this.#owedSince = this.#openedAt;
      stream.once('end', () => this.#settle());
    }
    if (isSingle !== undefined) stream.on('data', (chunk: Buffer) => this.#read(chunk));
    stream.once('close', () => this.close());
  }

  /** The bytes that the server holds for this call. */
  get held(): number {
    return this.#request + this.#waiting + this.#unread;
  }

  /** When the caller last sent or took something worth mentioning. */
  get progressAt(): number {
    return this.#progressAt;
  }

  /** Notes how many bytes of items wait until answers before them are taken. */
  setWaiting(bytes: number): void {
    this.#change(bytes - this.#waiting);
    this.#waiting = bytes;
  }

  /** Notes the time that the server itself stood still. */
  forgive(milliseconds: number): void {
    this.#progressAt += milliseconds;
    if (this.#owedSince !== undefined) this.#owedSince += milliseconds;
  }

  /** Takes stock of what was taken since the last time. */
  look(now: number): void {
    const { stream } = this.#options;
    const change = stream.writableLength - this.#unread;
    if (change < 0) this.#progressAt = now;
    this.#unread += change;
    this.#change(change);
    // While the server reads nothing, nothing is owed to it.
    if (this.#owedSince !== undefined && stream.readableFlowing === false) this.#owedSince = now;
    if (stream.writableFinished) {
      this.#answeredAt ??= now;
      if (now - this.#answeredAt > lingerMs) stream.close();
    }
  }

  isUnfinished(now: number, messageMs: number): boolean {
    return this.#owedSince !== undefined && now - this.#owedSince > messageMs && !this.#options.stream.writableEnded;
  }

  isUnread(now: number, unreadMs: number): boolean {
    return this.#unread > 0 && now - this.#progressAt > unreadMs;
  }

  isOlderThan(milliseconds: number, now: number): boolean {
    return now - this.#openedAt > milliseconds;
  }

  /** Ends the call without an answer. */
  reset(code: number): void {
    this.#options.stream.close(code);
  }

  close(): void {
    if (this.#isClosed) {
      return;
    }
    const { stream, connection, onClose } = this.#options;
    this.#change(-this.held);
    this.#isClosed = true;
    const isCancelled = stream.rstCode !== 0 && !stream.headersSent;
    if (!isCancelled) connection.answered += 1;
    else if (performance.now() - this.#openedAt < rapidMs) connection.resets += 1;
    onClose();
  }

  #read(chunk: Buffer): void {
    const { connection, isSingle } = this.#options;
    connection.messageBytes += chunk.length;
    if (this.#isClosed) {
      return;
    }
    const now = performance.now();
    const isWhole = this.#follow(chunk);
    if (isWhole) connection.lastMessageAt = now;
    else if (chunk.length < crumbBytes) connection.crumbs += 1;
    const partial = this.#prefixLength + this.#bodyLength - this.#bodyLeft;
    if (!isSingle) this.#owedSince = partial === 0 ? undefined : isWhole ? now : (this.#owedSince ?? now);
    // One message alone is held until the caller has said that nothing comes after it.
    const request = isSingle ? this.#request + chunk.length : partial;
    if (isWhole || request - this.#requestAtProgress >= progressBytes) {
      this.#progressAt = now;
      this.#requestAtProgress = request;
    }
    const change = request - this.#request;
    this.#request = request;
    this.#change(change);
  }

  // Walks along the messages of a chunk: a byte of flags, four of the length, the body. True if one became whole.
  #follow(chunk: Buffer): boolean {
    let isWhole = false;
    for (let at = 0; at < chunk.length; ) {
      if (this.#prefixLength < prefixBytes) {
        if (this.#prefixLength > 0) this.#bodyLength = this.#bodyLength * 256 + (chunk[at] as number);
        this.#prefixLength += 1;
        this.#bodyLeft = this.#bodyLength;
        at += 1;
      } else {
        const step = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= step;
        at += step;
      }
      if (this.#prefixLength === prefixBytes && this.#bodyLeft === 0) {
        isWhole = true;
        this.#prefixLength = 0;
        this.#bodyLength = 0;
      }
    }
    return isWhole;
  }

  #settle(): void {
    const whole = this.#request;
    this.#owedSince = undefined;
    this.#request = 0;
    this.#change(-whole);
  }

  #change(bytes: number): void {
    if (bytes !== 0 && !this.#isClosed) this.#options.onHeld(bytes);
  }
}
