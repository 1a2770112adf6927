// `podmutator.dev/preview/v1`: a PreviewResponse in the words that people and scripts read. The command prints it with
// `-o json`. Published as docs/schemas/preview-v1.schema.json.

import type { Alternative__Output } from './gen/podmutator/v1/Alternative.js';
import type { Evidence__Output } from './gen/podmutator/v1/Evidence.js';
import type { Finding__Output } from './gen/podmutator/v1/Finding.js';
import type { PreviewProblem__Output } from './gen/podmutator/v1/PreviewProblem.js';
import type { PreviewResult__Output } from './gen/podmutator/v1/PreviewResult.js';
import { type PreviewedImpact, readImpact } from './preview-impact.js';
import { toWord } from './words.js';

/** A line of a file, counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

type Locate = (line: number) => Place;

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

/** A fact that decided. */
interface PreviewedEvidence {
  readonly path: string;
  readonly found: string;
  /** In words for people. */
  readonly wanted: string;
  /** For tools: absent if there is no one such value. */
  readonly wantedValue?: string;
}

export interface PreviewedMutator {
  readonly mutator: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly message: string;
  readonly evidence: readonly PreviewedEvidence[];
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
  /** As in the contract; absent if there is none. */
  readonly reason?: string;
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
  /** Whether an outcome is not known, whatever the verdict says. */
  readonly incomplete: boolean;
  /** JSON pointer into the object to the Pod template; empty for a Pod. */
  readonly templatePath: string;
  /** What the decisions were made on; absent if there are none. */
  readonly basis?: string;
  /** Only if they were asked for, and there are any. */
  readonly findings?: readonly PreviewedFinding[];
  /** Absent if there is no Pod, or it was not looked at. */
  readonly impact?: PreviewedImpact;
}

/** How people name an object: as kubectl does. */
export function nameObject({ kind, name }: PreviewedObject): string {
  return kind === '' ? 'document' : `${kind}/${name}`;
}

const verdicts: ReadonlySet<string> = new Set(['changed', 'unchanged', 'skipped', 'not-applicable']);
const outcomes: ReadonlySet<string> = new Set(['mutated', 'unchanged', 'skipped']);

// What is newer than this version is as good as not known.
function readWord<Word extends string>(value: unknown, prefix: string, known: ReadonlySet<string>): Word | 'unknown' {
  const word = toWord(value, prefix);
  return known.has(word) ? (word as Word) : 'unknown';
}

const severities: Readonly<Record<string, PreviewedFinding['severity']>> = {
  SEVERITY_NOTE: 'note',
  SEVERITY_WARNING: 'warning',
};

/** Translates a result. `locate` turns its lines into places, `document` is its number in the input. */
export function readResult(result: PreviewResult__Output, locate: Locate, document: number): PreviewedObject {
  const { apiVersion, kind, namespace, name, line, operations, warnings, jsonPatch } = result;
  const place = locate(line);
  // A service of 0.1 has the error alone.
  const problem = result.problem ?? (result.error && { reason: '', message: result.error.message, place: null });
  return {
    apiVersion,
    kind,
    namespace,
    name,
    place,
    document,
    verdict: problem ? 'error' : readWord<Verdict>(result.verdict, 'VERDICT_', verdicts),
    // Field by field: the order in which gRPC fills its objects is not that of the service.
    mutators: result.mutators.map(
      ({ mutator, outcome, reason, message, evidence, operationIndexes, alternatives }) => ({
        mutator,
        outcome: readWord<Outcome>(outcome, 'OUTCOME_', outcomes),
        reason,
        message,
        evidence: evidence.map(readEvidence),
        operations: operationIndexes,
        ...(alternatives.length > 0 && { alternatives }),
      }),
    ),
    operations: operations.map(({ op, path, podPath, valueJson, line: at }, index) => ({
      op,
      path,
      podPath,
      ...(valueJson !== '' && { value: JSON.parse(valueJson) as unknown }),
      // Not those of the operation: a service of 0.1 has them here alone.
      mutators: result.mutators
        .filter(({ operationIndexes }) => operationIndexes.includes(index))
        .map(({ mutator }) => mutator),
      place: locate(at),
    })),
    jsonPatch,
    diff: result.diff,
    incomplete: result.mutators.some(({ outcome }) => !outcomes.has(toWord(outcome, 'OUTCOME_'))),
    templatePath: result.templatePath,
    ...(result.basis !== 'POD_BASIS_UNSPECIFIED' && { basis: toWord(result.basis, 'POD_BASIS_') }),
    ...(result.impact && { impact: readImpact(result.impact) }),
    warnings: warnings.map(({ mutator, code, message, path }) => ({ mutator, code, message, path })),
    ...(problem && { error: readProblem(problem, locate, place) }),
    ...(result.findings.length > 0 && { findings: result.findings.map((finding) => readFinding(finding, locate)) }),
  };
}

function readEvidence({ path, found, wanted, wantedValue }: Evidence__Output): PreviewedEvidence {
  return { path, found, wanted, ...(wantedValue !== undefined && { wantedValue }) };
}

function readFinding(finding: Finding__Output, locate: Locate): PreviewedFinding {
  const { code, severity, mutators, message, suggestion, path, line, column } = finding;
  const about = { message, suggestion, path };
  const named = { code, severity: severities[severity] ?? 'error', mutator: mutators.join(), ...about };
  return { ...named, ...locate(line), column };
}

function readProblem(
  { reason, message, place }: PreviewProblem__Output,
  locate: Locate,
  { file, line }: Place,
): PreviewedError {
  const pointer = place?.pointer ? `${place.pointer}: ` : '';
  const code = reason !== '' && { reason };
  return place
    ? { ...code, message: `${pointer}${message}`, ...locate(place.line), column: place.column }
    : { ...code, message, file, line };
}
