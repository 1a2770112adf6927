// What the API server does with a certificate and a CA bundle.

import { once } from 'node:events';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';
import type { PemPair } from '../../cli/certificates/certificates.js';

export const serviceName = 'podmutator.podmutator-system.svc';

/** Asks a server with the certificate as the API server does: by the name of the Service. */
export async function handshake(t: ExecutionContext, { cert, key }: PemPair, ca: string): Promise<number | undefined> {
  const server = createServer({ cert, key, minVersion: 'TLSv1.2' }, (_request, response) => response.end()).listen(0);
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, ca, servername: serviceName, headers: { host: serviceName }, agent: false }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  return response.statusCode;
}
