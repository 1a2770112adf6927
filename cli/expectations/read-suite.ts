// One expectation file and everything it names, read and checked before anything is evaluated.

import { dirname, resolve } from 'node:path';
import { readStrictYaml, type StrictYaml, StrictYamlError } from '../../runtime/text/strict-yaml.js';
import { BadInputError } from '../flags/command.js';
import { type Input, readInput } from './read-input.js';
import { readText } from './read-text.js';
import { type ExpectationFile, expectationFileSchema } from './schema.js';

/** An expectation file with its inputs. */
export interface Suite {
  /** The path of the expectation file, as it is shown. */
  readonly file: string;
  readonly yaml: StrictYaml<ExpectationFile>;
  readonly inputs: readonly Input[];
  /** A path of the expectation file, seen from here. */
  readonly locate: (path: string) => string;
}

/**
 * Reads an expectation file and its inputs.
 * @throws BadInputError with every problem of the file
 */
export async function readSuite(file: string): Promise<Suite> {
  const yaml = readFileText(file, await readText(file));
  const locate = (path: string): string => resolve(dirname(file), path);
  const problems = listProblems(yaml, locate).map(({ path, text }) => `${file}:${yaml.findLine(path)}: ${text}`);
  if (problems.length > 0) {
    throw new BadInputError(problems.join('\n'));
  }
  const inputs = await Promise.all(yaml.value.inputs.map((name) => readInput(name, locate(name))));
  return { file, yaml, inputs, locate };
}

function readFileText(file: string, text: string): StrictYaml<ExpectationFile> {
  try {
    return readStrictYaml(text, { schema: expectationFileSchema, source: file, whole: 'the expectation file' });
  } catch (error) {
    throw error instanceof StrictYamlError ? new BadInputError(error.message, { cause: error }) : error;
  }
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

// What the schema cannot say.
function listProblems({ value }: StrictYaml<ExpectationFile>, locate: (path: string) => string): readonly Problem[] {
  const problems: Problem[] =
    value.settings && value.settingsFile !== undefined
      ? [{ path: ['settingsFile'], text: 'expected either settings or settingsFile, found both' }]
      : [];
  const names = new Set<string>();
  const files = new Set(value.inputs.map(locate));
  for (const [index, { name, input, expect }] of value.cases.entries()) {
    const path = ['cases', index];
    if (!claim(names, name)) {
      problems.push({ path: [...path, 'name'], text: `expected a name of its own, found "${name}" again` });
    }
    if (input !== undefined && !value.inputs.includes(input)) {
      const text = `expected one of the inputs (${value.inputs.join(', ')}), found "${input}"`;
      problems.push({ path: [...path, 'input'], text });
    }
    if (expect.snapshot !== undefined && !claim(files, locate(expect.snapshot))) {
      const text = `expected a file of its own, found "${expect.snapshot}", which is in use already`;
      problems.push({ path: [...path, 'expect', 'snapshot'], text });
    }
  }
  return problems;
}

/** Takes `key`, unless it is taken. */
function claim(taken: Set<string>, key: string): boolean {
  const isFree = !taken.has(key);
  taken.add(key);
  return isFree;
}
