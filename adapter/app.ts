// The HTTP surface of the reviews: which path and method leads where, and what is refused before anything is read.

import type { Express, Request, RequestHandler, Response } from 'express';
import type { Registry } from 'prom-client';
import type { ClientCheck } from '../runtime/http/client-check.js';
import { allowMethods } from './http/allow-methods.js';
import { formatErrorText, refuse, sendText } from './http/answer.js';
import { certificateMissing, checkJsonRequest } from './http/check-json-request.js';
import { createExpressApp } from './http/express-app.js';
import type { Readiness } from './readiness.js';
import type { Webhook } from './reviews/webhook.js';

export interface AppOptions {
  readonly webhook: Webhook;
  readonly readiness: Readiness;
  readonly registry: Registry;
  /** Whether reviews are taken only over connections with a client certificate that was verified. */
  readonly isTrusted: ClientCheck | undefined;
  /** The same for /metrics. */
  readonly mayScrape: ClientCheck | undefined;
  /** Adds routes of others that share the port. */
  readonly mountMore?: ((app: Express) => void) | undefined;
}

/** The mutators behind a path; empty means all that are enabled. */
type MutatorsOf = (request: Request) => readonly string[];

const reviewRoutes: readonly (readonly [string, MutatorsOf])[] = [
  ['/mutate', () => []],
  ['/mutate/:mutator', ({ params }) => [params['mutator'] as string]],
  // The path under which the Go webhook for Dragonfly is registered.
  ['/mutate--v1-pod', () => ['dragonfly']],
];

/** Creates the Express application. It keeps no state of its own. */
export function createApp({ webhook, readiness, registry, isTrusted, mayScrape, mountMore }: AppOptions): Express {
  const review = (mutatorsOf: MutatorsOf): RequestHandler => {
    return (request, response) => {
      const refusal = checkJsonRequest(request, isTrusted);
      if (refusal) {
        refuse(request, response, refusal.status, formatErrorText(refusal.sentence));
        return undefined;
      }
      return webhook.answer(request, response, mutatorsOf(request));
    };
  };
  const pages: Readonly<Record<string, (response: Response) => void | Promise<void>>> = {
    '/healthz': (response) => sendText(response, 200, 'ok'),
    '/livez': (response) => sendText(response, 200, 'ok'),
    '/readyz': (response) => answerReadiness(response, readiness),
    '/metrics': (response) => answerMetrics(response, { registry, mayScrape }),
  };
  return createExpressApp((app) => {
    for (const [path, mutatorsOf] of reviewRoutes) {
      app.route(path).post(review(mutatorsOf)).all(allowMethods('POST'));
    }
    for (const [path, answer] of Object.entries(pages)) {
      app
        .route(path)
        .get((_request, response) => answer(response))
        .all(allowMethods('GET, HEAD'));
    }
    mountMore?.(app);
  });
}

async function answerReadiness(response: Response, readiness: Readiness): Promise<void> {
  const obstacle = await readiness.findObstacle();
  sendText(response, obstacle === undefined ? 200 : 503, obstacle === undefined ? 'ok' : formatErrorText(obstacle));
}

async function answerMetrics(
  response: Response,
  { registry, mayScrape }: Pick<AppOptions, 'registry' | 'mayScrape'>,
): Promise<void> {
  if (mayScrape && !mayScrape(response.req.socket)) {
    sendText(response, 401, formatErrorText(certificateMissing));
    return;
  }
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
