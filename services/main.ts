// Puts the mutation service together, starts it and stops it. It is not the process: signals, flags and exit codes
// belong to the command.

import { Registry } from 'prom-client';
import type { PodMutatorApi } from '../proto/api.js';
import { readDescriptors } from '../proto/descriptor-set.js';
import { readAddress } from '../runtime/address.js';
import { type MetricsServer, type MetricsServerOptions, startMetricsServer } from '../runtime/http/metrics-server.js';
import type { Logger } from '../runtime/log.js';
import { openKeyPair } from '../runtime/tls.js';
import { readVersion } from '../runtime/version.js';
import type { Mutator } from './decisions/mutator.js';
import { choosePreviewMemory } from './preview/preview-memory.js';
import { type PreviewLimits, PreviewWorker, previewDefaults } from './preview/preview-worker.js';
import { mutators as allMutators } from './registry.js';
import { createHandler } from './rpc/handler.js';
import { openSettings } from './settings/settings-source.js';
import { type ConnectionOptions, connectionDefaults } from './wire/bounds.js';
import { readDescriptorSet } from './wire/descriptor-index.js';
import { type Listeners, listenAll } from './wire/listen.js';
import { createServiceMetrics } from './wire/metrics.js';
import { createGrpcServer, type GrpcServer } from './wire/server.js';
import { openTls, type TlsOptions } from './wire/tls.js';

export interface ServiceOptions {
  /** Where to listen, one place or several: `host:port`, `:port` or `unix:/path`. Port 0 takes a free one. Nowhere without it. */
  readonly address?: string | readonly string[] | undefined;
  readonly logger: Logger;
  /** The settings file; without one all settings have their defaults. */
  readonly configFile?: string | undefined;
  /** Where metrics go; a registry of its own without it. */
  readonly registry?: Registry | undefined;
  /** Where to serve /metrics and /healthz over HTTP; nowhere without it. */
  readonly metricsAddress?: string | undefined;
  /** Speaks HTTPS there, and asks whoever reads the metrics for a certificate of these CAs. */
  readonly metricsTls?: (Pick<TlsOptions, 'certFile' | 'keyFile'> & { readonly metricsCaFile: string }) | undefined;
  /** Server reflection; on unless false. */
  readonly reflection?: boolean | undefined;
  /** TLS for ports; plain text without it. Never for sockets, which the modes of their files protect. */
  readonly tls?: TlsOptions | undefined;
  readonly connection?: Partial<ConnectionOptions> | undefined;
  /** The mutators to serve, in the order in which they run; all that exist without it. */
  readonly mutators?: readonly Mutator[] | undefined;
  /** The module in which the thread of the previews finds them, among its export `mutators`; the registry without it. */
  readonly mutatorModule?: URL | undefined;
  /** How previews are kept from disturbing reviews. */
  readonly previews?: Partial<PreviewLimits> | undefined;
  /** How often files are looked at for changes. */
  readonly watchIntervalMs?: number | undefined;
}

export interface Service {
  /** The service without a wire, for an adapter in the same process. */
  readonly api: PodMutatorApi;
  /** The first address in use, with the port that was given; empty if it listens nowhere. */
  readonly address: string;
  /** All addresses in use. */
  readonly addresses: readonly string[];
  readonly metricsAddress: string | undefined;
  readonly registry: Registry;
  /** Whether decisions are served: health says SERVING, and all addresses are listened to. */
  readonly isServing: () => boolean;
  /** Says NOT_SERVING at once, serves for the grace, then finishes what is in flight. Always ends, within `forceMs` after the grace. */
  readonly stop: (options?: StopOptions) => Promise<void>;
}

export interface StopOptions {
  /** How long to go on serving, so that clients find out and go elsewhere. */
  readonly graceMs?: number;
  /** How long calls in flight may take after that. */
  readonly forceMs?: number;
}

