// One kept connection that posts the same body again and again, each with a serial number of its own if it has room for
// one, and checks every answer.
//
// It writes and reads HTTP/1.1 by itself: node:https costs a client as much as a bare server, and the load must not be
// what limits the figures. It knows only what these servers do: one status, and a Content-Length or chunks.

import { connect, type TLSSocket } from 'node:tls';
import { serialLength } from '../payload/review.js';
import type { ExpectedAnswer } from './expected-answer.js';
import { readHttpBody } from './http-body.js';
import type { Job } from './job.js';

export interface ConnectionOptions extends Pick<Job, 'url' | 'ca' | 'headers' | 'status' | 'serialAt'> {
  readonly body: Buffer;
  readonly expected: ExpectedAnswer;
  readonly onFailure: (error: Error) => void;
}

export interface PostConnection {
  /** Sends one request; the one before must have been answered. */
  send(serial: number, onAnswer: () => void): void;
  close(): void;
}

export async function openPostConnection(options: ConnectionOptions): Promise<PostConnection> {
  const { hostname, port } = new URL(options.url);
  const socket = connect({ host: hostname, port: Number(port), ca: options.ca, servername: 'localhost' });
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  return new Connection(socket, options);
}

const endOfHead = Buffer.from('\r\n\r\n');

class Connection implements PostConnection {
  readonly #socket: TLSSocket;
  readonly #request: Buffer;
  readonly #serialAt: number | undefined;
  readonly #options: ConnectionOptions;
  #serial = '';
  #received: Buffer = Buffer.alloc(0);
  #onAnswer: (() => void) | undefined;

  constructor(socket: TLSSocket, options: ConnectionOptions) {
    const { url, body, serialAt, onFailure } = options;
    const head = Buffer.from(createHead(options));
    this.#socket = socket;
    this.#request = Buffer.concat([head, body]);
    this.#serialAt = serialAt === undefined ? undefined : head.length + serialAt;
    this.#options = options;
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
    if (this.#serialAt !== undefined) this.#request.write(this.#serial, this.#serialAt, 'latin1');
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
    const body = readHttpBody(head, this.#received.subarray(headLength + endOfHead.length));
    if (!body) {
      return;
    }
    // What came is the answer to the one request on the way, and nothing else.
    this.#received = Buffer.alloc(0);
    const { status, expected } = this.#options;
    if (!head.startsWith(`HTTP/1.1 ${status}`)) {
      throw new Error(`expected status ${status}, found ${head.split('\r\n', 1)[0]}: ${body}`);
    }
    expected.check(body, this.#serial);
    const onAnswer = this.#onAnswer;
    this.#onAnswer = undefined;
    onAnswer?.();
  }
}

function createHead({ url, headers, body }: ConnectionOptions): string {
  const { host, pathname, search } = new URL(url);
  const all = {
    Host: host,
    'User-Agent': 'podmutator-bench',
    'Content-Length': body.length,
    Accept: 'application/json, */*',
    'Content-Type': 'application/json',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
