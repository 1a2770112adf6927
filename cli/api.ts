// Whom a verb asks: a running service, or the same code in this process.

import type { PodMutatorApi } from '../proto/api.js';
import { BadInputError } from './command.js';
import { describeCallFailure } from './describe-call-failure.js';
import { UsageError } from './flags.js';

export const apiFlags = {
  server: {
    value: 'HOST:PORT',
    about: 'Ask this service over gRPC; without it, the same code decides in this process.',
  },
  'server-ca': { value: 'FILE', about: 'Authorities of the service certificate, PEM; with it, TLS is used.' },
  config: { value: 'FILE', about: 'Settings for the decisions of this process, YAML.', env: 'PODMUTATOR_CONFIG' },
} as const;

export interface OpenedApi extends PodMutatorApi {
  close(): Promise<void>;
}

interface ApiValues {
  readonly server?: string | undefined;
  readonly 'server-ca'?: string | undefined;
  readonly config?: string | undefined;
}

/**
 * Opens what the flags name. gRPC is loaded only if a service is asked.
 * @throws UsageError for flags that exclude each other, BadInputError if settings or authorities cannot be used
 */
export async function openApi(values: ApiValues): Promise<OpenedApi> {
  checkFlags(values);
  if (values.server !== undefined) {
    return openRemote(values.server, values['server-ca']);
  }
  const { openOffline } = await import('../services/offline.js');
  return { ...(await openOffline(values.config).catch(blameInput)), close: async () => {} };
}

async function openRemote(target: string, caFile: string | undefined): Promise<OpenedApi> {
  const [{ createClient }, { openAuthorities }, { pino }, { Registry }] = await Promise.all([
    import('../adapter/client.js'),
    import('../runtime/authorities.js'),
    import('pino'),
    import('prom-client'),
  ]);
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

// A file that a flag names is input: nobody has been asked yet, so nobody was unavailable.
function blameInput(cause: Error): never {
  throw new BadInputError(cause.message, { cause });
}

// A flag without effect would make people believe in an answer that they did not get.
function checkFlags({ server, 'server-ca': ca, config }: ApiValues): void {
  if (server === undefined && ca !== undefined) {
    throw new UsageError('--server-ca: needs --server, because without it nothing is asked over the network');
  }
  if (server !== undefined && config !== undefined && config !== process.env['PODMUTATOR_CONFIG']) {
    throw new UsageError('--config: cannot be used with --server, because that service has settings of its own');
  }
}
