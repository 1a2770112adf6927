// A TCP relay between the API server and an adapter that sees who ends a connection first.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** Connections that were opened so far. */
  readonly opened: () => number;
  /** Connections that the adapter ended while the API server still kept them. */
  readonly endedByAdapter: () => number;
  close(): void;
}

export async function startRelay(adapterPort: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let opened = 0;
  let endedByAdapter = 0;
  const server = createServer((near) => {
    const far = connect(adapterPort, '127.0.0.1');
    let hasNearEnded = false;
    opened += 1;
    near.on('end', () => {
      hasNearEnded = true;
    });
    far.on('end', () => {
      if (!hasNearEnded) endedByAdapter += 1;
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => sockets.delete(from));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    opened: () => opened,
    endedByAdapter: () => endedByAdapter,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
