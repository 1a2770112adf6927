// The HTTP(S) server under the Express application.
//
// The API server keeps idle connections for 90 s and never repeats a POST that met a closing one: each such meeting is
// a refused Pod. So our side keeps them longer; Node's default of 5 s fails one call in four at a gap of 6 s.
// https://github.com/kubernetes/kubernetes/issues/127335
//
// Express turns each request and response into its own by changing their prototypes, after which V8 runs all code
// that touches them without its caches: more than everything else that Express does. Objects that are made with
// these prototypes from the start cost nothing, because setting the prototype that is already there does nothing.

import type { Server } from 'node:http';
import type { Express } from 'express';
import { createHttpServer, type HttpServerOptions } from '../../runtime/http/server.js';

/** Creates the server; it does not listen yet. */
export function createAppServer(app: Express, options: Omit<HttpServerOptions, 'adopt'>): Server {
  return createHttpServer(
    {
      ...options,
      adopt(request, response) {
        Object.setPrototypeOf(request, app.request);
        Object.setPrototypeOf(response, app.response);
        app.request = request as Express['request'];
        app.response = response as Express['response'];
      },
    },
    app,
  );
}
