// One object → the decisions about its Pod, and the changes in the object's own coordinates.

import type { Status__Output } from '../../proto/gen/google/rpc/Status.js';
import type { Impact__Output } from '../../proto/gen/podmutator/v1/Impact.js';
import type { MutatorResult__Output } from '../../proto/gen/podmutator/v1/MutatorResult.js';
import type { Place__Output } from '../../proto/gen/podmutator/v1/Place.js';
import type { PodBasis__Output } from '../../proto/gen/podmutator/v1/PodBasis.js';
import type { PreviewProblem__Output } from '../../proto/gen/podmutator/v1/PreviewProblem.js';
import type { Verdict__Output } from '../../proto/gen/podmutator/v1/Verdict.js';
import type { Warning__Output } from '../../proto/gen/podmutator/v1/Warning.js';
import { createPatch } from '../decisions/create-patch.js';
import { applyPatch, isSameJson, type Operation } from '../decisions/patch.js';
import { type Evaluate, type Evaluation, PatchCheckError } from '../decisions/pipeline.js';
import { findPosition } from '../lint/find-position.js';
import type { Reviewed } from '../lint/rules/rule.js';
import { findPodMembers, findWarningMembers } from '../lint/warning-members.js';
import { type BrokenObject, type Entry, isObjectEntry, type ManifestObject } from '../manifest/list-objects.js';
import { findValue } from '../manifest/locate.js';
import { InputError } from '../pod/input-error.js';
import { parsePointer, pointer } from '../pod/json-pointer.js';
import type { Pod } from '../pod/pod.js';
import { asPod } from '../pod/read-pod.js';
import { findPod, type PodSource } from '../pod/workloads.js';
import { createImpact } from '../rpc/create-impact.js';
import { explain, listWarnings } from '../rpc/explanation.js';
import { checkTexts } from './check-texts.js';
import { createDocumentError, createDocumentProblem } from './document-error.js';
import { isNamespace, type Namespaces } from './namespaces.js';

/** An operation in the coordinates of the document, the pointer into the Pod that goes with it, and whose it is. */
interface LocatedOperation {
  readonly operation: Operation;
  readonly podPath: string;
  readonly mutators: readonly string[];
}

/** What was decided about one object. */
export interface Assessment {
  readonly namespace: string;
  readonly verdict: Verdict__Output;
  readonly mutators: readonly MutatorResult__Output[];
  readonly warnings: readonly Warning__Output[];
  readonly operations: readonly LocatedOperation[];
  readonly error: Status__Output | null;
  readonly problem: PreviewProblem__Output | null;
  readonly incomplete: boolean;
  readonly templatePath: string;
  readonly basis: PodBasis__Output;
  readonly impact: Impact__Output | null;
  /** For a closer look; undefined if no Pod was evaluated. */
  readonly reviewed: Reviewed | undefined;
}

export interface Surroundings {
  readonly evaluate: Evaluate;
  readonly namespaces: Namespaces;
  readonly mutators: readonly string[];
}

/** Reports an object that could not be read. */
export function reportBroken({ problem, identity }: Pick<BrokenObject, 'problem' | 'identity'>): Assessment {
  return {
    ...nothing,
    namespace: identity.namespace,
    verdict: 'VERDICT_ERROR',
    error: createDocumentError(problem),
    problem: createDocumentProblem(problem),
  };
}

const nothing = {
  mutators: [],
  warnings: [],
  operations: [],
  error: null,
  problem: null,
  incomplete: false,
  templatePath: '',
  basis: 'POD_BASIS_UNSPECIFIED',
  impact: null,
  reviewed: undefined,
} as const;

