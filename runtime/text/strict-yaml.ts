// A file that a person writes, held to a strict schema: whatever is wrong with it is told at once, each with its place.

import { type Document, LineCounter } from 'yaml';
import type { ZodType } from 'zod';
import { composeYaml, YamlProblem } from './compose-yaml.js';
import { findDuplicateKeys } from './find-duplicate-keys.js';
import { shortenText } from './shorten-text.js';
import { describeIssues, findOffset } from './strict-yaml-problems.js';

/** Problems that are told at once; how many there are beyond it is only counted. */
const problemsMax = 10;

/** The first problems of the text in one message, one line each: file, line, column, what was expected, what came. */
export class StrictYamlError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StrictYamlError';
  }
}

export interface StrictYamlOptions<T> {
  readonly schema: ZodType<T>;
  /** Stands in front of each problem, such as the path of the file. */
  readonly source: string;
  /** What the text is as a whole, such as "the settings". */
  readonly whole: string;
}

export interface StrictYaml<T> {
  readonly value: T;
  /** The line of the key or entry at `path`, counted from 1. */
  readonly findLine: (path: readonly PropertyKey[]) => number;
  /** The text of the value at `path`, all around it blank, so that lines and columns stay. */
  readonly isolate: (path: readonly PropertyKey[]) => string;
}

/**
 * Reads one document of YAML. Nothing at all is a problem: what makes a file empty is an accident more often than not.
 * @throws StrictYamlError
 */
export function readStrictYaml<T>(text: string, options: StrictYamlOptions<T>): StrictYaml<T> {
  const { schema, source, whole } = options;
  const lines = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${source}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const fail = (problems: readonly (() => string)[]): never => {
    const told = problems.slice(0, problemsMax).map((tell) => tell());
    const rest = problems.length - told.length;
    throw new StrictYamlError([...told, ...(rest > 0 ? [`${source}: and ${rest} more`] : [])].join('\n'));
  };
  const document = compose(text, lines, (offset, problem) => fail([() => `${place(offset)}: ${problem}`]));
  const repeated = [...findDuplicateKeys(document?.contents)];
  if (repeated.length > 0) {
    fail(
      repeated.map(({ name, key }) => () => {
        return `${place(key.range?.[0] ?? 0)}: ${shortenText(name)}: expected each key once, found it again`;
      }),
    );
  }
  const value = readValue(document, source);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error.issues, { schema, whole });
    fail(
      problems.map(
        ({ path, tell }) =>
          () =>
            `${place(findOffset(document?.contents, path))}: ${tell()}`,
      ),
    );
  }
  return {
    value: parsed.data as T,
    findLine: (path) => Math.max(lines.linePos(findOffset(document?.contents, path)).line, 1),
    isolate: (path) => {
      const range = (document?.getIn(path, true) as { readonly range?: readonly number[] } | undefined)?.range;
      const [start = text.length, end = start] = range ?? [];
      return text.slice(0, start).replace(/[^\n]/g, ' ') + text.slice(start, end);
    },
  };
}

// Undefined if there is none: the text is empty, or holds comments alone.
function compose(
  text: string,
  lineCounter: LineCounter,
  fail: (offset: number, problem: string) => never,
): Document.Parsed | undefined {
  try {
    const [document, second] = composeYaml(text, { lineCounter });
    return second ? fail(second.range[0], 'expected one YAML document, found several') : document;
  } catch (error) {
    if (error instanceof YamlProblem) fail(error.offset, error.message);
    throw error;
  }
}

function readValue(document: Document | undefined, source: string): unknown {
  try {
    return document?.toJS() ?? null;
  } catch (cause) {
    throw new StrictYamlError(`${source}:1:1: ${(cause as Error).message}`, { cause });
  }
}
