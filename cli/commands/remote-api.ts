// A running service as whom a verb asks. In a file of its own, because it loads a gRPC stack.

import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../adapter/client/client.js';
import type { PodMutatorApi } from '../../proto/api.js';
import { openAuthorities } from '../../runtime/authorities.js';
import { blameInput } from '../flags/command.js';
import { describeCallFailure } from './describe-call-failure.js';

/** A service to ask, until it is closed. */
export interface OpenedApi extends PodMutatorApi {
  close(): Promise<void>;
}

/**
 * Opens a client of the service at `target`.
 * @param caFile authorities of its certificate; with them, TLS is used
 * @throws BadInputError if they cannot be used
 */
export async function openRemote(target: string, caFile: string | undefined): Promise<OpenedApi> {
  const log = pino({ level: 'silent' });
  const authorities = caFile === undefined ? undefined : await openAuthorities(caFile, log).catch(blameInput);
  const client = createClient({
    target,
    mode: 'unary',
    tls: authorities && { certificates: authorities },
    registry: new Registry(),
    log,
  });
  const explain = (error: unknown): never => {
    throw describeCallFailure(error, target);
  };
  return {
    mutatePod: (request, how) => client.mutatePod(request, how).catch(explain),
    preview: (request, how) => client.preview(request, how).catch(explain),
    listMutators: (how) => client.listMutators(how).catch(explain),
    getServerInfo: (how) => client.getServerInfo(how).catch(explain),
    async close() {
      await client.close();
      authorities?.close();
    },
  };
}
