// Whom a verb asks: a running service, or the same code in this process.

import { blameInput } from '../flags/command.js';
import { UsageError } from '../flags/flags.js';
import type { OpenedApi } from './remote-api.js';

export const apiFlags = {
  server: {
    value: 'HOST:PORT',
    about: 'Ask this service over gRPC; without it, the same code decides in this process.',
  },
  'server-ca': { value: 'FILE', about: 'Authorities of the service certificate, PEM; with it, TLS is used.' },
  config: { value: 'FILE', about: 'Settings for the decisions of this process, YAML.', env: 'PODMUTATOR_CONFIG' },
} as const;

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
    const { openRemote } = await import('./remote-api.js');
    return openRemote(values.server, values['server-ca']);
  }
  const { openOffline } = await import('../../services/offline.js');
  return { ...(await openOffline(values.config).catch(blameInput)), close: async () => {} };
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
