// What is known about the documents of the input once the service has answered: the words that all formats share.

import type { ChangedLines__Output } from '../../proto/gen/podmutator/v1/ChangedLines.js';
import type { PreviewedError, PreviewedObject } from '../../proto/preview-v1.js';
import type { SourceProblem } from './list-sources.js';

export type {
  PreviewedError,
  PreviewedFinding,
  PreviewedMutator,
  PreviewedObject,
  PreviewedOperation,
  Verdict,
} from '../../proto/preview-v1.js';
export { nameObject } from '../../proto/preview-v1.js';

/** One document of the input, or an input that could not be read, as the error of one nameless object. */
export interface PreviewedDocument {
  /** The path, or `<stdin>`. */
  readonly input: string;
  /** Counted from 0. */
  readonly index: number;
  /** The line of the input at which it begins, counted from 1. */
  readonly line: number;
  /** As read. */
  readonly before: string;
  /** With all changes; the same text if there are none. */
  readonly after: string;
  /** The lines of the input that change; none from a service of 0.1. */
  readonly changedLines: readonly ChangedLines__Output[];
  readonly objects: readonly PreviewedObject[];
}

/** The result of a document, or of a whole input, that never reached the service. */
export function createFailure(
  error: PreviewedError,
  where: Omit<PreviewedDocument, 'after' | 'changedLines' | 'objects'>,
): PreviewedDocument {
  const nobody = { apiVersion: '', kind: '', namespace: '', name: '', jsonPatch: '', diff: '', templatePath: '' };
  const place = { file: error.file, line: error.line ?? 1 };
  const nothing = { mutators: [], operations: [], warnings: [], incomplete: false };
  const object: PreviewedObject = { ...nobody, ...nothing, place, document: where.index, verdict: 'error', error };
  return { ...where, after: where.before, changedLines: [], objects: [object] };
}

export function reportProblem({ name, problem }: SourceProblem): PreviewedDocument {
  return createFailure({ message: problem, file: name }, { input: name, index: 0, line: 1, before: '' });
}

/** Whether there is more to say about an object than that it holds no Pod. */
export function isWorthTelling({ verdict, warnings }: PreviewedObject): boolean {
  return verdict !== 'not-applicable' || warnings.length > 0;
}
