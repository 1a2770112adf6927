// The three requests that watching Namespaces needs: list, watch, read.
//
// @kubernetes/client-node says where the API server is and who we are (kubeconfig, service account, credential
// plug-ins, token rotation, proxies). The requests are plain node:https, because client-node's own Watch gives no
// handle on a request that the server accepted and never answered, and such a watch would hang for ever.

import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** The API server answered, but not with 2xx. */
export class ApiServerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiServerError';
    this.status = status;
  }
}

/** The API server did not answer in time. */
export class ApiServerTimeout extends Error {
  override readonly name = 'ApiServerTimeout';
}

export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

export interface ApiServer {
  /** Where it is, for messages. */
  readonly url: string;
  /**
   * Reads one JSON document.
   * @throws ApiServerError, ApiServerTimeout, or the error of the connection
   */
  read(path: string, timeoutMs: number): Promise<unknown>;
  /**
   * Calls `onEvent` for each event, `onOpen` once the server has accepted the watch. Resolves when the server ends it.
   * @throws ApiServerError, ApiServerTimeout when it lasts longer than `timeoutMs`, or the error of the connection
   */
  watch(path: string, options: WatchOptions): Promise<void>;
  /** Ends all requests. */
  close(): void;
}

interface WatchOptions {
  readonly timeoutMs: number;
  readonly onOpen: () => void;
  readonly onEvent: (event: WatchEvent) => void;
}

/**
 * Finds the API server as kubectl does: KUBECONFIG, then ~/.kube/config, then the service account of the Pod.
 * @throws Error if there is none of them, or it cannot be read
 */
export function findApiServer(): ApiServer {
  const config = new KubeConfig();
  const advice = 'set KUBECONFIG, or run in a Pod with a service account';
  try {
    config.loadFromDefault();
  } catch (cause) {
    throw new Error(`--namespaces=cluster: cannot read the kubeconfig: ${(cause as Error).message}; ${advice}`, {
      cause,
    });
  }
  const cluster = config.getCurrentCluster();
  // What client-node falls back to when it finds nothing.
  if (!cluster || cluster.server === 'http://localhost:8080') {
    throw new Error(`--namespaces=cluster: expected credentials for an API server, found none; ${advice}`);
  }
  return connectApiServer(config, cluster.server);
}

function connectApiServer(config: KubeConfig, url: string): ApiServer {
  const open = new Set<AbortController>();

  // One connection per request: list and watch are rare, and so are reads of namespaces that the watch does not know.
  const withResponse = async <Result>(
    path: string,
    timeoutMs: number,
    use: (response: IncomingMessage) => Promise<Result>,
  ): Promise<Result> => {
    const controller = new AbortController();
    open.add(controller);
    const timeout = new ApiServerTimeout(`no answer from ${url} within ${timeoutMs} ms`);
    const timer = setTimeout(() => controller.abort(timeout), timeoutMs);
    try {
      const response = await request(config, new URL(url + path), controller.signal);
      return await use(await expectSuccess(response));
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      clearTimeout(timer);
      open.delete(controller);
      // Whoever stops reading early must not leave the connection behind.
      controller.abort();
    }
  };

  return {
    url,
    read: (path, timeoutMs) => withResponse(path, timeoutMs, async (response) => JSON.parse(await readText(response))),
    watch: (path, { timeoutMs, onOpen, onEvent }) =>
      withResponse(path, timeoutMs, (response) => {
        onOpen();
        return readEvents(response, onEvent);
      }),
    close() {
      for (const controller of open) {
        controller.abort(new Error('closed'));
      }
    },
  };
}

async function request(config: KubeConfig, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  // Asked every time: service account tokens and plug-in credentials change while we run.
  const options: https.RequestOptions = { headers: { accept: 'application/json' } };
  await config.applyToHTTPSOptions(options);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? http.get : https.get;
    send(url, { ...options, signal }, resolve)
      .on('error', reject)
      .on('socket', (socket) => socket.setKeepAlive(true, 30_000));
  });
}

async function expectSuccess(response: IncomingMessage): Promise<IncomingMessage> {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return response;
  }
  const text = await readText(response);
  throw new ApiServerError(status, readStatusMessage(text) ?? `HTTP ${status} ${response.statusMessage}`);
}

function readStatusMessage(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

// One JSON document per line.
async function readEvents(response: IncomingMessage, onEvent: (event: WatchEvent) => void): Promise<void> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      onEvent(JSON.parse(line) as WatchEvent);
    }
  }
}
