// Starts and ends the adapter. It gets everything handed in: the service (a client over gRPC, or the handler of the
// same process), the source of namespace facts, log and metrics.

import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { PodMutatorApi } from '../proto/api.js';
import { formatAddress, readAddress } from '../runtime/address.js';
import { createApp } from './app.js';
import { createAdapterMetrics } from './metrics.js';
import type { NamespaceSource } from './namespaces/source.js';
import { createReadiness, type Readiness } from './readiness.js';
import { createHttpServer, type ServerTimes, type TlsOptions } from './server.js';
import { createWebhook, type Webhook } from './webhook.js';

/** What one adapter takes on. */
interface AdapterLimits extends ServerTimes {
  /** Largest review, in bytes. */
  readonly maxBodyBytes: number;
  /** Reviews at the same time; one more is refused at once with 503. */
  readonly maxInFlight: number;
  /** Longest time for one review, and the time for reviews that name none, in milliseconds. */
  readonly maxReviewMs: number;
  /** How long /readyz waits for the service, in milliseconds. */
  readonly readinessMs: number;
}

/**
 * 7 MiB hold the two objects of 3 MiB that the API server takes from a user, and the review around them.
 * All times are longer than the 90 s for which it keeps idle connections. Also those for a request: Node counts them
 * from the opening of the connection, and in a burst the API server opens some that it uses much later. Slow bodies
 * meet `maxReviewMs` long before.
 */
const defaultLimits: AdapterLimits = {
  maxBodyBytes: 7 * 1024 * 1024,
  maxInFlight: 512,
  maxReviewMs: 10_000,
  readinessMs: 1000,
  keepAliveMs: 120_000,
  headersMs: 120_000,
  requestMs: 120_000,
};

export interface AdapterOptions {
  /** As people write it, such as `:8443` or `unix:/run/adapter.sock`. */
  readonly address: string;
  /** Absent: plain HTTP. */
  readonly tls?: TlsOptions | undefined;
  readonly api: PodMutatorApi;
  readonly namespaces: NamespaceSource;
  readonly registry: Registry;
  readonly log: Logger;
  readonly limits?: Partial<AdapterLimits>;
}

interface StopOptions {
  /** How long to go on serving while the cluster learns that this adapter is not ready, in milliseconds. */
  readonly graceMs: number;
  /** How long reviews in flight may take after that, in milliseconds. */
  readonly timeoutMs: number;
}

export interface Adapter {
  /** The address in use, with the port that was given. */
  readonly address: string;
  /** Not ready first, then the grace, then no new connections, then the end of what is in flight, or of the time. */
  stop(options: StopOptions): Promise<void>;
}

/**
 * Starts serving. Neither `api` nor `namespaces` nor the key pair is closed by `stop`: they belong to the caller.
 * @throws Error if the address cannot be listened on
 */
export async function startAdapter(options: AdapterOptions): Promise<Adapter> {
  const { api, namespaces, registry, log, tls } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const metrics = createAdapterMetrics(registry);
  const readiness = createReadiness({ api, namespaces, timeoutMs: limits.readinessMs });
  const webhook = createWebhook({ ...limits, api, namespaces, metrics, log, isStopping: readiness.isStopping });
  const needsClientCertificate = tls?.keyPair.current().ca !== undefined;
  const app = createApp({ webhook, readiness, registry, needsClientCertificate });
  const server = createHttpServer(app, limits, tls);
  const address = await listen(server, options.address);
  let stopped: Promise<void> | undefined;
  return {
    address,
    stop: (how) => (stopped ??= stop({ server, readiness, webhook }, how)),
  };
}

async function listen(server: Server, text: string): Promise<string> {
  const wanted = readAddress(text);
  server.listen(wanted.kind === 'unix' ? { path: wanted.path } : { host: wanted.host, port: wanted.port });
  await once(server, 'listening');
  const bound = server.address();
  return formatAddress(
    wanted.kind === 'tcp' && bound !== null && typeof bound === 'object' ? { ...wanted, port: bound.port } : wanted,
  );
}

interface Running {
  readonly server: Server;
  readonly readiness: Readiness;
  readonly webhook: Webhook;
}

/** How long the last bytes of the last answer may take to leave. */
const flushMs = 100;

async function stop({ server, readiness, webhook }: Running, { graceMs, timeoutMs }: StopOptions): Promise<void> {
  readiness.stop();
  await setTimeout(graceMs);
  const closed = once(server, 'close');
  server.close();
  // Node closes idle connections by itself, but takes one that has never sent anything for busy.
  const over = setTimeout(timeoutMs, undefined, { ref: false });
  const idle = webhook.whenIdle().then(() => setTimeout(flushMs));
  await Promise.race([closed, idle, over]);
  server.closeAllConnections();
  await closed;
}
