// The HTTP surface: which path and method leads where, and what is refused before anything is read.

import type { TLSSocket } from 'node:tls';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { Registry } from 'prom-client';
import { formatErrorText, refuse, sendText } from './answer.js';
import type { Readiness } from './readiness.js';
import type { Webhook } from './webhook.js';

export interface AppOptions {
  readonly webhook: Webhook;
  readonly readiness: Readiness;
  readonly registry: Registry;
  /** Whether reviews are taken only over connections with a client certificate that was verified. */
  readonly needsClientCertificate: boolean;
}

/** The mutators behind a path; empty means all that are enabled. */
type MutatorsOf = (request: Request) => readonly string[];

const jsonType = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Creates the Express application. It keeps no state of its own. */
export function createApp({ webhook, readiness, registry, needsClientCertificate }: AppOptions): Express {
  const app = express();
  for (const setting of ['x-powered-by', 'etag', 'query parser']) app.disable(setting);
  for (const setting of ['case sensitive routing', 'strict routing']) app.enable(setting);

  const review = (mutatorsOf: MutatorsOf): RequestHandler => {
    return (request, response) => {
      const refusal = findRefusal(request, needsClientCertificate);
      if (refusal) {
        refuse(request, response, refusal.status, formatErrorText(refusal.sentence));
        return undefined;
      }
      return webhook.answer(request, response, mutatorsOf(request));
    };
  };
  const allow = (methods: string): RequestHandler => {
    return (request, response) => {
      response.setHeader('allow', methods);
      refuse(request, response, 405, formatErrorText(`Expected one of these methods: ${methods}.`));
    };
  };
  const reviewRoutes: readonly (readonly [string, MutatorsOf])[] = [
    ['/mutate', () => []],
    ['/mutate/:mutator', ({ params }) => [params['mutator'] as string]],
    // The path under which the Go webhook for Dragonfly is registered.
    ['/mutate--v1-pod', () => ['dragonfly']],
  ];
  for (const [path, mutatorsOf] of reviewRoutes) {
    app.route(path).post(review(mutatorsOf)).all(allow('POST'));
  }
  const pages: Readonly<Record<string, (response: Response) => void | Promise<void>>> = {
    '/healthz': (response) => sendText(response, 200, 'ok'),
    '/livez': (response) => sendText(response, 200, 'ok'),
    '/readyz': (response) => answerReadiness(response, readiness),
    '/metrics': (response) => answerMetrics(response, registry),
  };
  for (const [path, answer] of Object.entries(pages)) {
    app
      .route(path)
      .get((_request, response) => answer(response))
      .all(allow('GET, HEAD'));
  }
  app.use((request, response) => refuse(request, response, 404, formatErrorText('There is nothing at this path.')));
  app.use(answerError);
  return app;
}

interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

function findRefusal({ headers, socket }: Request, needsClientCertificate: boolean): Refusal | undefined {
  if (needsClientCertificate && !(socket as TLSSocket).authorized) {
    return { status: 401, sentence: 'Expected a client certificate of the configured authority.' };
  }
  if (headers['content-encoding'] !== undefined) {
    return { status: 415, sentence: 'Expected a body without Content-Encoding.' };
  }
  if (!jsonType.test(headers['content-type'] ?? '')) {
    return { status: 415, sentence: 'Expected Content-Type application/json.' };
  }
  return undefined;
}

async function answerReadiness(response: Response, readiness: Readiness): Promise<void> {
  const obstacle = await readiness.findObstacle();
  sendText(response, obstacle === undefined ? 200 : 503, obstacle === undefined ? 'ok' : formatErrorText(obstacle));
}

async function answerMetrics(response: Response, registry: Registry): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

// Express answers errors with a page that can hold a stack, and the API server quotes it to the user.
// It knows handlers of errors by their four parameters.
const answerError: ErrorRequestHandler = (error: { readonly status?: unknown }, request, response, _next) => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isPathBroken = error.status === 400;
  const sentence = isPathBroken ? 'The path cannot be decoded.' : 'Internal error of the webhook.';
  refuse(request, response, isPathBroken ? 400 : 500, formatErrorText(sentence));
};
