// One kept connection that posts the same review again and again, each with a serial number of its own, and compares
// every answer byte by byte with what is expected.
//
// It writes and reads HTTP/1.1 by itself: node:https costs a client as much as a bare server, and the load must not be
// what limits the figures. It knows only what these servers do: 200 and a Content-Length.

import { connect, type TLSSocket } from 'node:tls';
import { serialLength } from '../payload/review.js';
import type { ExpectedAnswer } from './expected-answer.js';

export interface ConnectionOptions {
  readonly url: string;
  readonly ca: string;
  readonly body: Buffer;
  readonly serialAt: number;
  readonly expected: ExpectedAnswer;
  readonly onFailure: (error: Error) => void;
}

export interface ReviewConnection {
  /** Sends one review; the one before must have been answered. */
  send(serial: number, onAnswer: () => void): void;
  close(): void;
}

export async function openReviewConnection(options: ConnectionOptions): Promise<ReviewConnection> {
  const { hostname, port } = new URL(options.url);
  const socket = connect({ host: hostname, port: Number(port), ca: options.ca, servername: 'localhost' });
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  return new Connection(socket, options);
}

const endOfHead = Buffer.from('\r\n\r\n');

class Connection implements ReviewConnection {
  readonly #socket: TLSSocket;
  readonly #request: Buffer;
  readonly #serialAt: number;
  readonly #expected: ExpectedAnswer;
  #serial = '';
  #received: Buffer = Buffer.alloc(0);
  #onAnswer: (() => void) | undefined;

  constructor(socket: TLSSocket, { url, body, serialAt, expected, onFailure }: ConnectionOptions) {
    const { host, pathname, search } = new URL(url);
    const head = Buffer.from(
      `POST ${pathname}${search || '?timeout=5s'} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: kube-apiserver-admission\r\n` +
        `Content-Length: ${body.length}\r\nAccept: application/json, */*\r\nContent-Type: application/json\r\n\r\n`,
    );
    this.#socket = socket;
    this.#request = Buffer.concat([head, body]);
    this.#serialAt = head.length + serialAt;
    this.#expected = expected;
    let isBroken = false;
    const fail = (error: Error): void => {
      if (!isBroken) onFailure(error);
      isBroken = true;
      socket.destroy();
    };
    socket.on('error', fail);
    socket.on('close', () => {
      if (this.#onAnswer) fail(new Error(`expected an answer from ${url}, found a closed connection`));
    });
    socket.on('data', (chunk) => {
      try {
        this.#take(chunk);
      } catch (error) {
        fail(error as Error);
      }
    });
  }

  send(serial: number, onAnswer: () => void): void {
    this.#serial = String(serial % 10 ** serialLength).padStart(serialLength, '0');
    this.#onAnswer = onAnswer;
    this.#request.write(this.#serial, this.#serialAt, 'latin1');
    // The socket may still hold the bytes of the request before, but only until that was answered.
    this.#socket.write(this.#request);
  }

  close(): void {
    this.#onAnswer = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headLength = this.#received.indexOf(endOfHead);
    if (headLength < 0) {
      return;
    }
    const head = this.#received.toString('latin1', 0, headLength);
    const bodyAt = headLength + endOfHead.length;
    const end = bodyAt + readLength(head);
    if (this.#received.length < end) {
      return;
    }
    const body = this.#received.subarray(bodyAt, end);
    this.#received = this.#received.subarray(end);
    if (!head.startsWith('HTTP/1.1 200')) {
      throw new Error(`expected status 200, found ${head.split('\r\n', 1)[0]}: ${body}`);
    }
    this.#expected.check(body, this.#serial);
    const onAnswer = this.#onAnswer;
    this.#onAnswer = undefined;
    onAnswer?.();
  }
}

function readLength(head: string): number {
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length === undefined) {
    throw new Error(`expected an answer with Content-Length, found: ${head}`);
  }
  return Number(length);
}
