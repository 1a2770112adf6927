// A TCP relay that sees who ends a connection first, and that can be taken away.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** Connections that were opened so far. */
  readonly opened: () => number;
  /** Connections that the target ended while the other side still kept them. */
  readonly endedByTarget: () => number;
  /** Ends all connections and takes no more. */
  close(): void;
}

/** Relays from `port`, or a free one, to `targetPort`, both on loopback. */
export async function startRelay(targetPort: number, port = 0): Promise<Relay> {
  const sockets = new Set<Socket>();
  let opened = 0;
  let endedByTarget = 0;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    let hasNearEnded = false;
    opened += 1;
    near.on('end', () => {
      hasNearEnded = true;
    });
    far.on('end', () => {
      if (!hasNearEnded) endedByTarget += 1;
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
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    opened: () => opened,
    endedByTarget: () => endedByTarget,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
