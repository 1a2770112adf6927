// Keeps a copy of all Namespaces of the cluster: list once, then watch, and start over when the watch is lost.
//
// While it is lost, the copy stays in use: facts that are some seconds old are better than none. A watch that the
// server ended in good order goes on from the last version seen; everything else lists anew, after a pause that grows.

import { setTimeout } from 'node:timers/promises';
import { type ApiServer, ApiServerError, type WatchEvent } from './api-server.js';
import { type NamespaceFacts, type NamespaceMetadata, readNamespaceFacts } from './facts.js';

const path = '/api/v1/namespaces';
const pageSize = 500;

export interface ReflectorTiming {
  /** First and longest pause before a retry. */
  readonly minimumPauseMs: number;
  readonly maximumPauseMs: number;
  /** How long one page of a list may take. */
  readonly listTimeoutMs: number;
  /** How long the server is asked to keep a watch open, at least. */
  readonly watchMs: number;
  /** A watch that is still open this much later has died unnoticed. */
  readonly graceMs: number;
}

export const defaultTiming: ReflectorTiming = {
  minimumPauseMs: 250,
  maximumPauseMs: 30_000,
  listTimeoutMs: 30_000,
  watchMs: 120_000,
  graceMs: 10_000,
};

export interface ReflectorEvents {
  /** A list, an event or a bookmark has come in: the copy is up to date. */
  readonly onSync: (known: number) => void;
  readonly onConnected: () => void;
  /** List or watch failed; the next try comes after `pauseMs`. */
  readonly onLost: (error: Error, pauseMs: number) => void;
}

export interface Reflector {
  get(name: string): NamespaceFacts | undefined;
  /** True as soon as the first list is in. */
  isSynced(): boolean;
  /** Resolves when nothing runs any more. */
  close(): Promise<void>;
}

interface ListPage {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { readonly metadata: NamespaceMetadata }[];
}

interface Metadata extends NamespaceMetadata {
  readonly resourceVersion: string;
}

/** Starts at once and goes on until it is closed. */
export function startReflector(api: ApiServer, timing: ReflectorTiming, events: ReflectorEvents): Reflector {
  let namespaces = new Map<string, NamespaceFacts>();
  /** Where to go on watching; undefined means list first. */
  let version: string | undefined;
  let isSynced = false;
  const stop = new AbortController();

  const list = async (): Promise<void> => {
    const { items, resourceVersion } = await listAll(api, timing.listTimeoutMs);
    namespaces = new Map(items.map(({ metadata }) => [metadata.name, readNamespaceFacts(metadata)]));
    version = resourceVersion;
    isSynced = true;
    events.onSync(namespaces.size);
  };

  const apply = ({ type, object }: WatchEvent): void => {
    if (type === 'ERROR') {
      const { code, message } = object as { code: number; message: string };
      throw new ApiServerError(code, message);
    }
    const { metadata } = object as { metadata: Metadata };
    version = metadata.resourceVersion;
    if (type === 'ADDED' || type === 'MODIFIED') {
      namespaces.set(metadata.name, readNamespaceFacts(metadata));
    }
    if (type === 'DELETED') {
      namespaces.delete(metadata.name);
    }
    events.onSync(namespaces.size);
  };

  const watch = async (): Promise<void> => {
    // Not all adapters of a cluster should come back in the same second.
    const seconds = Math.ceil((timing.watchMs / 1000) * (1 + Math.random() / 2));
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${version}&timeoutSeconds=${seconds}`;
    const timeoutMs = seconds * 1000 + timing.graceMs;
    await api.watch(`${path}?${query}`, { timeoutMs, onOpen: events.onConnected, onEvent: apply });
  };

  const listAndWatch = async (): Promise<void> => {
    if (version === undefined) {
      await list();
    }
    const start = Date.now();
    await watch();
    if (Date.now() - start < timing.minimumPauseMs) {
      throw new Error('the API server ended the watch at once');
    }
  };

  const recover = async (error: Error, failures: number): Promise<void> => {
    version = undefined;
    if (stop.signal.aborted) {
      return;
    }
    const pauseMs = choosePause(failures, timing);
    events.onLost(error, pauseMs);
    await setTimeout(pauseMs, undefined, { signal: stop.signal }).catch(() => {});
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stop.signal.aborted) {
      const start = Date.now();
      try {
        await listAndWatch();
        failures = 0;
      } catch (error) {
        failures = Date.now() - start > timing.maximumPauseMs ? 1 : failures + 1;
        await recover(error as Error, failures);
      }
    }
  };

  const running = run();
  return {
    get: (name) => namespaces.get(name),
    isSynced: () => isSynced,
    close() {
      stop.abort();
      api.close();
      return running;
    },
  };
}

async function listAll(
  api: ApiServer,
  timeoutMs: number,
): Promise<{ readonly items: ListPage['items']; readonly resourceVersion: string }> {
  const items: ListPage['items'][number][] = [];
  let next = '';
  for (;;) {
    const page = (await api.read(`${path}?limit=${pageSize}${next}`, timeoutMs)) as ListPage;
    items.push(...page.items);
    if (!page.metadata.continue) {
      return { items, resourceVersion: page.metadata.resourceVersion };
    }
    next = `&continue=${encodeURIComponent(page.metadata.continue)}`;
  }
}

function choosePause(failures: number, { minimumPauseMs, maximumPauseMs }: ReflectorTiming): number {
  const longest = Math.min(maximumPauseMs, minimumPauseMs * 2 ** (failures - 1));
  return Math.round(longest * (0.5 + Math.random() / 2));
}
