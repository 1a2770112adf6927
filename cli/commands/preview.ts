// `podmutator preview`: what would happen to the Pods of manifests, before it happens.

import { defineCommand } from '../flags/command.js';
import { type ExitCode, exitCodes } from '../flags/exit-codes.js';
import { type FlagValues, UsageError } from '../flags/flags.js';
import { writeMessage, writeOutput } from '../flags/write-output.js';
import { inputFlags, readInputFlags } from '../inputs/input-flags.js';
import { listSources } from '../inputs/list-sources.js';
import { previewInputs } from '../inputs/preview-inputs.js';
import { createSpool } from '../inputs/spool.js';
import { describeProblems } from '../show/describe-problems.js';
import type { Format } from '../show/format.js';
import { formats } from '../show/formats/formats.js';
import { createProgress } from '../show/progress.js';
import { countEvaluated, createTotals, describeTotals, type Totals } from '../show/totals.js';
import { apiFlags, openApi } from './api.js';
import type { OpenedApi } from './remote-api.js';

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
    const sources = await listSources(operands, undefined, values['allow-empty']);
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
      return await show(format, { api, sources, options, values });
    } finally {
      await api.close();
    }
  },
});

interface Work {
  readonly api: OpenedApi;
  readonly sources: Awaited<ReturnType<typeof listSources>>;
  readonly options: ReturnType<typeof readInputFlags>;
  readonly values: Values;
}

async function show(format: Format, { api, sources, options, values }: Work): Promise<ExitCode> {
  const held = format.isApplied ? createSpool() : undefined;
  const write = async (text: string): Promise<void> => (held ? held.write(Buffer.from(text)) : writeOutput(text));
  const { totals, add } = createTotals();
  const failures: Error[] = [];
  const progress = createProgress();
  const onSurvey = ({ documents }: { readonly documents: number }): void => progress.setTotal(documents);
  const onFailure = (error: Error): void => void failures.push(error);
  try {
    for await (const document of previewInputs(api, sources, { ...options, onSurvey, onFailure })) {
      add(document);
      progress.advance();
      // A failure is told at the end, and decides on the exit code.
      const problems = failures.length > 0 ? '' : describeProblems(document);
      const text = format.add(document);
      if (problems !== '' || text !== '') {
        progress.clear();
        await writeMessage(problems);
        await write(text);
      }
    }
  } finally {
    progress.clear();
  }
  await write(await format.finish(totals));
  const [failure] = failures;
  if (failure) throw failure;
  const { code, messages } = judge(totals, values);
  for (const message of messages) await writeMessage(`podmutator preview: ${message}\n`);
  if (code === exitCodes.fine || code === exitCodes.findings) {
    for (const piece of held?.read() ?? []) await writeOutput(piece);
  }
  return code;
}

interface Judgement {
  readonly code: ExitCode;
  readonly messages: readonly string[];
}

function judge(totals: Totals, values: Values): Judgement {
  const isEmpty = countEvaluated(totals) === 0 && !values['allow-empty'];
  const undecided =
    `${totals.incomplete} undecided: labels and annotations of the namespace are not known; ` +
    'give them with --namespace-label, or the Namespace itself as input';
  const nothing =
    'the input holds no Pods and no workloads, so nothing was evaluated; --allow-empty makes that no error';
  const messages = [
    ...(totals.incomplete > 0 ? [undecided] : []),
    // A diff says nothing about what does not change, and a person would look at an empty screen.
    ...(totals.error > 0 || readOutput(values) === 'diff' ? [describeTotals(totals)] : []),
    ...(totals.error === 0 && isEmpty ? [nothing] : []),
  ];
  if (totals.error > 0 || isEmpty) {
    return { code: exitCodes.badInput, messages };
  }
  const isFinding = totals.changed > 0 || totals.incomplete > 0;
  return { code: values['exit-code'] && isFinding ? exitCodes.findings : exitCodes.fine, messages };
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
