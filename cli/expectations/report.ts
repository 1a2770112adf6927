// What became of the cases, for people and for machines.

/** One expectation that was not met. */
export interface Failure {
  /** What was looked at, such as `verdict` or `patch.contains[0]`. */
  readonly about: string;
  /** Where it stands in the expectation file, counted from 1. */
  readonly line: number;
  /** Text of one or many lines. */
  readonly expected: string;
  readonly found: string;
}

export interface CaseReport {
  readonly name: string;
  readonly object: string;
  /** Where the case stands in the expectation file, counted from 1. */
  readonly line: number;
  readonly failures: readonly Failure[];
  /** Why the case could not be evaluated. */
  readonly error?: string;
  /** The snapshot that was written. */
  readonly written?: string;
}

export interface FileReport {
  readonly file: string;
  readonly cases: readonly CaseReport[];
  /** Why no case of the file could be evaluated; one problem per line. */
  readonly error?: string;
}

export type Status = 'passed' | 'failed' | 'error';

/** How a case ended. */
export function readStatus({ error, failures }: CaseReport): Status {
  if (error !== undefined) return 'error';
  return failures.length > 0 ? 'failed' : 'passed';
}

/** How many cases ended in which way. A file that cannot be evaluated counts as one error. */
export function countCases(files: readonly FileReport[]): Readonly<Record<Status, number>> {
  const counts = { passed: 0, failed: 0, error: 0 };
  for (const { cases, error } of files) {
    counts.error += error === undefined ? 0 : 1;
    for (const one of cases) {
      counts[readStatus(one)] += 1;
    }
  }
  return counts;
}
