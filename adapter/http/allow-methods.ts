// The answer to methods that a path does not have.

import type { RequestHandler } from 'express';
import { formatErrorText, refuse } from './answer.js';

/** Refuses whatever comes. `methods` are those that the path has, as in `GET, HEAD`. */
export function allowMethods(methods: string): RequestHandler {
  return (request, response) => {
    response.setHeader('allow', methods);
    refuse(request, response, 405, formatErrorText(`Expected one of these methods: ${methods}.`));
  };
}
