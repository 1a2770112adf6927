// Turns the value of --namespaces into a source, and connects it with log and metrics.

import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { openNamespaceFile } from './file.js';
import { createFileMetrics } from './metrics.js';
import { createNoNamespaces } from './none.js';
import type { NamespaceSource } from './source.js';

export interface OpenOptions {
  readonly log: Logger;
  readonly registry: Registry;
}

/**
 * Opens the source that `--namespaces` names: `none`, `cluster`, or else a file.
 * @throws Error if the file cannot be read or no API server is configured
 */
export async function openNamespaces(value: string, { log, registry }: OpenOptions): Promise<NamespaceSource> {
  if (value === 'none') {
    return createNoNamespaces();
  }
  if (value === 'cluster') {
    // Loaded only here: nobody else should pay for a client of Kubernetes.
    const { watchClusterNamespaces } = await import('./cluster.js');
    return watchClusterNamespaces({ log, registry });
  }
  const metrics = createFileMetrics(registry);
  return openNamespaceFile({
    path: value,
    onLoad(result) {
      metrics.lastLoadOk.set(result.ok ? 1 : 0);
      if (!result.ok) {
        log.error({ err: result.error }, 'kept the last good namespaces: the changed file cannot be used');
        return;
      }
      metrics.known.set(result.namespaces);
      log.info({ file: value, namespaces: result.namespaces }, 'loaded namespaces');
    },
  });
}
