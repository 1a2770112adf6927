// `podmutator serve`: adapter and service in one process. The only place that puts the two together: the adapter gets
// the service's handler as the function that a gRPC client would be, so there is no hop.

import { Registry } from 'prom-client';
import { startAdapter } from '../../adapter/main.js';
import { openNamespaces } from '../../adapter/namespaces/open.js';
import { writeNotice } from '../../runtime/log.js';
import { startService } from '../../services/main.js';
import { defineCommand } from '../flags/command.js';
import { exitCodes } from '../flags/exit-codes.js';
import { formatPlaygroundUrl, playgroundFlags, readPlayground } from '../flags/playground-flags.js';
import {
  adapterFlags,
  checkFlag,
  configFlag,
  grpcFlags,
  listenerFlags,
  openLog,
  openWebhookTls,
  processFlags,
  readAdapterLimits,
  readGrpcTls,
  readShutdown,
} from '../flags/shared-flags.js';
import { checkSettings } from './check-settings.js';
import { stopOnSignal } from './lifecycle.js';
import { registerProcessMetrics } from './process-metrics.js';

export const serve = defineCommand({
  name: 'podmutator serve',
  summary: 'Takes admission reviews and gRPC calls in one process.',
  kind: 'server',
  flags: {
    ...listenerFlags,
    ...adapterFlags,
    ...playgroundFlags,
    ...grpcFlags,
    ...configFlag,
    ...checkFlag,
    ...processFlags,
    examples: { about: 'Once ready, print lines to try from a checkout.' },
  },

  async run(values) {
    if (values.check) return checkSettings(values.config);
    const registry = new Registry();
    registerProcessMetrics(registry);
    const logger = openLog(values, 'podmutator', registry);
    const shutdown = readShutdown(values);
    const playground = readPlayground(values);
    const limits = readAdapterLimits(values);
    const tls = readGrpcTls(values);
    const keyPair = await openWebhookTls(values, { logger, registry });
    const namespaces = await openNamespaces(values.namespaces, { log: logger, registry });
    const service = await startService({
      address: values['grpc-addr'],
      configFile: values.config,
      logger,
      registry,
      reflection: !values['no-reflection'],
      tls,
    });
    const adapter = await startAdapter({
      address: values.addr,
      tls: keyPair && { keyPair },
      api: service.api,
      namespaces,
      registry,
      log: logger,
      limits,
      playground,
    });
    const page = formatPlaygroundUrl(adapter, playground, keyPair !== undefined);
    logger.info({ webhook: adapter.address, grpc: service.addresses.join(', '), playground: page }, 'ready');
    if (values.examples) {
      const url = `${keyPair ? 'https' : 'http'}://${adapter.address}`;
      writeNotice(formatExamples({ url, grpc: service.address, page }));
    }
    await stopOnSignal(
      async (how) => {
        await Promise.all([adapter.stop(how), service.stop({ graceMs: how.graceMs, forceMs: how.timeoutMs })]);
        await namespaces.close();
        keyPair?.close();
      },
      shutdown,
      logger,
    );
    return exitCodes.fine;
  },
});

interface Places {
  readonly url: string;
  readonly grpc: string;
  readonly page: string | undefined;
}

function formatExamples({ url, grpc, page }: Places): string {
  const curl = url.startsWith('https:') ? 'curl -sk' : 'curl -s';
  return `
podmutator is ready: reviews on ${url}, gRPC on ${grpc}
${page ? `\nSee in a browser what would happen to your Pods:\n\n  ${page}\n` : ''}
Send a review, as the API server does, and read the patch:

  ${curl} ${url}/mutate -H 'content-type: application/json' \\
    -d @examples/review-dragonfly.json |
    jq -r .response.patch | base64 -d | jq -r '.[] | .op + " " + .path'

Preview a Deployment, as CI would:

  jq -Rs '{manifest: ., namespace: "shop",
    namespace_labels: {"dragonflyoss-injection": "enabled"}}' \\
    examples/deployment.yaml |
    grpcurl -plaintext -d @ ${grpc} podmutator.v1.PodMutator/Preview |
    jq -r '.results[].diff'

`;
}
