// An HTTP server that speaks the list, watch and read of Namespaces, and can be made to fail in the ways in which
// API servers and networks do. The cluster tier repeats the good cases with a real kube-apiserver.

import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Namespace {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How a kind of request is treated: as it should be, refused with a status, or accepted and never answered. */
export type Behaviour = 'serve' | 'hang' | number;

export interface TestApiServer {
  /** A kubeconfig that points here. */
  readonly kubeconfig: string;
  readonly requests: { list: number; watch: number; read: number };
  /** The resourceVersion that each watch asked for. */
  readonly watchedFrom: string[];
  readonly authorization: Set<string | undefined>;
  behaviour: { list: Behaviour; watch: Behaviour; read: Behaviour };
  /** Number of objects per list page. */
  pageSize: number;
  /** False: changes are stored, but open watches do not hear of them. */
  isAnnouncing: boolean;
  put(name: string, namespace: Namespace): void;
  remove(name: string): void;
  /** Writes a line to all open watches. */
  send(line: string): void;
  sendBookmark(): string;
  /** Answers what was left hanging. */
  release(): void;
  endWatches(): void;
  breakWatches(): void;
  openWatches(): number;
  connections(): Promise<number>;
  close(): Promise<void>;
}

const token = 'a-token';

export async function startTestApiServer(): Promise<TestApiServer> {
  const namespaces = new Map<string, object>();
  const watches = new Set<ServerResponse>();
  const held: (() => void)[] = [];
  let version = 100;
  const server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-api-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, createKubeconfig((server.address() as AddressInfo).port));

  const announce = (type: string, object: object): void => {
    if (api.isAnnouncing) {
      api.send(JSON.stringify({ type, object }));
    }
  };

  const api: TestApiServer = {
    kubeconfig,
    requests: { list: 0, watch: 0, read: 0 },
    watchedFrom: [],
    authorization: new Set(),
    behaviour: { list: 'serve', watch: 'serve', read: 'serve' },
    pageSize: 500,
    isAnnouncing: true,
    put(name, namespace) {
      version += 1;
      const object = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, resourceVersion: String(version), ...namespace },
      };
      const type = namespaces.has(name) ? 'MODIFIED' : 'ADDED';
      namespaces.set(name, object);
      announce(type, object);
    },
    remove(name) {
      version += 1;
      namespaces.delete(name);
      announce('DELETED', { metadata: { name, resourceVersion: String(version) } });
    },
    send(line) {
      for (const watch of watches) watch.write(`${line}\n`);
    },
    sendBookmark() {
      version += 1;
      announce('BOOKMARK', { kind: 'Namespace', metadata: { resourceVersion: String(version) } });
      return String(version);
    },
    release() {
      for (const serve of held.splice(0)) serve();
    },
    endWatches() {
      for (const watch of watches) watch.end();
    },
    breakWatches() {
      for (const watch of watches) watch.destroy();
    },
    openWatches: () => watches.size,
    connections: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://api');
    const kind = readKind(url);
    api.requests[kind] += 1;
    api.authorization.add(request.headers.authorization);
    const behaviour = api.behaviour[kind];
    const serve = (): void => serveKind[kind](url, response);
    if (behaviour === 'hang') {
      held.push(serve);
      return;
    }
    if (behaviour !== 'serve') {
      answer(response, behaviour, createStatus(behaviour));
      return;
    }
    serve();
  }

  const serveKind = {
    list: (url: URL, response: ServerResponse) => answer(response, 200, createPage(url.searchParams)),
    watch: (url: URL, response: ServerResponse) => openWatch(url.searchParams, response),
    read(url: URL, response: ServerResponse) {
      const found = namespaces.get(url.pathname.replace(/.*\//, ''));
      answer(response, found ? 200 : 404, found ?? createStatus(404));
    },
  };

  function createPage(query: URLSearchParams): object {
    const start = Number(query.get('continue') ?? 0);
    const end = start + api.pageSize;
    const more = end < namespaces.size ? { continue: String(end) } : {};
    return {
      kind: 'NamespaceList',
      metadata: { resourceVersion: String(version), ...more },
      items: [...namespaces.values()].slice(start, end),
    };
  }

  function openWatch(query: URLSearchParams, response: ServerResponse): void {
    api.watchedFrom.push(query.get('resourceVersion') ?? '');
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    watches.add(response);
    response.on('close', () => watches.delete(response));
  }

  return api;
}

function readKind({ pathname, searchParams }: URL): 'list' | 'watch' | 'read' {
  if (pathname !== '/api/v1/namespaces') {
    return 'read';
  }
  return searchParams.has('watch') ? 'watch' : 'list';
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function createStatus(code: number): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message: `answered ${code} on purpose` };
}

function createKubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
}
