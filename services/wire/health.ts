// The standard health service, for probes and load balancers: "" stands for the whole server.

import { status as codes, type ServerWritableStream } from '@grpc/grpc-js';
import type { HealthHandlers } from '../../proto/gen/grpc/health/v1/Health.js';
import type { HealthCheckRequest__Output } from '../../proto/gen/grpc/health/v1/HealthCheckRequest.js';
import type { HealthCheckResponse } from '../../proto/gen/grpc/health/v1/HealthCheckResponse.js';
import { streamExpired } from '../rpc/refusals.js';
import type { OpenStreams } from './open-streams.js';
import { toServerStatus } from './status.js';

export interface Health {
  readonly handlers: HealthHandlers;
  readonly isServing: () => boolean;
  /** All services from now on: NOT_SERVING. There is no way back. */
  readonly stopServing: () => void;
}

const expired = toServerStatus(streamExpired);

type Watch = ServerWritableStream<HealthCheckRequest__Output, HealthCheckResponse>;

/** Creates the health of `services`; all are serving from the start. */
export function createHealth(services: readonly string[], openStreams: OpenStreams): Health {
  const known = new Set(['', ...services]);
  const watches = new Set<Watch>();
  let status: 'SERVING' | 'NOT_SERVING' = 'SERVING';
  return {
    handlers: {
      Check: ({ request: { service } }, callback) =>
        known.has(service)
          ? callback(null, { status })
          : callback({ code: codes.NOT_FOUND, details: 'unknown service' }),
      List: (_call, callback) =>
        callback(null, { statuses: Object.fromEntries([...known].map((service) => [service, { status }])) }),
      // For an unknown service the protocol wants no error, since it might still come.
      Watch(call) {
        if (
          !openStreams.add(
            call,
            () => call.end(),
            () => call.emit('error', expired),
          )
        ) {
          call.write({ status });
          call.end();
          return;
        }
        const isKnown = known.has(call.request.service);
        call.write({ status: isKnown ? status : 'SERVICE_UNKNOWN' });
        if (isKnown) {
          watches.add(call);
          call.once('cancelled', () => watches.delete(call));
        }
      },
    },
    isServing: () => status === 'SERVING',
    stopServing() {
      status = 'NOT_SERVING';
      for (const watch of watches) {
        watch.write({ status });
      }
    },
  };
}