/** Evaluates the Pod of `object` as MutatePod would. */
export function evaluateObject(object: ManifestObject, surroundings: Surroundings): Assessment {
  const namespace = object.identity.namespace || surroundings.namespaces.default;
  // Where the pointers of an error start: in the object, or in its Pod.
  let start: readonly string[] = [];
  try {
    if (isNamespace(object)) {
      checkTexts(object, [], 'labels');
      checkTexts(object, [], 'annotations');
    }
    const source = findPod(object.value, namespace);
    if (!source) {
      return { ...nothing, namespace: object.identity.namespace, verdict: 'VERDICT_NOT_APPLICABLE' };
    }
    checkTexts(object, source.path, 'annotations');
    start = source.path;
    return assess(object, source, { ...surroundings, namespace });
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    const members = [...object.path, ...start, ...parsePointer(error.problem.pointer ?? '')];
    const place = object.document.locate(findValue(object.document, members).offset);
    return reportBroken({
      identity: { ...object.identity, namespace },
      problem: { ...error.problem, pointer: pointer(...members), ...place },
    });
  }
}

function assess(object: ManifestObject, source: PodSource, context: Surroundings & { namespace: string }): Assessment {
  const { evaluate, namespaces, mutators, namespace } = context;
  const evaluateAgain: Reviewed['evaluateAgain'] = (pod, namespaceFacts) =>
    evaluate(() => asPod(pod, 'manifest'), {
      operation: 'CREATE',
      subResource: '',
      namespace,
      namespaceFacts,
      mutators,
    });
  const facts = namespaces.findFacts(namespace);
  const evaluation = evaluateAgain(source.pod, facts);
  const projected = projectToTemplate(evaluation, source);
  const results = explain(projected);
  return {
    ...nothing,
    namespace,
    verdict: sumUp(evaluation),
    mutators: results.map((result) => ({
      ...result,
      evidence: result.evidence.map((fact) => ({ ...fact, place: locatePlace(fact.place, object, source) })),
    })),
    warnings: listWarnings(evaluation).map((warning, index) => {
      const seen = evaluation.warnings[index] ?? warning;
      const members = [...object.path, ...findWarningMembers({ source, evaluation }, seen)];
      return { ...warning, place: warning.place && { ...warning.place, ...findPosition(object.document, members) } };
    }),
    operations: projected.operations.map((operation, index) => ({
      operation: { ...operation, path: pointer(...object.path, ...source.path) + operation.path },
      podPath: source.toPodPath(operation.path),
      mutators: results
        .filter(({ operationIndexes }) => operationIndexes.includes(index))
        .map(({ mutator }) => mutator),
    })),
    incomplete: evaluation.results.some(({ outcome }) => outcome === 'unknown'),
    templatePath: pointer(...source.path),
    basis: source.path.length === 0 ? 'POD_BASIS_POD' : 'POD_BASIS_TEMPLATE',
    impact: createImpact(evaluation),
    reviewed: { source, facts, evaluation, evaluateAgain },
  };
}

/** Adds line and column to a place in the Pod of `entry`: where it is, or what is closest around it. */
export function locatePlace(place: Place__Output | null, entry: Entry, source: PodSource): Place__Output | null {
  if (place?.root !== 'PLACE_ROOT_POD' || !isObjectEntry(entry)) {
    return place;
  }
  const members = [...entry.path, ...findPodMembers(source, place.pointer)];
  return { ...place, ...findPosition(entry.document, members) };
}

// The same evaluation, with every Pod turned back into a template, so that what the controller adds does not show.
function projectToTemplate(evaluation: Evaluation, { template, toTemplate }: PodSource): Evaluation {
  if (!evaluation.after) {
    return evaluation;
  }
  const asTemplate = (pod: Pod): Pod => toTemplate(pod) as unknown as Pod;
  const after = toTemplate(evaluation.after);
  const operations = createPatch(template, after);
  if (!isSameJson(applyPatch(template, operations), after)) {
    throw new PatchCheckError('the patch of the template leads to another template than the one decided on');
  }
  const results = evaluation.results.map((result) =>
    result.step
      ? { ...result, step: { before: asTemplate(result.step.before), after: asTemplate(result.step.after) } }
      : result,
  );
  return { ...evaluation, results, operations };
}

function sumUp({ results }: Evaluation): Verdict__Output {
  const outcomes = new Set(results.map(({ outcome }) => outcome));
  if (outcomes.has('mutated')) return 'VERDICT_CHANGED';
  if (outcomes.has('unknown')) return 'VERDICT_UNKNOWN';
  return outcomes.has('unchanged') ? 'VERDICT_UNCHANGED' : 'VERDICT_SKIPPED';
}
