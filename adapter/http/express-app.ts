// What every HTTP surface of the adapter has in common: the settings of Express, and the ends of what leads nowhere.

import express, { type ErrorRequestHandler, type Express } from 'express';
import { formatErrorText, refuse } from './answer.js';

/** Creates an application with the routes that `mount` adds. It keeps no state of its own. */
export function createExpressApp(mount: (app: Express) => void): Express {
  const app = express();
  for (const setting of ['x-powered-by', 'etag', 'query parser']) app.disable(setting);
  for (const setting of ['case sensitive routing', 'strict routing']) app.enable(setting);
  mount(app);
  app.use((request, response) => refuse(request, response, 404, formatErrorText('There is nothing at this path.')));
  app.use(answerError);
  return app;
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
