// The service without a server: for a command that decides in its own process and ends.

import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { PodMutatorApi } from '../proto/api.js';
import { createHandler } from './handler.js';
import { createServiceMetrics } from './metrics.js';
import { createPreviewRunner } from './preview-job.js';
import { mutators } from './registry.js';
import { openSettings } from './settings-source.js';

/**
 * Opens the service on the settings of `configFile`, or on all defaults. The file is read once.
 * @throws SettingsError if the file cannot be used
 */
export async function openOffline(configFile: string | undefined): Promise<PodMutatorApi> {
  const logger = pino({ level: 'silent' });
  const metrics = createServiceMetrics(new Registry());
  const source = await openSettings({ file: configFile, mutators, logger, metrics });
  source.close();
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const runPreview = createPreviewRunner(mutators);
  return createHandler({ mutators, source, version, logger, metrics, runPreview });
}
