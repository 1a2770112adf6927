// The macvtap webhook alone, with the flags, variables and refusals that users of the Go program `webhook-sidecard` know.

import { Registry } from 'prom-client';
import { startAdapter } from '../../adapter/main.js';
import { openNamespaces } from '../../adapter/namespaces/open.js';
import { createLogger, routeGrpcLog } from '../../runtime/log.js';
import type { Mutator } from '../../services/decisions/mutator.js';
import { startService } from '../../services/main.js';
import { macvtap } from '../../services/mutators/macvtap/mutator.js';
import { defineCommand } from '../flags/command.js';
import { exitCodes } from '../flags/exit-codes.js';
import { listenerFlags, openWebhookTls } from '../flags/shared-flags.js';
import { stopOnSignal } from './lifecycle.js';
import { registerProcessMetrics } from './process-metrics.js';

const shutdown = { graceMs: 5000, timeoutMs: 10_000 };

export const macvtapWebhook = defineCommand({
  name: 'webhook-sidecard',
  summary: 'Takes admission reviews and gives Pods that use macvtap the rights they need.',
  kind: 'server',
  flags: listenerFlags,

  async run(values) {
    const registry = new Registry();
    registerProcessMetrics(registry);
    const logger = createLogger({ level: 'info', name: 'webhook-sidecard', registry });
    routeGrpcLog(logger);
    const keyPair = await openWebhookTls(values, { logger, registry });
    const namespaces = await openNamespaces('none', { log: logger, registry });
    const service = await startService({ logger, registry, mutators: [macvtap as Mutator] });
    const adapter = await startAdapter({
      address: values.addr,
      tls: keyPair && { keyPair },
      api: service.api,
      namespaces,
      registry,
      log: logger,
    });
    logger.info({ webhook: adapter.address }, 'ready');
    await stopOnSignal(
      async (how) => {
        await adapter.stop(how);
        await service.stop();
        keyPair?.close();
      },
      shutdown,
      logger,
    );
    return exitCodes.fine;
  },
});
