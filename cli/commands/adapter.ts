// `podmutator adapter`: the admission adapter alone; the service is somewhere else.

import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../adapter/client/client.js';
import { startAdapter } from '../../adapter/main.js';
import { openNamespaces } from '../../adapter/namespaces/open.js';
import { openAuthorities } from '../../runtime/authorities.js';
import type { CertificateSource } from '../../runtime/certificate-provider.js';
import { openKeyPair } from '../../runtime/tls.js';
import { defineCommand } from '../flags/command.js';
import { exitCodes } from '../flags/exit-codes.js';
import { type FlagValues, UsageError } from '../flags/flags.js';
import { formatPlaygroundUrl, playgroundFlags, readPlayground } from '../flags/playground-flags.js';
import {
  adapterFlags,
  listenerFlags,
  openLog,
  openWebhookTls,
  processFlags,
  readAdapterLimits,
  readShutdown,
} from '../flags/shared-flags.js';
import { stopOnSignal } from './lifecycle.js';
import { registerProcessMetrics } from './process-metrics.js';

const clientFlags = {
  service: {
    value: 'TARGET',
    about: 'The mutation service: host:port, unix:/path, or dns:///name:port for all addresses of a name.',
    default: '127.0.0.1:50051',
  },
  'service-mode': {
    value: 'stream|unary',
    about:
      'How reviews travel: over one long-lived stream per address, or one call each, which costs more but is easier to trace.',
    default: 'stream',
  },
  'service-ca': { value: 'FILE', about: 'Authorities of the service certificate, PEM; with it, TLS is used.' },
  'service-name': { value: 'NAME', about: 'The name in the service certificate, if it is not the host of --service.' },
  'service-tls-cert': { value: 'FILE', about: 'Certificate to show to the service, PEM.' },
  'service-tls-key': { value: 'FILE', about: 'Private key of that certificate, PEM.' },
} as const;

export const adapter = defineCommand({
  name: 'podmutator adapter',
  summary: 'Takes admission reviews and asks the mutation service over gRPC.',
  kind: 'server',
  flags: { ...listenerFlags, ...clientFlags, ...adapterFlags, ...playgroundFlags, ...processFlags },

  async run(values) {
    const registry = new Registry();
    registerProcessMetrics(registry);
    const logger = openLog(values, 'adapter', registry);
    const shutdown = readShutdown(values);
    const playground = readPlayground(values);
    const limits = readAdapterLimits(values);
    const mode = readMode(values);
    const certificates = await openServiceCertificates(values, { logger, registry });
    const keyPair = await openWebhookTls(values, { logger, registry });
    const namespaces = await openNamespaces(values.namespaces, { log: logger, registry });
    const client = createClient({
      target: values.service,
      mode,
      tls: certificates && { certificates, serverName: values['service-name'] },
      registry,
      log: logger,
    });
    const running = await startAdapter({
      address: values.addr,
      tls: keyPair && { keyPair },
      api: client,
      namespaces,
      registry,
      log: logger,
      limits,
      playground,
    });
    const page = formatPlaygroundUrl(running, playground, keyPair !== undefined);
    logger.info({ webhook: running.address, service: values.service, playground: page }, 'ready');
    await stopOnSignal(
      async (how) => {
        await running.stop(how);
        await client.close();
        await namespaces.close();
        keyPair?.close();
        certificates?.close();
      },
      shutdown,
      logger,
    );
    return exitCodes.fine;
  },
});

type ClientValues = FlagValues<typeof clientFlags>;

function readMode({ 'service-mode': mode }: ClientValues): 'stream' | 'unary' {
  if (mode !== 'stream' && mode !== 'unary') {
    throw new UsageError(`--service-mode: expected stream or unary, found "${mode}"`);
  }
  return mode;
}

// With authorities alone the service proves itself to us; with a pair we prove ourselves to it as well.
async function openServiceCertificates(
  values: ClientValues,
  { logger, registry }: { readonly logger: Logger; readonly registry: Registry },
): Promise<(CertificateSource & { close(): void }) | undefined> {
  const {
    'service-ca': caFile,
    'service-tls-cert': certFile,
    'service-tls-key': keyFile,
    'service-name': name,
  } = values;
  if (!caFile) {
    if (certFile || keyFile || name) {
      throw new UsageError('--service-tls-cert, --service-tls-key and --service-name need --service-ca');
    }
    return undefined;
  }
  if (!certFile && !keyFile) {
    return openAuthorities(caFile, logger);
  }
  if (!certFile || !keyFile) {
    throw new UsageError('--service-tls-cert and --service-tls-key must be given together');
  }
  return openKeyPair({ certFile, keyFile, caFile, listener: 'client', registry, log: logger });
}