/**
 * Starts the service; it serves when the promise resolves.
 * @throws SettingsError, or Error if an address or a certificate cannot be used
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { logger, registry = new Registry(), mutators = allMutators, watchIntervalMs: intervalMs } = options;
  const wanted = [options.address ?? []].flat().map(readAddress);
  const metrics = createServiceMetrics(registry);
  const closers: (() => void | Promise<void>)[] = [];
  try {
    const watching = intervalMs === undefined ? {} : { intervalMs };
    const source = await openSettings({ file: options.configFile, mutators, logger, metrics, ...watching });
    closers.push(source.close);
    const previews = new PreviewWorker({
      ...previewDefaults,
      memoryMb: choosePreviewMemory(process.constrainedMemory()),
      ...options.previews,
      mutators: mutators.map(({ name }) => name),
      mutatorModule: options.mutatorModule?.href,
    });
    closers.push(() => previews.close());
    const connection = { ...connectionDefaults, ...options.connection };
    const api = createHandler({
      mutators,
      source,
      version: readVersion(),
      streamAgeMs: connection.streamAgeMs,
      logger,
      metrics,
      runPreview: (job, call) => previews.runPreview(job, call),
      runFullView: (job, call) => previews.runFullView(job, call),
    });
    const tls = await openTls(options.tls, { registry, logger, ...watching });
    closers.push(tls.close);
    const limits = (): { maxCallsInFlight: number; maxCallSeconds: number } => source.current().settings.limits;
    const grpc = createGrpcServer({
      api,
      limits,
      metrics,
      logger,
      connection,
      credentials: tls.credentials,
      interceptors: tls.interceptors,
      descriptors: options.reflection === false ? undefined : readDescriptorSet(readDescriptors()),
    });
    closers.push(() => grpc.stop(0));
    const listeners = await listenAll(wanted, { accept: grpc.accept, logger });
    closers.push(listeners.close);
    const { addresses } = listeners;
    const isServing = (): boolean => grpc.health.isServing() && listeners.isListening();
    const keyPair =
      options.metricsTls &&
      (await openKeyPair({ ...options.metricsTls, listener: 'metrics', registry, log: logger, ...watching }));
    closers.push(() => keyPair?.close());
    const metricsServer = await startMetrics(options.metricsAddress, { registry, isHealthy: isServing, keyPair });
    closers.push(() => metricsServer?.close());
    logger.info({ address: addresses.join(', '), revision: source.current().revision }, 'the service is ready');
    return {
      api,
      address: addresses[0] ?? '',
      addresses,
      metricsAddress: metricsServer?.address,
      registry,
      isServing,
      stop: createStop({ grpc, listeners, closers, logger }),
    };
  } catch (error) {
    await close(closers);
    throw error;
  }
}

interface Running {
  readonly grpc: GrpcServer;
  readonly listeners: Listeners;
  readonly closers: readonly (() => void | Promise<void>)[];
  readonly logger: Logger;
}

function createStop({ grpc, listeners, closers, logger }: Running): Service['stop'] {
  let stopped: Promise<void> | undefined;
  const stop = async ({ graceMs = 0, forceMs = 10_000 }: StopOptions): Promise<void> => {
    grpc.health.stopServing();
    logger.info({ graceMs, forceMs }, 'gRPC stops');
    await sleep(graceMs);
    grpc.openStreams.endAll();
    listeners.close();
    await grpc.stop(forceMs);
    await close(closers);
    logger.info('gRPC stopped');
  };
  return (options = {}) => {
    stopped ??= stop(options);
    return stopped;
  };
}

async function close(closers: readonly (() => void | Promise<void>)[]): Promise<void> {
  for (const closer of closers) {
    await closer();
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function startMetrics(
  address: string | undefined,
  options: Omit<MetricsServerOptions, 'address'>,
): Promise<MetricsServer | undefined> {
  return address === undefined ? undefined : startMetricsServer({ address, ...options });
}
