// One expectation file: read, asked, reported. A file that cannot be used leaves the others alone.

import type { PodMutatorApi } from '../../proto/api.js';
import { BadInputError } from '../flags/command.js';
import type { SnapshotMode } from './check-snapshot.js';
import { readSuite, type Suite } from './read-suite.js';
import type { CaseReport, FileReport } from './report.js';
import { runCase } from './run-case.js';

export interface RunOptions {
  /** Whom to ask if the file has no settings of its own. */
  readonly api: PodMutatorApi;
  /** Whether `api` is a running service, which has settings already. */
  readonly isRemote: boolean;
  readonly mode: SnapshotMode;
}

/**
 * Runs the cases of a file in their order.
 * @throws PodMutatorError if the service gives no answer
 */
export async function runFile(file: string, options: RunOptions): Promise<FileReport> {
  try {
    const suite = await readSuite(file);
    const api = await openApiOf(suite, options);
    const cases: CaseReport[] = [];
    for (const index of suite.yaml.value.cases.keys()) {
      cases.push(await runCase(suite, index, { api, mode: options.mode }));
    }
    return { file, cases };
  } catch (error) {
    if (!(error instanceof BadInputError)) {
      throw error;
    }
    return { file, cases: [], error: error.message };
  }
}

async function openApiOf({ file, yaml, locate }: Suite, { api, isRemote }: RunOptions): Promise<PodMutatorApi> {
  const { settings, settingsFile } = yaml.value;
  if (settings === undefined && settingsFile === undefined) {
    return api;
  }
  const key = settings === undefined ? 'settingsFile' : 'settings';
  if (isRemote) {
    const advice = 'the service of --server has settings of its own; leave out --server or the settings of the file';
    throw new BadInputError(`${file}:${yaml.findLine([key])}: ${key}: ${advice}`);
  }
  const { openOffline, openOfflineText } = await import('../../services/offline.js');
  try {
    return settingsFile === undefined
      ? openOfflineText(yaml.isolate(['settings']), file)
      : await openOffline(locate(settingsFile));
  } catch (cause) {
    throw new BadInputError((cause as Error).message, { cause });
  }
}
