// The HTTP(S) server behind every port of ours that speaks HTTP: its times, its TLS, and what becomes of clients that
// are too slow, too many or not understood.

import {
  createServer,
  IncomingMessage,
  type ServerOptions as PlainOptions,
  type RequestListener,
  type Server,
  ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { type KeyPair, type KeyPairSource, listClientCas } from '../key-pair.js';
import type { EndReason, HttpClients } from './clients.js';
import { endSocket, formatRawAnswer } from './raw-answer.js';
import type { Transfers } from './transfers.js';

export interface ServerTimes {
  /** How long an idle connection is kept, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long the head of a request may take. */
  readonly headersMs: number;
  /** How long a whole request may take. */
  readonly requestMs: number;
}

export interface HttpServerOptions {
  readonly times: ServerTimes;
  readonly clients: HttpClients;
  /** What its answers count to. */
  readonly transfers: Transfers;
  /** Plain HTTP without it. With CAs, clients are asked for a certificate; whether they need one is not decided here. */
  readonly keyPair?: KeyPairSource | undefined;
  /** May put prototypes of its own under those of all requests and responses. */
  readonly adopt?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Unlike an idle connection, one without TLS is of no use to anybody. */
const handshakeMs = 10_000;

const tooManyRequests = 'Too many requests on one connection: send the next one when the last is answered.\n';

/** Creates the server; it does not listen yet. New connections use the newest certificate. */
export function createHttpServer(options: HttpServerOptions, listener: RequestListener): Server {
  const { clients, keyPair, times } = options;
  const settings = {
    ...createClasses(options),
    keepAliveTimeout: times.keepAliveMs,
    headersTimeout: times.headersMs,
    requestTimeout: times.requestMs,
    connectionsCheckingInterval: 1000,
  };
  const guarded: RequestListener = (request, response) => {
    if (clients.connections.begin(request, response)) {
      listener(request, response);
      return;
    }
    clients.countEnd('pipelined');
    response.writeHead(503, {
      connection: 'close',
      'content-type': 'text/plain; charset=utf-8',
      'content-length': tooManyRequests.length,
    });
    response.end(tooManyRequests);
  };
  const server = keyPair ? createSecureServer(keyPair, settings, guarded) : createServer(settings, guarded);
  const asksForCertificates = keyPair?.current().ca !== undefined;
  clients.connections.watch(server, { isTls: keyPair !== undefined, asksForCertificates });
  server.on('clientError', (error, socket) => endClient(clients, error, socket as Socket));
  server.on('tlsClientError', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') clients.countEnd('handshake_time');
  });
  return server;
}

function createSecureServer(keyPair: KeyPairSource, settings: PlainOptions, listener: RequestListener): Server {
  const server = createTlsServer(
    {
      ...settings,
      ...secureContext(keyPair.current()),
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: Math.min(settings.headersTimeout ?? handshakeMs, handshakeMs),
      // The kubelet has no certificate for its probes. So the handshake asks for one and goes on without; requests that
      // need one are rejected later, where the path is known.
      requestCert: listClientCas(keyPair.current()).length > 0,
      rejectUnauthorized: false,
    } as ServerOptions,
    listener,
  );
  const unsubscribe = keyPair.subscribe((pair) => server.setSecureContext(secureContext(pair)));
  server.once('close', unsubscribe);
  return server;
}

function secureContext(pair: KeyPair): ServerOptions {
  const ca = listClientCas(pair);
  return { cert: pair.cert, key: pair.key, ...(ca.length > 0 && { ca: [...ca] }), minVersion: 'TLSv1.2' };
}

// Objects that are made with the prototypes of a framework from the start cost nothing when it sets them again.
function createClasses(options: HttpServerOptions) {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse {
    override end(...data: readonly unknown[]): this {
      (super.end as (...all: readonly unknown[]) => this).apply(this, [...data]);
      if (this.writableLength > 0) holdAnswer(this, options);
      return this;
    }
  }
  options.adopt?.(Request.prototype, Response.prototype);
  return { IncomingMessage: Request, ServerResponse: Response as typeof ServerResponse };
}

// Nothing more can be said to a client that does not read.
function holdAnswer(response: ServerResponse, { clients, transfers }: HttpServerOptions): void {
  const { socket } = response.req;
  const transfer = transfers.beginAnswer(() => socket.destroy());
  clients.connections.hold(response, transfer);
  transfer.resize(response.writableLength);
}

interface ClientEnd {
  /** Absent if the client has ended by itself. */
  readonly reason?: EndReason;
  readonly status: number;
  readonly sentence: string;
}

const clientEnds: Readonly<Record<string, ClientEnd>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { reason: 'head_time', status: 408, sentence: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: { reason: 'malformed', status: 431, sentence: 'The head of the request is too large.' },
  HPE_INVALID_EOF_STATE: { status: 400, sentence: 'Expected a whole request.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { reason: 'malformed', status: 413, sentence: 'The chunk extensions are too large.' },
};
const notHttp: ClientEnd = { reason: 'malformed', status: 400, sentence: 'Expected a request of HTTP/1.1.' };

function endClient(clients: HttpClients, { code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  const end = clientEnds[code] ?? (code.startsWith('HPE_') ? notHttp : undefined);
  if (!end) {
    socket.destroy();
    return;
  }
  if (end.reason) clients.countEnd(end.reason);
  endSocket(socket, clients.connections.isSilent(socket) ? formatRawAnswer(end.status, end.sentence) : '');
}
