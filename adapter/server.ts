// The HTTP(S) server under the Express application.
//
// The API server keeps idle connections for 90 s and never repeats a POST that met a closing one: each such meeting is
// a refused Pod. So our side keeps them longer; Node's default of 5 s fails one call in four at a gap of 6 s.
// https://github.com/kubernetes/kubernetes/issues/127335
//
// Express turns each request and response into its own by changing their prototypes, after which V8 runs all code
// that touches them without its caches: more than everything else that Express does. Objects that are made with
// these prototypes from the start cost nothing, because setting the prototype that is already there does nothing.

import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { Express } from 'express';
import type { KeyPair, KeyPairSource } from '../runtime/key-pair.js';

export interface ServerTimes {
  /** How long an idle connection is kept, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long the head of a request may take. */
  readonly headersMs: number;
  /** How long a whole request may take. */
  readonly requestMs: number;
}

export interface TlsOptions {
  /** With a `ca` in it, reviews are taken only from clients that it has certified. */
  readonly keyPair: KeyPairSource;
}

/** Unlike an idle connection, one without TLS is of no use to anybody. */
const handshakeMs = 10_000;

/** Creates the server; it does not listen yet. New connections use the newest certificate. */
export function createHttpServer(app: Express, times: ServerTimes, tls: TlsOptions | undefined): Server {
  const options = {
    ...createPrototypes(app),
    keepAliveTimeout: times.keepAliveMs,
    headersTimeout: times.headersMs,
    requestTimeout: times.requestMs,
    connectionsCheckingInterval: 1000,
  };
  if (!tls) {
    return createServer(options, app);
  }
  const { keyPair } = tls;
  const server = createTlsServer(
    {
      ...options,
      ...secureContext(keyPair.current()),
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: Math.min(times.headersMs, handshakeMs),
      // The kubelet has no certificate for its probes. So the handshake asks for one and goes on without; reviews
      // are refused later, where the path is known.
      requestCert: keyPair.current().ca !== undefined,
      rejectUnauthorized: false,
    } as ServerOptions,
    app,
  );
  const unsubscribe = keyPair.subscribe((pair) => server.setSecureContext(secureContext(pair)));
  server.once('close', unsubscribe);
  return server;
}

function secureContext({ cert, key, ca }: KeyPair): ServerOptions {
  return { cert, key, ...(ca && { ca }), minVersion: 'TLSv1.2' };
}

function createPrototypes(app: Express): Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'> {
  class AdapterRequest extends IncomingMessage {}
  class AdapterResponse extends ServerResponse {}
  Object.setPrototypeOf(AdapterRequest.prototype, app.request);
  Object.setPrototypeOf(AdapterResponse.prototype, app.response);
  app.request = AdapterRequest.prototype as unknown as Express['request'];
  app.response = AdapterResponse.prototype as unknown as Express['response'];
  return { IncomingMessage: AdapterRequest, ServerResponse: AdapterResponse as typeof ServerResponse };
}
