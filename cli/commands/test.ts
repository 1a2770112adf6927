// `podmutator test`: what a platform team expects to happen to its Pods, kept in files and held against the service.

import type { SnapshotMode } from '../expectations/check-snapshot.js';
import { findFiles } from '../expectations/find-files.js';
import { countCases, type FileReport } from '../expectations/report.js';
import { runFile } from '../expectations/run-file.js';
import { defineCommand } from '../flags/command.js';
import { type ExitCode, exitCodes } from '../flags/exit-codes.js';
import { type FlagValues, UsageError } from '../flags/flags.js';
import { writeOutput } from '../flags/write-output.js';
import { apiFlags, openApi } from './api.js';

const flags = {
  ...apiFlags,
  output: { value: 'FORMAT', about: 'How to report: text, junit or json.', default: 'text', short: 'o' },
  ci: { about: 'Write nothing: a snapshot that is missing fails its case. Without it, it is written.' },
  update: { about: 'Write the snapshots that are missing or differ.' },
} as const;

type Format = (files: readonly FileReport[]) => string;

// Each is loaded only when it is asked for.
const formats: Readonly<Record<string, () => Promise<Format>>> = {
  text: async () => (await import('../expectations/format-text.js')).formatText,
  junit: async () => (await import('../expectations/format-junit.js')).formatJunit,
  json: async () => (await import('../expectations/format-json.js')).formatJson,
};

export const test = defineCommand({
  name: 'podmutator test',
  summary:
    'Checks the expectations in *.podmutator-test.yaml files; without arguments, those below the current directory.',
  operands: '[DIR|FILE]...',
  kind: 'verb',
  flags,
  run: async (values, operands): Promise<ExitCode> => {
    const load = Object.hasOwn(formats, values.output) ? formats[values.output] : undefined;
    if (!load) {
      throw new UsageError(`--output: expected ${Object.keys(formats).join(', ')}, found "${values.output}"`);
    }
    const mode = readMode(values);
    const files = await findFiles(operands.length > 0 ? operands : ['.']);
    const reports = await runFiles(files, mode, values);
    const format = await load();
    await writeOutput(format(reports));
    return chooseExitCode(reports);
  },
});

async function runFiles(
  files: readonly string[],
  mode: SnapshotMode,
  values: FlagValues<typeof flags>,
): Promise<readonly FileReport[]> {
  const api = await openApi(values);
  try {
    // Previews wait for a service that is not there yet; this does not, and tells at once.
    await api.getServerInfo();
    const reports: FileReport[] = [];
    for (const file of files) {
      reports.push(await runFile(file, { api, isRemote: values.server !== undefined, mode }));
    }
    return reports;
  } finally {
    await api.close();
  }
}

function readMode({ ci, update }: FlagValues<typeof flags>): SnapshotMode {
  if (ci && update) {
    throw new UsageError('expected --ci or --update, found both');
  }
  if (ci) return 'ci';
  return update ? 'update' : 'check';
}

function chooseExitCode(reports: readonly FileReport[]): ExitCode {
  const { failed, error } = countCases(reports);
  if (error > 0) return exitCodes.badInput;
  return failed > 0 ? exitCodes.findings : exitCodes.fine;
}
