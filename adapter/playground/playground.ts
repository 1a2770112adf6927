// The playground: a page to look at mutations, and the door that it asks. Off unless somebody wants it, on a listener
// of its own unless it is asked onto the port of the reviews.

import type { Server } from 'node:http';
import type { Express, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { PodMutatorApi } from '../../proto/api.js';
import type { ClientCheck } from '../../runtime/http/client-check.js';
import type { HttpClients } from '../../runtime/http/clients.js';
import type { ServerTimes } from '../../runtime/http/server.js';
import { allowMethods } from '../http/allow-methods.js';
import { formatErrorText, refuse } from '../http/answer.js';
import { createExpressApp } from '../http/express-app.js';
import { closeListener, openListener } from '../http/listener.js';
import { createAppServer } from '../http/server.js';
import { checkCaller } from './check-caller.js';
import { createDoor, type DoorLimits, doorDefaults } from './door.js';
import { type Pages, readPages, sendPage } from './pages.js';

export interface PlaygroundOptions {
  /** As people write it; absent: on the listener of the reviews. */
  readonly address?: string | undefined;
  /** Where the built page is. */
  readonly folder: string;
  /** Names by which callers may reach it, beside IP addresses and localhost. */
  readonly hosts: readonly string[];
  readonly limits?: Partial<DoorLimits>;
}

interface Surroundings {
  readonly api: PodMutatorApi;
  readonly registry: Registry;
  readonly log: Logger;
  /** Whether the listener of the reviews takes them only from clients with a certificate that was verified. */
  readonly isTrusted: ClientCheck | undefined;
  /** Those of all ports of the process. */
  readonly clients: HttpClients;
}

export interface Playground {
  /** The address of its own listener, with the port that was given; undefined without one. */
  readonly address: string | undefined;
  /** Adds its routes to the application of the reviews, if that is where it was asked to be. */
  readonly mountMore: ((app: Express) => void) | undefined;
  /** Resolves when no preview is in flight. */
  whenIdle(): Promise<void>;
  /** No new connections to its own listener, then the end of what is in flight there, or of the time. */
  stop(timeoutMs: number): Promise<void>;
}

const times: ServerTimes = { keepAliveMs: 60_000, headersMs: 10_000, requestMs: 60_000 };

// Nothing from elsewhere, nothing written into the page itself, and no frame around it.
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const root = '/playground/';

/** The first one is in the contract; the other one is what the page and 0.1 know. */
const previewPaths = ['/v1/preview', '/preview'] as const;

/**
 * Starts the playground.
 * @throws Error if its address cannot be listened on, or its page not be read
 */
export async function startPlayground(options: PlaygroundOptions, around: Surroundings): Promise<Playground> {
  const { address, folder, hosts } = options;
  const { clients } = around;
  const pages = await readPages(folder);
  const limits = { ...doorDefaults, ...options.limits };
  const transfers = clients.createTransfers(limits);
  const door = createDoor({
    ...around,
    isTrusted: address === undefined ? around.isTrusted : undefined,
    hosts,
    limits,
    transfers,
  });
  const { whenIdle } = door;
  const mount = (app: Express): void => {
    app.use([...previewPaths, '/playground'], (_request, response, next) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      next();
    });
    app.all([...previewPaths], (request, response) => {
      response.setHeader('cache-control', 'no-store');
      if (request.method !== 'POST') response.setHeader('allow', 'POST');
      return door.answer(request, response);
    });
    app.route('/playground').get(redirect).all(allowMethods('GET, HEAD'));
    app.route(`${root}{*path}`).get(answerPage(pages, hosts)).all(allowMethods('GET, HEAD'));
  };
  if (address === undefined) {
    return { address, mountMore: mount, whenIdle, stop: () => door.close() };
  }
  const app = createExpressApp((own) => {
    own.route('/').get(redirect).all(allowMethods('GET, HEAD'));
    mount(own);
  });
  const server = createAppServer(app, { times, clients, transfers });
  return {
    address: await listen(server, address, () => door.close()),
    mountMore: undefined,
    whenIdle,
    async stop(timeoutMs) {
      await closeListener(server, whenIdle, timeoutMs);
      await door.close();
    },
  };
}

async function listen(server: Server, address: string, giveUp: () => Promise<void>): Promise<string> {
  try {
    return await openListener(server, address);
  } catch (cause) {
    await giveUp();
    throw new Error(`the playground cannot listen on ${address}: ${(cause as Error).message}`, { cause });
  }
}

const redirect: RequestHandler = (_request, response) => {
  response.writeHead(307, { location: root, 'content-length': 0 }).end();
};

function answerPage(pages: Pages, hosts: readonly string[]): RequestHandler {
  return (request, response) => {
    const foreign = checkCaller(request, hosts);
    if (foreign) {
      refuse(request, response, 403, formatErrorText(foreign));
      return;
    }
    const page = pages.get(request.path.slice(root.length));
    if (page) {
      sendPage(request, response, page);
      return;
    }
    const sentence = pages.size === 0 ? 'The page is not built: run npm run build.' : 'There is nothing at this path.';
    refuse(request, response, 404, formatErrorText(sentence));
  };
}
