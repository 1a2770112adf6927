// Starts and ends the adapter. It gets everything handed in: the service (a client over gRPC, or the handler of the
// same process), the source of namespace facts, log and metrics.

import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { PodMutatorApi } from '../proto/api.js';
import { type ClientCheck, createClientCheck } from '../runtime/http/client-check.js';
import { HttpClients } from '../runtime/http/clients.js';
import type { ServerTimes } from '../runtime/http/server.js';
import type { TransferLimits } from '../runtime/http/transfers.js';
import type { KeyPairSource } from '../runtime/key-pair.js';
import { readVersion } from '../runtime/version.js';
import { createApp } from './app.js';
import { closeListener, openListener } from './http/listener.js';
import { createAppServer } from './http/server.js';
import type { NamespaceSource } from './namespaces/source.js';
import type { Playground, PlaygroundOptions } from './playground/playground.js';
import { createReadiness, type Readiness } from './readiness.js';
import { createAdapterMetrics } from './reviews/metrics.js';
import { createWebhook, type Webhook } from './reviews/webhook.js';

export interface TlsOptions {
  /** With a `ca` in it, reviews are taken only from clients that it has certified. */
  readonly keyPair: KeyPairSource;
}

/** What one adapter takes on. */
interface AdapterLimits extends ServerTimes, TransferLimits {
  /** Largest review, in bytes. */
  readonly maxBodyBytes: number;
  /** Reviews at the same time; one more is refused at once with 503. */
  readonly maxInFlight: number;
  /** Connections at a time, those to the playground among them. */
  readonly maxConnections: number;
  /** Longest time for one review, and the time for reviews that name none, in milliseconds. */
  readonly maxReviewMs: number;
  /** How long /readyz waits for the service, in milliseconds. */
  readonly readinessMs: number;
}

/**
 * 7 MiB hold the two objects of 3 MiB that the API server takes from a user, and the review around them.
 * All times are longer than the 90 s for which it keeps idle connections. Also those for a request: Node counts them
 * from the opening of the connection, and in a burst the API server opens some that it uses much later. Slow bodies
 * have a time of their own. The bytes and the connections are what fits into 256 MiB beside all else.
 */
const defaultLimits: AdapterLimits = {
  maxBodyBytes: 7 * 1024 * 1024,
  maxInFlight: 512,
  maxConnections: 1000,
  maxBytes: 32 * 1024 * 1024,
  idleMs: 2000,
  bodyMs: 10_000,
  answerMs: 10_000,
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
  /** Absent: no playground. */
  readonly playground?: PlaygroundOptions | undefined;
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
  /** The address of the playground, if it runs and has a listener of its own. */
  readonly playgroundAddress: string | undefined;
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
  const clients = new HttpClients(registry, limits);
  const transfers = clients.createTransfers(limits);
  const webhook = createWebhook({
    ...limits,
    transfers,
    api,
    namespaces,
    metrics,
    log,
    version: readVersion(),
    isStopping: readiness.isStopping,
  });
  const isTrusted = createClientCheck(tls?.keyPair, 'ca');
  const mayScrape = createClientCheck(tls?.keyPair, 'metricsCa');
  const playground = await openPlayground(options, { isTrusted, clients });
  const mountMore = playground?.mountMore;
  const app = createApp({ webhook, readiness, registry, isTrusted, mayScrape, mountMore });
  const server = createAppServer(app, { times: limits, clients, transfers, keyPair: tls?.keyPair });
  let address: string;
  try {
    address = await openListener(server, options.address);
  } catch (error) {
    await playground?.stop(0);
    throw error;
  }
  let stopped: Promise<void> | undefined;
  return {
    address,
    playgroundAddress: playground?.address,
    stop: (how) => (stopped ??= stop({ server, readiness, webhook, playground }, how)),
  };
}

// Loaded only where it is asked for.
async function openPlayground(
  options: AdapterOptions,
  shared: { readonly isTrusted: ClientCheck | undefined; readonly clients: HttpClients },
): Promise<Playground | undefined> {
  if (!options.playground) {
    return undefined;
  }
  const { startPlayground } = await import('./playground/playground.js');
  return startPlayground(options.playground, { ...options, ...shared });
}

interface Running {
  readonly server: Server;
  readonly readiness: Readiness;
  readonly webhook: Webhook;
  readonly playground: Playground | undefined;
}

async function stop({ server, readiness, webhook, playground }: Running, how: StopOptions): Promise<void> {
  readiness.stop();
  await setTimeout(how.graceMs);
  const whenIdle = async (): Promise<void> => {
    await webhook.whenIdle();
    if (playground?.mountMore) await playground.whenIdle();
  };
  const ownListener = playground?.mountMore ? undefined : playground?.stop(how.timeoutMs);
  await Promise.all([closeListener(server, whenIdle, how.timeoutMs), ownListener]);
  if (playground?.mountMore) await playground.stop(0);
}
