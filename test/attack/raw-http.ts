// HTTP as an attacker writes it: bytes that were made beforehand, over sockets of its own. A client that cost more than
// what it attacks would measure itself.

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Target } from './attack.js';

/** Opens a connection; errors of it are part of the game and end in `close`. */
export function openTls({ webhook, ca }: Target): Socket {
  return quiet(connectTls({ ...readAddress(webhook), ca, servername: 'localhost' }));
}

export function openPlain(address: string): Socket {
  return quiet(connect(readAddress(address)));
}

function quiet(socket: Socket): Socket {
  return socket.on('error', () => {}).setNoDelay(true);
}

function readAddress(address: string): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = address.split(':');
  return { host, port: Number(port) };
}

export interface HeadOptions {
  readonly path: string;
  readonly length: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function writeHead({ path, length, headers = {} }: HeadOptions): Buffer {
  const all = { Host: 'localhost', 'Content-Type': 'application/json', 'Content-Length': String(length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

export function writeRequest(path: string, body: string | Buffer, headers?: Readonly<Record<string, string>>): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([writeHead({ path, length: bytes.length, ...(headers && { headers }) }), bytes]);
}

/**
 * Sends one request and reads its answer to the end.
 * @returns its status; `closed` if the connection ends without one
 */
export function exchange(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    let missing = Number.POSITIVE_INFINITY;
    let status = 'closed';
    const settle = (): void => {
      socket.off('data', take).off('close', settle);
      resolve(status);
    };
    const take = (chunk: Buffer): void => {
      missing -= chunk.length;
      if (missing === Number.POSITIVE_INFINITY) {
        received = Buffer.concat([received, chunk]);
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = received.toString('latin1', 0, end).toLowerCase();
        status = head.slice('http/1.1 '.length, 'http/1.1 200'.length);
        const [, length = '0'] = head.split('\r\ncontent-length: ');
        missing = Number.parseInt(length, 10) - (received.length - end - 4);
      }
      if (missing <= 0) settle();
    };
    socket.on('data', take).on('close', settle);
    if (socket.destroyed) settle();
    else socket.write(request);
  });
}

/** The status of whatever answer comes unasked for, such as that to a body that came too slowly; `closed` without one. */
export function waitForStatus(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let status = 'closed';
    socket.once('data', (chunk: Buffer) => {
      status = chunk.toString('latin1', 'http/1.1 '.length, 'http/1.1 200'.length);
      socket.destroy();
    });
    socket.once('close', () => resolve(status));
    if (socket.destroyed) resolve(status);
  });
}

/** Sends requests over kept connections, as many as there are requests on the way, and resolves with their status. */
export function createPoster(open: () => Socket): (request: Buffer) => Promise<string> {
  const idle: Socket[] = [];
  return async (request) => {
    const socket = idle.filter(({ destroyed }) => !destroyed).at(-1) ?? open();
    if (idle.includes(socket)) idle.splice(idle.indexOf(socket), 1);
    const status = await exchange(socket, request);
    if (!socket.destroyed) idle.push(socket);
    return status;
  };
}
