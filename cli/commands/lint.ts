// `podmutator lint`: mistakes in manifests that Kubernetes accepts and nobody wants.

import { defineCommand } from '../flags/command.js';
import { type ExitCode, exitCodes } from '../flags/exit-codes.js';
import { type FlagValues, UsageError } from '../flags/flags.js';
import { writeMessage, writeOutput } from '../flags/write-output.js';
import { inputFlags, readInputFlags } from '../inputs/input-flags.js';
import { listSources } from '../inputs/list-sources.js';
import { previewInputs } from '../inputs/preview-inputs.js';
import { loadRuleSentences } from '../show/lint/describe-rules.js';
import { type FindingSeverity, type LintReport, listFindings, severities } from '../show/lint/finding.js';
import { formats, type WriteReport } from '../show/lint/formats.js';
import { createProgress } from '../show/progress.js';
import { countEvaluated, createTotals, type Totals } from '../show/totals.js';
import { apiFlags, openApi } from './api.js';

const flags = {
  ...inputFlags,
  output: {
    value: 'FORMAT',
    short: 'o',
    about: `One of ${Object.keys(formats).join(', ')}.`,
    default: 'text',
  },
  'fail-on': {
    value: 'SEVERITY',
    about: `End with 1 for findings of this severity and above: ${severities.join(', ')}.`,
    default: 'warning',
  },
  'allow-empty': { about: 'End with 0 even if the input holds no Pods and no workloads.' },
  ...apiFlags,
} as const;

type Values = FlagValues<typeof flags>;

export const lint = defineCommand({
  name: 'podmutator lint',
  summary: 'Finds mistakes in manifests: misspelt keys, opt-ins without effect, Pods that would be refused.',
  operands: '[FILE|DIRECTORY|-]...',
  kind: 'verb',
  flags,

  async run(values, operands) {
    const write = readFormat(values);
    const failOn = readSeverity(values);
    const options = readInputFlags(values);
    const sources = await listSources(operands, undefined, values['allow-empty']);
    const api = await openApi(values);
    const progress = createProgress();
    try {
      const { version, configRevision } = await api.getServerInfo();
      const { totals, add } = createTotals();
      const findings: LintReport['findings'][number][] = [];
      let documents = 0;
      const failures: Error[] = [];
      const onFailure = (error: Error): void => void failures.push(error);
      const onSurvey = ({ documents: total }: { readonly documents: number }): void => progress.setTotal(total);
      for await (const document of previewInputs(api, sources, {
        ...options,
        ask: { lint: true },
        onSurvey,
        onFailure,
      })) {
        progress.advance();
        documents += 1;
        add(document);
        findings.push(...listFindings(document));
      }
      progress.clear();
      const about = { documents, version, configRevision };
      await writeOutput(await write({ findings, ...about, loadRuleSentences: () => loadRuleSentences(api) }));
      const [failure] = failures;
      if (failure) throw failure;
      return await judge({ findings, totals, failOn }, values);
    } finally {
      progress.clear();
      await api.close();
    }
  },
});

interface Result extends Pick<LintReport, 'findings'> {
  readonly totals: Totals;
  readonly failOn: FindingSeverity;
}

async function judge({ findings, totals, failOn }: Result, values: Values): Promise<ExitCode> {
  const say = (text: string): Promise<void> => writeMessage(`podmutator lint: ${text}\n`);
  const counts = severities.map((severity) => findings.filter((finding) => finding.severity === severity).length);
  const [notes = 0, warnings = 0, errors = 0] = counts;
  await say(`${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}, ${countOf(notes, 'note')}`);
  if (totals.error > 0) {
    return exitCodes.badInput;
  }
  // A Namespace holds no Pod, but may well hold a mistake.
  if (countEvaluated(totals) === 0 && findings.length === 0 && !values['allow-empty']) {
    await say('the input holds no Pods and no workloads, so nothing was evaluated; --allow-empty makes that no error');
    return exitCodes.badInput;
  }
  const isFailure = counts.slice(severities.indexOf(failOn)).some((count) => count > 0);
  return isFailure ? exitCodes.findings : exitCodes.fine;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function readFormat({ output }: Values): WriteReport {
  const write = Object.hasOwn(formats, output) ? formats[output] : undefined;
  if (!write) {
    throw new UsageError(`--output: expected one of ${Object.keys(formats).join(', ')}, found "${output}"`);
  }
  return write;
}

function readSeverity({ 'fail-on': text }: Values): FindingSeverity {
  const severity = severities.find((one) => one === text);
  if (!severity) {
    throw new UsageError(`--fail-on: expected one of ${severities.join(', ')}, found "${text}"`);
  }
  return severity;
}
