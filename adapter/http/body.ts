// Collects the body of a request, up to a limit. On this one route it is cheaper than a general body parser, and the
// memory that one request can take is known: never more than twice of what has come in, whatever it announces and in
// however small pieces it comes.

import type { IncomingMessage } from 'node:http';
import type { CallSignal } from '../../proto/api.js';
import type { Transfer, TransferEnd, Transfers } from '../../runtime/http/transfers.js';

/** The body is larger than the limit; the rest of it has not been read. */
export class BodyTooLargeError extends Error {}

/** The client went away before its body was complete, or the time of its request was over. */
export class ClientGoneError extends Error {}

/** The body stood still, or took too long. */
export class BodyTooSlowError extends Error {}

/** All bytes that bodies may hold are in use, and this one was the slowest. */
export class BodiesTooLargeError extends Error {}

/** The body came in so many pieces that each cost more than it brought. */
export class BodyInPiecesError extends Error {}

/** Whether the rest of the body is not worth being read: whoever sent it costs others. */
export function isCutOff(error: unknown): boolean {
  return [BodyTooSlowError, BodiesTooLargeError, BodyInPiecesError].some((type) => error instanceof type);
}

export interface Body {
  readonly bytes: Buffer;
  /** The bytes are needed no longer. */
  release(): void;
}

export interface BodyOptions {
  /** Bytes that this body may have. */
  readonly limit: number;
  /** What it counts to. */
  readonly transfers: Transfers;
  /** Nobody waits for the body any more. */
  readonly signal: CallSignal;
}

const firstGrowth = 16 * 1024;

/** Pieces that any body may come in, and the size that others must have on average. Networks bring a thousand bytes. */
const fewPieces = 256;
const pieceBytes = 256;

/**
 * Collects the whole body.
 * @throws BodyTooLargeError as soon as `limit` bytes are exceeded, or at once if Content-Length says so
 * @throws BodyTooSlowError, BodiesTooLargeError, BodyInPiecesError if it was ended for the others
 * @throws ClientGoneError if the connection or the time ends before the body does
 */
export function readBody(request: IncomingMessage, options: BodyOptions): Promise<Body> {
  const announced = announcedLength(request);
  if (announced > options.limit && Number.isFinite(announced)) {
    return Promise.reject(new BodyTooLargeError());
  }
  return new Promise((resolve, reject) => new Reader(request, options, { resolve, reject }));
}

interface Settle {
  readonly resolve: (body: Body) => void;
  readonly reject: (error: Error) => void;
}

class Reader {
  readonly #request: IncomingMessage;
  readonly #signal: CallSignal;
  readonly #limit: number;
  readonly #settle: Settle;
  readonly #transfer: Transfer;
  #bytes: Buffer | undefined;
  #size = 0;
  #pieces = 0;

  constructor(request: IncomingMessage, { limit, transfers, signal }: BodyOptions, settle: Settle) {
    this.#request = request;
    this.#signal = signal;
    this.#limit = limit;
    this.#settle = settle;
    this.#transfer = transfers.beginBody(this.#end);
    request.on('data', this.#collect).on('end', this.#finish).on('close', this.#leave);
    // An error is always followed by `close`; without a listener it would end the process.
    request.on('error', () => {});
    signal.addEventListener('abort', this.#leave, { once: true });
  }

  readonly #collect = (chunk: Buffer): void => {
    this.#size += chunk.length;
    if (this.#size > this.#limit) {
      this.#request.pause();
      this.#fail(new BodyTooLargeError());
      return;
    }
    this.#pieces += 1;
    if (this.#pieces > fewPieces + this.#size / pieceBytes) {
      this.#fail(new BodyInPiecesError());
      return;
    }
    const known = this.#bytes;
    const capacity = known === undefined ? chunk.length : this.#chooseCapacity(known.length);
    if (!this.#transfer.resize(capacity)) {
      return;
    }
    if (known === undefined) {
      this.#bytes = chunk;
      return;
    }
    if (capacity > known.length) {
      this.#bytes = Buffer.allocUnsafeSlow(capacity);
      known.copy(this.#bytes, 0, 0, this.#size - chunk.length);
    }
    chunk.copy(this.#bytes as Buffer, this.#size - chunk.length);
  };

  // What is announced is believed once half of it is there.
  #chooseCapacity(capacity: number): number {
    if (this.#size <= capacity) {
      return capacity;
    }
    const announced = Math.min(announcedLength(this.#request), this.#limit);
    return Math.max(this.#size, Math.min(Math.max(2 * capacity, firstGrowth), announced));
  }

  readonly #finish = (): void => {
    this.#stop();
    this.#transfer.complete();
    const bytes = this.#bytes?.subarray(0, this.#size) ?? Buffer.alloc(0);
    this.#settle.resolve({ bytes, release: () => this.#transfer.close() });
  };

  readonly #leave = (): void => this.#fail(new ClientGoneError());

  readonly #end = (why: TransferEnd): void =>
    this.#fail(why === 'memory' ? new BodiesTooLargeError() : new BodyTooSlowError());

  #fail(error: Error): void {
    this.#stop();
    this.#transfer.close();
    this.#bytes = undefined;
    this.#settle.reject(error);
  }

  #stop(): void {
    this.#request.off('data', this.#collect).off('end', this.#finish).off('close', this.#leave);
    this.#signal.removeEventListener('abort', this.#leave);
  }
}

/** The length that the client announced; 0 if there is no body, infinite if its end is not known. */
export function announcedLength(request: IncomingMessage): number {
  if (request.headers['transfer-encoding'] !== undefined) {
    return Number.POSITIVE_INFINITY;
  }
  return Number(request.headers['content-length'] ?? 0);
}
