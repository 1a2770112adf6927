// A file that a person writes, held to a strict schema: whatever is wrong with it is told at once, each with its place.

import { type Document, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import type { ZodType } from 'zod';
import { findTooDeep, nestingProblem } from '../runtime/yaml-depth.js';
import { describeIssue, findOffset } from './strict-yaml-problems.js';

/** Every problem of the text in one message, one line each: file, line, column, what was expected, what came. */
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
  /** Changes the value ahead of the schema. */
  readonly prepare?: (value: unknown) => unknown;
}

export interface StrictYaml<T> {
  readonly value: T;
  /** The line of the key or entry at `path`, counted from 1. */
  readonly findLine: (path: readonly PropertyKey[]) => number;
  /** The text of the value at `path`, all around it blank, so that lines and columns stay. */
  readonly isolate: (path: readonly PropertyKey[]) => string;
}

/**
 * Reads one document of YAML. An empty text is an empty object.
 * @throws StrictYamlError
 */
export function readStrictYaml<T>(text: string, options: StrictYamlOptions<T>): StrictYaml<T> {
  const { schema, source, whole, prepare = (value) => value } = options;
  const deep = findTooDeep(text);
  if (deep) {
    throw new StrictYamlError(`${source}:${deep.line}:${deep.column}: ${nestingProblem}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${source}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => `${place(error.pos[0])}: ${toSentence(error)}`);
    throw new StrictYamlError(problems.join('\n'));
  }
  const parsed = schema.safeParse(prepare(readValue(document, source)));
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, { schema, whole }));
    throw new StrictYamlError(
      problems.map(({ path, text }) => `${place(findOffset(document.contents, path))}: ${text}`).join('\n'),
    );
  }
  return {
    value: parsed.data,
    findLine: (path) => Math.max(lines.linePos(findOffset(document.contents, path)).line, 1),
    isolate: (path) => {
      const range = (document.getIn(path, true) as { readonly range?: readonly number[] } | undefined)?.range;
      const [start = text.length, end = start] = range ?? [];
      return text.slice(0, start).replace(/[^\n]/g, ' ') + text.slice(start, end);
    },
  };
}

function readValue(document: Document, source: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    throw new StrictYamlError(`${source}:1:1: ${(cause as Error).message}`, { cause });
  }
}

function toSentence({ code, message }: YAMLParseError): string {
  return code === 'MULTIPLE_DOCS' ? 'expected one YAML document, found several' : message;
}
