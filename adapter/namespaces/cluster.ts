// Namespace facts from the cluster: watched, so that a review costs no request.
//
// Only a namespace that the watch has not shown yet is read, once for all who ask at that moment. It was probably
// created milliseconds ago, together with its first Pod. Answers of such reads are not kept: a positive one comes with
// the watch anyway, in the right order with later changes, and a negative one may be wrong a moment later. Remembering
// it would save nothing, as the API server asks for no Pods in namespaces that do not exist.

import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type ApiServer, ApiServerError, ApiServerTimeout, findApiServer } from './api-server.js';
import { type NamespaceMetadata, readNamespaceFacts } from './facts.js';
import { createWatchMetrics } from './metrics.js';
import { defaultTiming, type ReflectorTiming, startReflector } from './reflector.js';
import type { NamespaceLookup, NamespaceSource } from './source.js';

export interface ClusterOptions {
  readonly log: Logger;
  readonly registry: Registry;
  readonly timing?: ClusterTiming;
}

export interface ClusterTiming extends ReflectorTiming {
  /** How long one read of an unknown namespace may take, whatever the deadline of the review. */
  readonly readTimeoutMs: number;
}

/**
 * The source behind `--namespaces=cluster`. Needs get, list and watch on namespaces. Returns before the first list is
 * in; ask `isReady`.
 * @throws Error if no API server is configured
 */
export async function watchClusterNamespaces({ log, registry, timing }: ClusterOptions): Promise<NamespaceSource> {
  const settled = timing ?? { ...defaultTiming, readTimeoutMs: 1000 };
  const api = findApiServer();
  const metrics = createWatchMetrics(registry);
  const reflector = startReflector(api, settled, {
    onConnected: () => metrics.connected.set(1),
    onSync(known) {
      metrics.known.set(known);
      metrics.lastSync.setToCurrentTime();
    },
    onLost(error, pauseMs) {
      metrics.connected.set(0);
      metrics.restarts.inc();
      log.warn({ err: error, api_server: api.url, retry_in_ms: pauseMs }, adviseOn(error));
    },
  });
  const read = shareReads(async (name) => {
    const lookup = await readNamespace(api, name, { timeoutMs: settled.readTimeoutMs, log });
    metrics.reads.inc({ result: lookup.found ? 'FOUND' : lookup.reason });
    return lookup;
  });
  return {
    lookup(name, { deadline }) {
      const facts = reflector.get(name);
      return facts ? { found: true, ...facts } : before(deadline, read(name));
    },
    isReady: reflector.isSynced,
    close: reflector.close,
  };
}

type Read = (name: string) => Promise<NamespaceLookup>;

function shareReads(read: Read): Read {
  const running = new Map<string, Promise<NamespaceLookup>>();
  return (name) => {
    const shared = running.get(name) ?? read(name).finally(() => running.delete(name));
    running.set(name, shared);
    return shared;
  };
}

interface ReadOptions {
  readonly timeoutMs: number;
  readonly log: Logger;
}

async function readNamespace(api: ApiServer, name: string, { timeoutMs, log }: ReadOptions): Promise<NamespaceLookup> {
  try {
    const namespace = await api.read(`/api/v1/namespaces/${encodeURIComponent(name)}`, timeoutMs);
    const { metadata } = namespace as { metadata: NamespaceMetadata };
    return { found: true, ...readNamespaceFacts(metadata) };
  } catch (error) {
    const reason = explainFailure(error);
    if (reason !== 'NAMESPACE_NOT_FOUND') {
      log.warn({ err: error, namespace: name, reason }, adviseOn(error));
    }
    return { found: false, reason };
  }
}

function explainFailure(error: unknown): Extract<NamespaceLookup, { found: false }>['reason'] {
  if (error instanceof ApiServerTimeout) {
    return 'NAMESPACE_LOOKUP_TIMED_OUT';
  }
  if (!(error instanceof ApiServerError)) {
    return 'NAMESPACE_LOOKUP_FAILED';
  }
  if (error.status === 404) {
    return 'NAMESPACE_NOT_FOUND';
  }
  return isForbidden(error) ? 'NAMESPACE_FORBIDDEN' : 'NAMESPACE_LOOKUP_FAILED';
}

function isForbidden({ status }: ApiServerError): boolean {
  return status === 401 || status === 403;
}

function adviseOn(error: unknown): string {
  return error instanceof ApiServerError && isForbidden(error)
    ? 'not allowed to see Namespaces: grant get, list and watch on namespaces to the service account'
    : 'cannot get Namespaces from the API server';
}

// Each review has its own deadline; the read goes on for the others.
function before(deadline: number, lookup: Promise<NamespaceLookup>): Promise<NamespaceLookup> {
  return new Promise((resolve) => {
    const timedOut = { found: false, reason: 'NAMESPACE_LOOKUP_TIMED_OUT' } as const;
    const timer = setTimeout(() => resolve(timedOut), Math.max(0, deadline - Date.now()));
    void lookup.then((answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
