// The service without a server: for a command that decides in its own process and ends. It loads no gRPC, no logger
// and no metrics, which would take longer than most decisions.

import type { PodMutatorApi } from '../proto/api.js';
import { readVersion } from '../runtime/version.js';
import type { DecisionLog, DecisionMetrics, SettingsMetrics } from './decisions/decision-records.js';
import { createJobRunner } from './preview/job-runner.js';
import { mutators } from './registry.js';
import { createHandler } from './rpc/handler.js';
import { computeRevision, readSettings } from './settings/settings.js';
import { openSettings, type SettingsSource, toTimestamp } from './settings/settings-source.js';

const nowhere = (): void => undefined;
const logger: DecisionLog = { info: nowhere, error: nowhere };
const metrics: DecisionMetrics & SettingsMetrics = {
  mutatorResults: { inc: nowhere },
  patchCheckFailures: { inc: nowhere },
  settingsReloadWorked: { set: nowhere },
  settingsLoadedAt: { set: nowhere },
  setSettingsRevision: nowhere,
};

/**
 * Opens the service on the settings of `configFile`, or on all defaults. The file is read once.
 * @throws SettingsError if the file cannot be used
 */
export async function openOffline(configFile: string | undefined): Promise<PodMutatorApi> {
  const source = await openSettings({ file: configFile, mutators, logger, metrics });
  source.close();
  return createOffline(source);
}

/**
 * Opens the service on settings that are no file of their own.
 * @param name stands in front of each problem, such as the path of the file around them
 * @throws SettingsError if the text cannot be used
 */
export function openOfflineText(text: string, name: string): PodMutatorApi {
  const settings = readSettings(text, { mutators, source: name });
  const loaded = { settings, revision: computeRevision(settings) };
  const now = toTimestamp(Date.now());
  return createOffline({
    current: () => loaded,
    state: () => ({ path: name, loadedAt: now, triedAt: now, lastTryWorked: true, error: '' }),
    subscribe: nowhere,
    close: nowhere,
  });
}

function createOffline(source: SettingsSource): PodMutatorApi {
  return createHandler({ mutators, source, version: readVersion(), logger, metrics, ...createJobRunner(mutators) });
}
