// Opens the certificate of a listener or a client so that an operator sees it: renewals and failures in the log and in
// the metrics, and the date of expiry before it comes.

import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import { createKeyPairSource, type KeyPairFiles, type KeyPairSource } from './key-pair.js';

export interface OpenKeyPairOptions extends KeyPairFiles {
  /** Who uses it, as label in metrics and log. */
  readonly listener: 'adapter' | 'service' | 'client' | 'metrics';
  readonly registry: Registry;
  readonly log: Logger;
  /** How often the files are looked at, in milliseconds. */
  readonly intervalMs?: number;
}

/**
 * Loads a key pair, follows its files, and reports both.
 * @throws Error naming the files, if the first load gives no usable pair
 */
export async function openKeyPair(options: OpenKeyPairOptions): Promise<KeyPairSource> {
  const { listener, registry, log, intervalMs, ...files } = options;
  const metrics = findTlsMetrics(registry);
  const source = await createKeyPairSource(files, {
    ...(intervalMs !== undefined && { intervalMs }),
    onReload(ok, error) {
      metrics.reloads.inc({ listener, result: ok ? 'ok' : 'error' });
      if (!ok) {
        log.error({ err: error, listener }, 'kept the last good certificate: the changed one cannot be used');
        return;
      }
      publish();
    },
  });
  const publish = (): void => {
    const { notAfter } = source.current();
    metrics.expiry.set({ listener }, notAfter.getTime() / 1000);
    log.info({ listener, notAfter, certificate: files.certFile }, 'loaded the certificate');
  };
  metrics.reloads.inc({ listener, result: 'ok' }, 0);
  metrics.reloads.inc({ listener, result: 'error' }, 0);
  publish();
  return source;
}

interface TlsMetrics {
  readonly expiry: Gauge<'listener'>;
  readonly reloads: Counter<'listener' | 'result'>;
}

// Service and adapter may share a process and with it the registry; a metric can be registered only once.
function findTlsMetrics(registry: Registry): TlsMetrics {
  const expiry = 'podmutator_tls_certificate_expiry_timestamp_seconds';
  const reloads = 'podmutator_tls_reloads_total';
  return {
    expiry:
      (registry.getSingleMetric(expiry) as Gauge<'listener'> | undefined) ??
      new Gauge({
        name: expiry,
        help: 'When the certificate in use expires, in seconds since the epoch.',
        labelNames: ['listener'],
        registers: [registry],
      }),
    reloads:
      (registry.getSingleMetric(reloads) as Counter<'listener' | 'result'> | undefined) ??
      new Counter({
        name: reloads,
        help: 'Changed certificate files: taken (ok), or refused so that the last good pair stays (error).',
        labelNames: ['listener', 'result'],
        registers: [registry],
      }),
  };
}
