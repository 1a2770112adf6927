// Thrown for input that no decision can be made on. It names the field, what was expected and what came,
// so that the edges can tell the caller without knowing more.

export interface InputProblem {
  /** Machine-readable, upper case with underscores, such as POD_JSON_INVALID. */
  readonly reason: string;
  /** The request field at fault, such as "pod_json" or "pod_json/spec/containers/0". */
  readonly field: string;
  /** What was expected and what came. */
  readonly description: string;
  /** Place in the text of the field, both counted from 1, where it is text. */
  readonly line?: number;
  readonly column?: number;
  /** Set if the input may be right and is only more than the settings allow: RESOURCE_EXHAUSTED, not INVALID_ARGUMENT. */
  readonly exceeded?: { readonly limit: number; readonly size: number };
}

export class InputError extends Error {
  readonly problem: InputProblem;

  constructor(problem: InputProblem, options?: ErrorOptions) {
    super(`${problem.field}: ${problem.description}${describePlace(problem)}`, options);
    this.name = 'InputError';
    this.problem = problem;
  }
}

/** The place in the text, to stand behind the description; empty if there is none. */
export function describePlace({ line, column }: InputProblem): string {
  return line === undefined ? '' : ` (line ${line}, column ${column ?? 1})`;
}
