// The wrapper around every unary handler: whatever the handler does, the caller gets exactly one answer.
//
// grpc-js leaves a caller waiting until its deadline when an async handler rejects or a callback is called twice,
// and the process ends with an unhandled rejection. A promise settles once, and here somebody always listens to it.

import { setMaxListeners } from 'node:events';
import type { handleUnaryCall, ServerUnaryCall } from '@grpc/grpc-js';
import type { CallOptions } from '../../proto/api.js';
import type { Logger } from '../../runtime/log.js';
import { toPodMutatorError } from '../rpc/pod-mutator-error.js';
import { toServerStatus } from './status.js';

export type UnaryHandler<Request, Response> = (
  request: Request,
  options: CallOptions,
  call: ServerUnaryCall<Request, Response>,
) => Promise<Response>;

/** Makes a grpc-js handler of a function. What it rejects with becomes the status. */
export function wrapUnary<Request, Response>(
  handle: UnaryHandler<Request, Response>,
  logger: Logger,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(handle, call)
      .then(
        (response) => callback(null, response),
        (thrown: unknown) => {
          const error = toPodMutatorError(thrown);
          if (error !== thrown) {
            logger.error({ err: thrown, path: call.getPath() }, 'a handler threw something else than PodMutatorError');
          }
          callback(toServerStatus(error));
        },
      )
      .catch((err: unknown) => logger.error({ err, path: call.getPath() }, 'an answer could not be sent'));
  };
}

/** Creates a signal that is aborted when the call ends, whoever ended it. */
export function signalOf(call: { on(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
  const controller = new AbortController();
  // A stream has many items that wait for the same end.
  setMaxListeners(0, controller.signal);
  call.on('cancelled', () => controller.abort());
  return controller.signal;
}

async function answer<Request, Response>(
  handle: UnaryHandler<Request, Response>,
  call: ServerUnaryCall<Request, Response>,
): Promise<Response> {
  return handle(call.request, { deadline: Number(call.getDeadline()) }, call);
}
