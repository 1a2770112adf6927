// `podmutator explain`: why each mutator decides as it does, and what would change its mind.

import { defineCommand } from '../flags/command.js';
import { type ExitCode, exitCodes } from '../flags/exit-codes.js';
import { UsageError } from '../flags/flags.js';
import { writeMessage, writeOutput } from '../flags/write-output.js';
import { inputFlags, readInputFlags } from '../inputs/input-flags.js';
import { listSources } from '../inputs/list-sources.js';
import { readOperands } from '../inputs/operands.js';
import { previewInputs } from '../inputs/preview-inputs.js';
import type { PreviewedObject } from '../inputs/previewed.js';
import { describeProblems } from '../show/describe-problems.js';
import { readPath } from '../show/explain/changes.js';
import { describeObject } from '../show/explain/describe-object.js';
import { writeExplanation } from '../show/explain/explain-json.js';
import { createProgress } from '../show/progress.js';
import { apiFlags, openApi } from './api.js';

const flags = {
  ...inputFlags,
  path: { value: 'POINTER', about: 'Tell only who changes this place, of the object or of its Pod, and why.' },
  output: { value: 'FORMAT', short: 'o', about: 'One of text, json.', default: 'text' },
  'allow-empty': { about: 'End with 0 even if the input holds no Pods and no workloads.' },
  ...apiFlags,
} as const;

export const explain = defineCommand({
  name: 'podmutator explain',
  summary: 'Tells why each mutator decides as it does, and the smallest change that would turn the decision.',
  operands: '[FILE|DIRECTORY|-] [KIND/NAME]',
  kind: 'verb',
  flags,

  async run(values, operands) {
    const path = readPath(values.path);
    const isJson = readIsJson(values.output);
    const { files, objects: named } = readOperands(operands);
    const options = readInputFlags({ ...values, object: [...values.object, ...named] });
    const sources = await listSources(files, undefined, values['allow-empty']);
    const api = await openApi(values);
    const progress = createProgress();
    try {
      const { version, configRevision } = await api.getServerInfo();
      const objects: PreviewedObject[] = [];
      const failures: Error[] = [];
      const onFailure = (error: Error): void => void failures.push(error);
      const onSurvey = ({ documents }: { readonly documents: number }): void => progress.setTotal(documents);
      for await (const document of previewInputs(api, sources, {
        ...options,
        ask: { alternatives: true },
        onSurvey,
        onFailure,
      })) {
        const problems = failures.length > 0 ? '' : describeProblems(document);
        if (problems !== '') progress.clear();
        await writeMessage(problems);
        progress.advance();
        objects.push(...document.objects.filter(({ verdict }) => verdict !== 'not-applicable'));
      }
      progress.clear();
      const text = isJson
        ? writeExplanation({ objects, path, version, configRevision })
        : objects.map((object) => describeObject(object, path)).join('\n');
      await writeOutput(text);
      const [failure] = failures;
      if (failure) throw failure;
      return await judge(objects, values['allow-empty']);
    } finally {
      progress.clear();
      await api.close();
    }
  },
});

async function judge(objects: readonly PreviewedObject[], isEmptyAllowed: boolean): Promise<ExitCode> {
  if (objects.some(({ verdict }) => verdict === 'error')) {
    return exitCodes.badInput;
  }
  if (objects.length > 0 || isEmptyAllowed) {
    return exitCodes.fine;
  }
  await writeMessage(
    'podmutator explain: the input holds no Pods and no workloads, so there is nothing to explain; --allow-empty makes that no error\n',
  );
  return exitCodes.badInput;
}

function readIsJson(output: string): boolean {
  if (output !== 'text' && output !== 'json') {
    throw new UsageError(`--output: expected text or json, found "${output}"`);
  }
  return output === 'json';
}
