// What is known about the objects of the input once the service has answered: the words that all formats share.

import type { Alternative__Output } from '../../proto/gen/podmutator/v1/Alternative.js';
import type { Finding__Output } from '../../proto/gen/podmutator/v1/Finding.js';
import type { PreviewProblem__Output } from '../../proto/gen/podmutator/v1/PreviewProblem.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { type PreviewedImpact, readImpact } from './impact.js';
import type { SourceProblem } from './list-sources.js';
import type { InputDocument, Place } from './read-inputs.js';

export type Verdict = 'changed' | 'unchanged' | 'skipped' | 'unknown' | 'not-applicable' | 'error';
type Outcome = 'mutated' | 'unchanged' | 'skipped' | 'unknown';

export interface PreviewedOperation {
  readonly op: string;
  /** JSON pointer into the document. */
  readonly path: string;
  /** JSON pointer into the Pod. */
  readonly podPath: string;
  /** Absent for "remove". */
  readonly value?: unknown;
  /** Names of the mutators whose change it is. */
  readonly mutators: readonly string[];
  /** Where in the input the change is made. */
  readonly place: Place;
}

export interface PreviewedMutator {
  readonly mutator: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly message: string;
  readonly evidence: readonly { readonly path: string; readonly found: string; readonly wanted: string }[];
  /** Indexes into the operations of the object. */
  readonly operations: readonly number[];
  /** What would lead to another outcome; only if it was asked for. */
  readonly alternatives?: readonly Alternative__Output[];
}

export interface PreviewedWarning {
  /** Empty if no mutator in particular warns. */
  readonly mutator: string;
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the Pod, or empty. */
  readonly path: string;
}

/** Why an object was not evaluated, and where; a file that cannot be read has no lines. */
export interface PreviewedError {
  readonly message: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Something that looks like a mistake. */
export interface PreviewedFinding {
  readonly code: string;
  readonly severity: 'note' | 'warning' | 'error';
  /** Empty if no mutator in particular is meant. */
  readonly mutator: string;
  readonly message: string;
  readonly suggestion: string;
  /** JSON pointer into the document. */
  readonly path: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One object of the input. All texts that name it are empty if it could not be read. */
export interface PreviewedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly place: Place;
  /** The document in its input, counted from 0. */
  readonly document: number;
  readonly verdict: Verdict;
  readonly mutators: readonly PreviewedMutator[];
  readonly operations: readonly PreviewedOperation[];
  /** RFC 6902, in the coordinates of the document; empty text if nothing changes. */
  readonly jsonPatch: string;
  /** Unified; empty if nothing changes. */
  readonly diff: string;
  readonly warnings: readonly PreviewedWarning[];
  readonly error?: PreviewedError;
  /** Only if they were asked for, and there are any. */
  readonly findings?: readonly PreviewedFinding[];
  /** Absent if there is no Pod, or it was not looked at. */
  readonly impact?: PreviewedImpact;
}

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
  readonly objects: readonly PreviewedObject[];
}

const verdicts: Readonly<Record<string, Verdict>> = {
  VERDICT_CHANGED: 'changed',
  VERDICT_UNCHANGED: 'unchanged',
  VERDICT_SKIPPED: 'skipped',
  VERDICT_UNKNOWN: 'unknown',
  VERDICT_NOT_APPLICABLE: 'not-applicable',
};

const outcomes: Readonly<Record<string, Outcome>> = {
  OUTCOME_MUTATED: 'mutated',
  OUTCOME_UNCHANGED: 'unchanged',
  OUTCOME_SKIPPED: 'skipped',
};

const severities: Readonly<Record<string, PreviewedFinding['severity']>> = {
  SEVERITY_NOTE: 'note',
  SEVERITY_WARNING: 'warning',
};

/** Translates a result. Its lines are those of the input, its document is counted within the input. */
export function readResult(result: PreviewResult__Output, document: InputDocument, index: number): PreviewedObject {
  const { apiVersion, kind, namespace, name, line, operations, warnings, problem, jsonPatch } = result;
  const place = document.locate(line);
  return {
    apiVersion,
    kind,
    namespace,
    name,
    place,
    document: index,
    verdict: problem ? 'error' : (verdicts[result.verdict] ?? 'unknown'),
    // Field by field: the order in which gRPC fills its objects is not that of the service.
    mutators: result.mutators.map(
      ({ mutator, outcome, reason, message, evidence, operationIndexes, alternatives }) => ({
        mutator,
        outcome: outcomes[outcome] ?? 'unknown',
        reason,
        message,
        evidence: evidence.map(({ path, found, wanted }) => ({ path, found, wanted })),
        operations: operationIndexes,
        ...(alternatives.length > 0 && { alternatives }),
      }),
    ),
    operations: operations.map(({ op, path, podPath, mutators, valueJson, line: at }) => ({
      op,
      path,
      podPath,
      ...(valueJson !== '' && { value: JSON.parse(valueJson) as unknown }),
      mutators,
      place: document.locate(at),
    })),
    jsonPatch,
    diff: result.diff,
    ...(result.impact && { impact: readImpact(result.impact) }),
    warnings: warnings.map(({ mutator, code, message, path }) => ({ mutator, code, message, path })),
    ...(problem && { error: readProblem(problem, document, place) }),
    ...(result.findings.length > 0 && { findings: result.findings.map((finding) => readFinding(finding, document)) }),
  };
}

function readFinding(finding: Finding__Output, document: InputDocument): PreviewedFinding {
  const { code, severity, mutators, message, suggestion, path, line, column } = finding;
  const about = { message, suggestion, path };
  const named = { code, severity: severities[severity] ?? 'error', mutator: mutators.join(), ...about };
  return { ...named, ...document.locate(line), column };
}

/** The result of a document, or of a whole input, that never reached the service. */
export function createFailure(
  error: PreviewedError,
  where: Omit<PreviewedDocument, 'after' | 'objects'>,
): PreviewedDocument {
  const nobody = { apiVersion: '', kind: '', namespace: '', name: '', jsonPatch: '', diff: '' };
  const place = { file: error.file, line: error.line ?? 1 };
  const nothing = { mutators: [], operations: [], warnings: [] };
  const object: PreviewedObject = { ...nobody, ...nothing, place, document: where.index, verdict: 'error', error };
  return { ...where, after: where.before, objects: [object] };
}

export function reportProblem({ name, problem }: SourceProblem): PreviewedDocument {
  return createFailure({ message: problem, file: name }, { input: name, index: 0, line: 1, before: '' });
}

/** How people name an object: as kubectl does. */
export function nameObject({ kind, name }: PreviewedObject): string {
  return kind === '' ? 'document' : `${kind}/${name}`;
}

/** Whether there is more to say about an object than that it holds no Pod. */
export function isWorthTelling({ verdict, warnings }: PreviewedObject): boolean {
  return verdict !== 'not-applicable' || warnings.length > 0;
}

function readProblem(
  { message, place }: PreviewProblem__Output,
  document: InputDocument,
  { file, line }: Place,
): PreviewedError {
  const pointer = place?.pointer ? `${place.pointer}: ` : '';
  return place
    ? { message: `${pointer}${message}`, ...document.locate(place.line), column: place.column }
    : { message, file, line };
}
