// The report `podmutator.dev/preview/v1` as a whole.

import type { Alternative__Output } from './gen/podmutator/v1/Alternative.js';
import type { ObjectRef__Output } from './gen/podmutator/v1/ObjectRef.js';
import type { PreviewedObject } from './preview-v1.js';
import { toWord } from './words.js';

/** The version of the shape. It gains fields without notice; anything else gets a new version. */
const schemaVersion = 'podmutator.dev/preview/v1';

export interface ReportHead {
  readonly version: string;
  readonly configRevision: string;
  readonly unmatchedObjects?: readonly ObjectRef__Output[];
}

/** An object, and the input that it is of. */
export interface ReportedObject {
  readonly object: PreviewedObject;
  readonly input: string;
}

/** Writes the report. */
export function writeReport(
  { version, configRevision, unmatchedObjects = [] }: ReportHead,
  reported: readonly ReportedObject[],
): string {
  const count = (...verdicts: readonly PreviewedObject['verdict'][]): number =>
    reported.filter(({ object }) => verdicts.includes(object.verdict)).length;
  const summary = {
    evaluated: count('changed', 'unchanged', 'skipped', 'unknown'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
    errors: count('error'),
    incomplete: reported.filter(({ object }) => object.incomplete).length,
  };
  const report = {
    apiVersion: schemaVersion,
    version,
    configRevision,
    summary,
    objects: reported.map(describe),
    ...(unmatchedObjects.length > 0 && { unmatchedObjects: unmatchedObjects.map(describeFilter) }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describeFilter({ group, kind, namespace, name }: ObjectRef__Output): object {
  return { ...(group !== undefined && { group }), kind, namespace, name };
}

function describe({ object, input }: ReportedObject): object {
  const { document, place, apiVersion, kind, namespace, name, verdict, mutators, operations } = object;
  const { jsonPatch, diff, warnings, impact, error, incomplete, templatePath, basis, findings } = object;
  return {
    input,
    document,
    ...place,
    apiVersion,
    kind,
    namespace,
    name,
    ...(basis !== undefined && { templatePath, basis }),
    verdict,
    incomplete,
    mutators: mutators.map(({ alternatives, ...mutator }) => ({
      ...mutator,
      ...(alternatives && { alternatives: alternatives.map(describeAlternative) }),
    })),
    operations: operations.map(({ place: at, ...operation }) => ({ ...operation, ...at })),
    patch: jsonPatch === '' ? [] : (JSON.parse(jsonPatch) as unknown),
    diff,
    warnings,
    ...(findings && { findings }),
    ...(impact && { impact }),
    ...(error && { error }),
  };
}

/** An alternative, in the words of the reports. */
export function describeAlternative({ edits, outcome, reason }: Alternative__Output): object {
  return {
    edits: edits.map(({ path, value }) => ({ path, ...(value !== undefined && { value }) })),
    outcome: toWord(outcome, 'OUTCOME_'),
    reason,
  };
}
