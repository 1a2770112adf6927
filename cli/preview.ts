// `podmutator preview`: what would happen to the Pods of manifests, before it happens.

import { apiFlags, type OpenedApi, openApi } from './api.js';
import { defineCommand, type ExitCode, exitCodes } from './command.js';
import { type FlagValues, UsageError } from './flags.js';
import { describeProblems } from './preview/describe-problems.js';
import type { Format } from './preview/format.js';
import { formats } from './preview/formats/formats.js';
import { inputFlags, readInputFlags } from './preview/input-flags.js';
import { listSources } from './preview/list-sources.js';
import { previewInputs } from './preview/preview-inputs.js';
import { createProgress } from './preview/progress.js';
import { countEvaluated, createTotals, describeTotals, type Totals } from './preview/totals.js';
import { writeOutput } from './preview/write-output.js';

const flags = {
  ...inputFlags,
  output: {
    value: 'FORMAT',
    short: 'o',
    about: `One of ${Object.keys(formats).join(', ')}. Without it, diff on a terminal and yaml in a pipe.`,
  },
  'exit-code': { about: 'End with 1 if anything would change, or is not decided.' },
  'allow-empty': { about: 'End with 0 even if the input holds no Pods and no workloads.' },
  color: { value: 'auto|always|never', about: 'Colours of a diff. NO_COLOR counts for auto.', default: 'auto' },
  ...apiFlags,
} as const;

type Values = FlagValues<typeof flags>;

export const preview = defineCommand({
  name: 'podmutator preview',
  summary: 'Shows what would happen to the Pods of manifests, and why, before it happens.',
  operands: '[FILE|DIRECTORY|-]...',
  kind: 'verb',
  flags,

  async run(values, operands) {
    const createFormat = await loadFormat(values);
    const isColoured = readColour(values);
    const options = readInputFlags(values);
    const sources = await listSources(operands);
    const api = await openApi(values);
    try {
      const { version, configRevision } = await api.getServerInfo();
      const format = createFormat({
        isColoured,
        isChangeFinding: values['exit-code'],
        version,
        configRevision,
        listMutators: () => api.listMutators(),
      });
      const totals = await show(format, { api, sources, options });
      options.wanted.finish();
      return judge(totals, values);
    } finally {
      await api.close();
    }
  },
});

interface Work {
  readonly api: OpenedApi;
  readonly sources: Awaited<ReturnType<typeof listSources>>;
  readonly options: ReturnType<typeof readInputFlags>;
}

async function show(format: Format, { api, sources, options }: Work): Promise<Totals> {
  const { totals, add } = createTotals();
  const progress = createProgress();
  const onSurvey = ({ documents }: { readonly documents: number }): void => progress.setTotal(documents);
  try {
    for await (const document of previewInputs(api, sources, { ...options, onSurvey })) {
      add(document);
      progress.advance();
      const problems = describeProblems(document);
      const text = format.add(document);
      if (problems !== '' || text !== '') {
        progress.clear();
        process.stderr.write(problems);
        await writeOutput(text);
      }
    }
  } finally {
    progress.clear();
  }
  const rest = await format.finish(totals);
  for (const piece of typeof rest === 'string' ? [rest] : rest) await writeOutput(piece);
  return totals;
}

function judge(totals: Totals, values: Values): ExitCode {
  const say = (text: string): boolean => process.stderr.write(`podmutator preview: ${text}\n`);
  if (totals.incomplete > 0) {
    say(
      `${totals.incomplete} undecided: labels and annotations of the namespace are not known; ` +
        'give them with --namespace-label, or the Namespace itself as input',
    );
  }
  // A diff says nothing about what does not change, and a person would look at an empty screen.
  if (totals.error > 0 || readOutput(values) === 'diff') {
    say(describeTotals(totals));
  }
  if (totals.error > 0) {
    return exitCodes.badInput;
  }
  if (countEvaluated(totals) === 0 && !values['allow-empty']) {
    say('the input holds no Pods and no workloads, so nothing was evaluated; --allow-empty makes that no error');
    return exitCodes.badInput;
  }
  const isFinding = totals.changed > 0 || totals.incomplete > 0;
  return values['exit-code'] && isFinding ? exitCodes.findings : exitCodes.fine;
}

function readOutput({ output }: Values): string {
  return output ?? (process.stdout.isTTY ? 'diff' : 'yaml');
}

async function loadFormat(values: Values): ReturnType<(typeof formats)[string]> {
  const name = readOutput(values);
  const load = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (!load) {
    throw new UsageError(`--output: expected one of ${Object.keys(formats).join(', ')}, found "${name}"`);
  }
  return load();
}

function readColour({ color }: Values): boolean {
  if (color !== 'auto' && color !== 'always' && color !== 'never') {
    throw new UsageError(`--color: expected auto, always or never, found "${color}"`);
  }
  const { NO_COLOR, TERM } = process.env;
  return color === 'always' || (color === 'auto' && process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb');
}
