// Metrics and health over HTTP, for a process that serves no other HTTP.

import type { RequestListener, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { type Address, formatAddress, readAddress } from '../address.js';
import type { KeyPairSource } from '../key-pair.js';
import { createClientCheck } from './client-check.js';
import { HttpClients } from './clients.js';
import { createHttpServer } from './server.js';

export interface MetricsServerOptions {
  /** As people write it, such as `:9090`. */
  readonly address: string;
  readonly registry: Registry;
  /** What /healthz answers: 200 or 503. */
  readonly isHealthy: () => boolean;
  /** Plain HTTP without it. With CAs for metrics, /metrics needs such a certificate; /healthz never does. */
  readonly keyPair?: KeyPairSource | undefined;
  readonly limits?: Partial<MetricsServerLimits>;
}

export interface MetricsServer {
  /** The address in use, with the port that was given. */
  readonly address: string;
  close(): Promise<void>;
}

type MetricsServerLimits = typeof defaultLimits;

/** Scrapers and probes are few, send nothing and read at once. */
const defaultLimits = {
  maxConnections: 100,
  maxBytes: 8 * 1024 * 1024,
  idleMs: 2000,
  bodyMs: 10_000,
  answerMs: 10_000,
  keepAliveMs: 75_000,
  headersMs: 10_000,
  requestMs: 10_000,
};

/**
 * Serves GET /metrics and GET /healthz.
 * @throws Error if the address cannot be listened on
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { registry } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const clients = new HttpClients(registry, limits);
  const transfers = clients.createTransfers(limits);
  const server = createHttpServer(
    { times: limits, clients, transfers, keyPair: options.keyPair },
    createListener(options),
  );
  const wanted = readAddress(options.address);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted.kind === 'unix' ? { path: wanted.path } : { host: wanted.host, port: wanted.port }, resolve);
  });
  const bound = server.address();
  const used: Address =
    wanted.kind === 'tcp' && bound && typeof bound === 'object' ? { ...wanted, port: bound.port } : wanted;
  return {
    address: formatAddress(used),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

function createListener({ registry, isHealthy, keyPair }: MetricsServerOptions): RequestListener {
  const mayScrape = createClientCheck(keyPair, 'metricsCa') ?? (() => true);
  const pages = new Map<string | undefined, (response: ServerResponse) => void>([
    ['/healthz', (response) => answer(response, isHealthy() ? 200 : 503, isHealthy() ? 'ok\n' : 'not serving\n')],
    [
      '/metrics',
      (response) =>
        mayScrape(response.req.socket)
          ? answerMetrics(response, registry)
          : answer(response, 401, 'expected a client certificate of the configured authority\n'),
    ],
  ]);
  return (request, response) => {
    const page = pages.get(request.url?.split('?')[0]);
    if (!page) {
      answer(response, 404, 'not found: try /metrics or /healthz\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response.setHeader('allow', 'GET, HEAD'), 405, 'only GET and HEAD are answered here\n');
    } else {
      page(response);
    }
  };
}

function answerMetrics(response: ServerResponse, registry: Registry): void {
  registry.metrics().then(
    (text) => answer(response.setHeader('content-type', registry.contentType), 200, text),
    () => answer(response, 500, 'the metrics could not be collected\n'),
  );
}

function answer(response: ServerResponse, status: number, text: string): void {
  if (!response.hasHeader('content-type')) {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
  }
  response.writeHead(status).end(text);
}
