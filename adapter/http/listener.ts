// Opens and closes what an HTTP server listens on.

import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { formatAddress, readAddress } from '../../runtime/address.js';

/** Connections that wait to be accepted. Node's own 511 are full in a flood, and then the kernel drops whoever comes. */
const backlog = 4096;

/**
 * Listens, and returns the address in use, with the port that was given.
 * @throws Error if the address cannot be listened on
 */
export async function openListener(server: Server, text: string): Promise<string> {
  const wanted = readAddress(text);
  server.listen(wanted.kind === 'unix' ? { path: wanted.path } : { host: wanted.host, port: wanted.port, backlog });
  await once(server, 'listening');
  const bound = server.address();
  return formatAddress(
    wanted.kind === 'tcp' && bound !== null && typeof bound === 'object' ? { ...wanted, port: bound.port } : wanted,
  );
}

/** How long the last bytes of the last answer may take to leave. */
const flushMs = 100;

/** Takes no new connections, waits for the end of what is in flight, or of the time, and closes the others. */
export async function closeListener(server: Server, whenIdle: () => Promise<void>, timeoutMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Node closes idle connections by itself, but takes one that has never sent anything for busy.
  const over = setTimeout(timeoutMs, undefined, { ref: false });
  const idle = whenIdle().then(() => setTimeout(flushMs));
  await Promise.race([closed, idle, over]);
  server.closeAllConnections();
  await closed;
}
