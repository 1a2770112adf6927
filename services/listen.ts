// Binds the server to ports and socket files.

import { chmod, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import type { Server, ServerCredentials } from '@grpc/grpc-js';
import { type Address, formatAddress } from '../runtime/address.js';

const socketMode = 0o660;

/**
 * Starts to serve at each of the addresses, in order.
 * @returns the addresses in use: with the port that was given, where 0 was asked for
 * @throws Error if one is taken or cannot be used; those before it are served until the server is shut down
 */
export async function listenAll(
  server: Server,
  addresses: readonly Address[],
  credentials: ServerCredentials,
): Promise<readonly string[]> {
  const bound: string[] = [];
  for (const address of addresses) {
    bound.push(formatAddress(await listen(server, address, credentials)));
  }
  return bound;
}

/** Starts to serve at one address; returns and throws as above. */
export async function listen(server: Server, address: Address, credentials: ServerCredentials): Promise<Address> {
  if (address.kind === 'unix') {
    await removeStaleSocket(address.path);
    await bind(server, `unix:${address.path}`, credentials);
    // Node creates the file for its owner alone; an adapter may run as another user of the same group.
    await chmod(address.path, socketMode);
    return address;
  }
  try {
    return { ...address, port: await bind(server, formatAddress(address), credentials) };
  } catch (error) {
    // Kernels without IPv6 have no "::" to listen on.
    if (address.host === '::' && /EAFNOSUPPORT|EADDRNOTAVAIL/.test(String(error))) {
      return listen(server, { ...address, host: '0.0.0.0' }, credentials);
    }
    throw new Error(`cannot listen on ${formatAddress(address)}: ${(error as Error).message}`, { cause: error });
  }
}

function bind(server: Server, target: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
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
