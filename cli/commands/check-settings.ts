// `--check` of the servers: what a process would say about its settings when it starts, before anything depends on it.

import { mutators } from '../../services/registry.js';
import { loadSettings } from '../../services/settings/settings-source.js';
import { type ExitCode, exitCodes } from '../flags/exit-codes.js';
import { UsageError } from '../flags/flags.js';
import { writeOutput } from '../flags/write-output.js';

/**
 * Reads the settings as a server does.
 * @throws SettingsError with everything that is wrong, UsageError if no file is named
 */
export async function checkSettings(file: string | undefined): Promise<ExitCode> {
  if (file === undefined) {
    throw new UsageError('--check: expected a settings file, by --config or PODMUTATOR_CONFIG');
  }
  const { revision } = await loadSettings(file, mutators);
  await writeOutput(`${file}: the settings are valid, revision ${revision}\n`);
  return exitCodes.fine;
}
