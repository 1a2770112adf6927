// Whom a verb asks: a running service, or the same code in this process.

import type { PodMutatorApi } from '../proto/api.js';

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

/**
 * Opens what the flags name. gRPC is loaded only if a service is asked.
 * @throws Error if settings or authorities cannot be used
 */
export async function openApi(values: {
  readonly server?: string | undefined;
  readonly 'server-ca'?: string | undefined;
  readonly config?: string | undefined;
}): Promise<OpenedApi> {
  if (values.server === undefined) {
    const { openOffline } = await import('../services/offline.js');
    return { ...(await openOffline(values.config)), close: async () => {} };
  }
  const [{ createClient }, { openAuthorities }, { pino }, { Registry }] = await Promise.all([
    import('../adapter/client.js'),
    import('../runtime/authorities.js'),
    import('pino'),
    import('prom-client'),
  ]);
  const log = pino({ level: 'silent' });
  const authorities = values['server-ca'] ? await openAuthorities(values['server-ca'], log) : undefined;
  const client = createClient({
    target: values.server,
    mode: 'unary',
    tls: authorities && { certificates: authorities },
    registry: new Registry(),
    log,
  });
  return {
    ...client,
    async close() {
      await client.close();
      authorities?.close();
    },
  };
}
