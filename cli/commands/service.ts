// `podmutator service`: the mutation service alone.

import { Registry } from 'prom-client';
import { startService } from '../../services/main.js';
import { defineCommand } from '../flags/command.js';
import { exitCodes } from '../flags/exit-codes.js';
import {
  checkFlag,
  configFlag,
  grpcFlags,
  openLog,
  processFlags,
  readGrpcTls,
  readMetricsTls,
  readShutdown,
} from '../flags/shared-flags.js';
import { checkSettings } from './check-settings.js';
import { stopOnSignal } from './lifecycle.js';
import { registerProcessMetrics } from './process-metrics.js';

export const service = defineCommand({
  name: 'podmutator service',
  summary: 'Serves podmutator.v1.PodMutator over gRPC.',
  kind: 'server',
  flags: {
    ...grpcFlags,
    'metrics-addr': {
      value: 'HOST:PORT',
      about: 'Where to serve /metrics and /healthz over HTTP; nowhere without it.',
    },
    'metrics-client-ca': {
      value: 'FILE',
      about:
        'Authorities of scrapers, PEM; with it, --metrics-addr speaks HTTPS with the certificate of --grpc-tls-cert, and /metrics needs a certificate of theirs. Probes need none.',
    },
    ...configFlag,
    ...checkFlag,
    ...processFlags,
  },

  async run(values) {
    if (values.check) return checkSettings(values.config);
    const registry = new Registry();
    registerProcessMetrics(registry);
    const logger = openLog(values, 'service', registry);
    const shutdown = readShutdown(values);
    const running = await startService({
      address: values['grpc-addr'],
      metricsAddress: values['metrics-addr'],
      metricsTls: readMetricsTls(values),
      configFile: values.config,
      logger,
      registry,
      reflection: !values['no-reflection'],
      tls: readGrpcTls(values),
    });
    logger.info({ grpc: running.addresses.join(', '), metrics: running.metricsAddress }, 'ready');
    await stopOnSignal(({ graceMs, timeoutMs }) => running.stop({ graceMs, forceMs: timeoutMs }), shutdown, logger);
    return exitCodes.fine;
  },
});
