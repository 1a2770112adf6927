// Thrown for input that no decision can be made on. It names the field, what was expected and what came,
// so that the edges can tell the caller without knowing more.

import type { ErrorReason, reasonCodes } from '../../proto/errors.js';

/** Reasons that lie in the input: it is wrong, or more than the settings allow. */
export type InputReason = {
  [Reason in ErrorReason]: (typeof reasonCodes)[Reason] extends 'INVALID_ARGUMENT' | 'RESOURCE_EXHAUSTED'
    ? Reason
    : never;
}[ErrorReason];

export interface InputProblem {
  readonly reason: InputReason;
  /** The field of the request at fault, such as "pod_json" or "objects[0]". */
  readonly field: string;
  /** JSON pointer into what the field holds; absent for all of it. */
  readonly pointer?: string;
  /** What was expected and what came. */
  readonly description: string;
  /** Place in the text of the field, both counted from 1, where it is text. */
  readonly line?: number;
  readonly column?: number;
  /** Set if the input may be right and is only more than the settings allow. */
  readonly exceeded?: { readonly limit: number; readonly size: number };
}

export class InputError extends Error {
  readonly problem: InputProblem;

  constructor(problem: InputProblem, options?: ErrorOptions) {
    super(`${problem.field}${problem.pointer ?? ''}: ${problem.description}${describePlace(problem)}`, options);
    this.name = 'InputError';
    this.problem = problem;
  }
}

/** The place in the text, to stand behind the description; empty if there is none. */
export function describePlace({ line, column }: InputProblem): string {
  return line === undefined ? '' : ` (line ${line}, column ${column ?? 1})`;
}

/** What a program may want to know of the problem, as the metadata of google.rpc.ErrorInfo. */
export function toMetadata({ pointer, line, column, exceeded }: InputProblem): Readonly<Record<string, string>> {
  return {
    ...(pointer && { pointer }),
    ...(line !== undefined && { line: String(line), column: String(column ?? 1) }),
    ...(exceeded && { limit: String(exceeded.limit), size: String(exceeded.size) }),
  };
}
