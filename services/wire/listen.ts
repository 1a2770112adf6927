// Listens on ports and socket files. What comes in is handed on as it is.

import { lookup } from 'node:dns/promises';
import { chmod, rm, stat } from 'node:fs/promises';
import { createConnection, createServer, isIP, type ListenOptions, type Server, type Socket } from 'node:net';
import { type Address, formatAddress } from '../../runtime/address.js';
import type { Logger } from '../../runtime/log.js';
import type { ConnectionKind } from './bounds.js';

const socketMode = 0o660;

export interface ListenerOptions {
  readonly accept: (kind: ConnectionKind, socket: Socket) => void;
  readonly logger: Logger;
}

export interface Listeners {
  /** The addresses in use: with the port that was given, where 0 was asked for. */
  readonly addresses: readonly string[];
  readonly isListening: () => boolean;
  /** Accepts no more. What was accepted stays. */
  readonly close: () => void;
}

/**
 * Listens on each of the addresses, in order.
 * @throws Error if one is taken or cannot be used; then it listens on none
 */
export async function listenAll(addresses: readonly Address[], options: ListenerOptions): Promise<Listeners> {
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) server.close();
  };
  try {
    const bound: string[] = [];
    for (const address of addresses) bound.push(formatAddress(await listen(address, servers, options)));
    return { addresses: bound, isListening: () => servers.every(({ listening }) => listening), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function listen(address: Address, servers: Server[], options: ListenerOptions): Promise<Address> {
  if (address.kind === 'unix') {
    await removeStaleSocket(address.path);
    servers.push(await bind('unix', { path: address.path }, options));
    // Node creates the file for its owner alone; an adapter may run as another user of the same group.
    await chmod(address.path, socketMode);
    return address;
  }
  try {
    return { ...address, port: await listenOnHost(address, servers, options) };
  } catch (error) {
    // Kernels without IPv6 have no "::" to listen on.
    if (address.host === '::' && isMissing(error)) {
      return listen({ ...address, host: '0.0.0.0' }, servers, options);
    }
    throw new Error(`cannot listen on ${formatAddress(address)}: ${(error as Error).message}`, { cause: error });
  }
}

// A name may stand for several addresses, "localhost" for one of each family; one that this machine has not is left out.
async function listenOnHost(
  { host, port }: Address & { readonly kind: 'tcp' },
  servers: Server[],
  options: ListenerOptions,
): Promise<number> {
  const hosts = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  let used = port;
  let missing: unknown;
  const before = servers.length;
  for (const one of hosts) {
    try {
      const server = await bind('tcp', { host: one, port: used }, options);
      servers.push(server);
      const place = server.address();
      if (place !== null && typeof place === 'object') used = place.port;
    } catch (error) {
      if (!isMissing(error)) throw error;
      missing = error;
    }
  }
  if (servers.length === before) throw missing;
  return used;
}

function bind(kind: ConnectionKind, where: ListenOptions, { accept, logger }: ListenerOptions): Promise<Server> {
  const server = createServer((socket) => accept(kind, socket));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      server.on('error', (err) => logger.error({ err }, 'a listener for gRPC failed'));
      resolve(server);
    });
  });
}

function isMissing(error: unknown): boolean {
  return /EAFNOSUPPORT|EADDRNOTAVAIL/.test(String(error));
}

// A process that was killed leaves its socket file behind, and the next one could not start. The file is removed only
// if nobody answers there, and never if it is something else than a socket.
async function removeStaleSocket(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    return;
  }
  if (!found.isSocket()) {
    throw new Error(`cannot listen on unix:${path}: expected a socket or nothing there, found another kind of file`);
  }
  if (await isAnswering(path)) {
    throw new Error(`cannot listen on unix:${path}: another process is serving there`);
  }
  await rm(path, { force: true });
}

function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const settle = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
  });
}
