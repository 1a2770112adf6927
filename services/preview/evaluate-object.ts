// One object → the decisions about its Pod, and the changes in the object's own coordinates.

import { isScalar } from 'yaml';
import type { Status__Output } from '../../proto/gen/google/rpc/Status.js';
import type { Impact__Output } from '../../proto/gen/podmutator/v1/Impact.js';
import type { MutatorResult__Output } from '../../proto/gen/podmutator/v1/MutatorResult.js';
import type { Verdict__Output } from '../../proto/gen/podmutator/v1/Verdict.js';
import type { Warning__Output } from '../../proto/gen/podmutator/v1/Warning.js';
import { createPatch } from '../create-patch.js';
import { explain, listWarnings } from '../explanation.js';
import { createImpact } from '../impact/create-impact.js';
import { InputError } from '../input-error.js';
import { applyPatch, isSameJson, type Operation } from '../patch.js';
import { type Evaluate, type Evaluation, PatchCheckError } from '../pipeline.js';
import { parsePointer, pointer } from '../pod/json-pointer.js';
import { describeKind } from '../pod/json-value.js';
import type { Pod } from '../pod/pod.js';
import { asPod } from '../pod/read-pod.js';
import { findPod, type PodSource } from '../pod/workloads.js';
import { createDocumentError } from './document-error.js';
import type { BrokenObject, JsonObject, ManifestObject } from './list-objects.js';
import { findValue } from './locate.js';
import type { Namespaces } from './namespaces.js';
import type { Reviewed } from './reviewed.js';

/** An operation in the coordinates of the document, and the pointer into the Pod that goes with it. */
interface LocatedOperation {
  readonly operation: Operation;
  readonly podPath: string;
}

/** What was decided about one object. */
export interface Assessment {
  readonly namespace: string;
  readonly verdict: Verdict__Output;
  readonly mutators: readonly MutatorResult__Output[];
  readonly warnings: readonly Warning__Output[];
  readonly operations: readonly LocatedOperation[];
  readonly error: Status__Output | null;
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
    namespace: identity.namespace,
    verdict: 'VERDICT_ERROR',
    mutators: [],
    warnings: [],
    operations: [],
    error: createDocumentError(problem),
    impact: null,
    reviewed: undefined,
  };
}

/** Evaluates the Pod of `object` as MutatePod would. */
export function evaluateObject(object: ManifestObject, surroundings: Surroundings): Assessment {
  const namespace = object.identity.namespace || surroundings.namespaces.default;
  // Where the pointers of an error start: in the object, or in its Pod.
  let start: readonly string[] = [];
  try {
    const source = findPod(object.value, namespace);
    if (!source) {
      const { identity } = object;
      const nothing = { mutators: [], warnings: [], operations: [], error: null, impact: null, reviewed: undefined };
      return { namespace: identity.namespace, verdict: 'VERDICT_NOT_APPLICABLE', ...nothing };
    }
    checkAnnotations(object, source);
    start = source.path;
    return assess(object, source, { ...surroundings, namespace });
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    const members = [...object.path, ...start, ...parsePointer(error.problem.field)];
    const place = object.document.locate(findValue(object.document, members).offset);
    return reportBroken({
      identity: { ...object.identity, namespace },
      problem: { ...error.problem, field: pointer(...members), ...place },
    });
  }
}

function assess(object: ManifestObject, source: PodSource, context: Surroundings & { namespace: string }): Assessment {
  const { evaluate, namespaces, mutators, namespace } = context;
  const evaluateAgain: Reviewed['evaluateAgain'] = (pod, namespaceFacts) =>
    evaluate(() => asPod(pod, ''), { operation: 'CREATE', subResource: '', namespace, namespaceFacts, mutators });
  const facts = namespaces.findFacts(namespace);
  const evaluation = evaluateAgain(source.pod, facts);
  const projected = projectToTemplate(evaluation, source);
  return {
    namespace,
    verdict: sumUp(evaluation),
    mutators: explain(projected),
    warnings: listWarnings(evaluation),
    operations: projected.operations.map((operation) => ({
      operation: { ...operation, path: pointer(...object.path, ...source.path) + operation.path },
      podPath: source.toPodPath(operation.path),
    })),
    error: null,
    impact: createImpact(evaluation),
    reviewed: { source, facts, evaluation, evaluateAgain },
  };
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

// The API server refuses such a Pod. Without this check `inject: true` would silently count as no.
function checkAnnotations({ document, path: objectPath }: ManifestObject, { path, template }: PodSource): void {
  const annotations = (template['metadata'] as JsonObject | null | undefined)?.['annotations'];
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) {
    return;
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (value === null || typeof value === 'string') continue;
    const members = [...path, 'metadata', 'annotations', key];
    const { node } = findValue(document, [...objectPath, ...members]);
    const text = isScalar(node) && node.source !== undefined ? node.source : String(value);
    const advice = typeof value === 'object' ? '' : `: write "${text}" in quotes`;
    throw new InputError({
      reason: 'ANNOTATION_NOT_A_STRING',
      field: pointer(...members),
      description: `expected a string, found ${describeKind(value)}${advice}`,
    });
  }
}
