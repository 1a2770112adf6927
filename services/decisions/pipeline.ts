// One review: each mutator in order, one comparison at the end, the patch checked before anybody sees it.

import {
  type CommonReason,
  commonReasons,
  commonWarnings,
  findIneligibility,
  type Ineligibility,
} from '../pod/eligibility.js';
import { InputError } from '../pod/input-error.js';
import type { Container, Pod } from '../pod/pod.js';
import type { KubernetesObject } from '../pod/read-pod.js';
import { findViolations } from '../pod/violations.js';
import { createPatch } from './create-patch.js';
import type { Context, Decide, Decision, Evidence, Mutator, NamespaceFacts, Warning } from './mutator.js';
import { applyPatch, isSameJson, type Operation } from './patch.js';

/** What is asked. `mutators` empty means all that are enabled. */
export interface Review {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly subResource: string;
  readonly namespace: string;
  readonly namespaceFacts: NamespaceFacts | undefined;
  readonly mutators: readonly string[];
}

/** A mutator with its settings settled. */
export interface BoundMutator {
  readonly mutator: Mutator;
  readonly enabled: boolean;
  readonly decide: Decide;
}

/** A Pod before and after one mutator; `needsRights` as the decision has it. */
export interface Step {
  readonly before: Pod;
  readonly after: Pod;
  readonly needsRights?: ((container: Container) => boolean) | undefined;
}

/** What one mutator did. `step` is there if it changed the Pod. */
export interface MutatorResult {
  readonly mutator: string;
  readonly outcome: Decision['outcome'];
  readonly reason: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly step: Step | undefined;
}

/** `mutator` is empty for warnings that belong to none. */
export interface MutatorWarning extends Warning {
  readonly mutator: string;
}

export interface Evaluation {
  readonly results: readonly MutatorResult[];
  readonly warnings: readonly MutatorWarning[];
  /** The patch; empty if nothing is to be changed. */
  readonly operations: readonly Operation[];
  /** The Pod as it came; undefined if no mutator looked at it. */
  readonly before: Pod | undefined;
  /** The Pod after the patch; undefined if nothing is to be changed. */
  readonly after: Pod | undefined;
}

/**
 * Evaluates one review. The object is read only if somebody is going to look at it.
 * @throws InputError for an unknown mutator, and what `read` throws
 * @throws PatchCheckError if the patch is wrong: a bug, and the patch must not be sent
 */
export type Evaluate = (read: () => KubernetesObject, review: Review) => Evaluation;

/** The patch failed its own check. Says what is wrong with it, never what is in the Pod. */
export class PatchCheckError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PatchCheckError';
  }
}

/** Puts bound mutators, in their order, behind one function. */
export function createPipeline(bound: readonly BoundMutator[]): Evaluate {
  const enabled = bound.filter((one) => one.enabled);
  return (read, review) => {
    const selected = review.mutators.length === 0 ? enabled : select(bound, review.mutators);
    if (review.operation !== 'CREATE') {
      return skipAll(selected, 'OPERATION_NOT_APPLICABLE', {
        path: 'request:/operation',
        found: review.operation,
        wanted: 'CREATE',
      });
    }
    if (review.subResource !== '') {
      return skipAll(selected, 'SUBRESOURCE_NOT_APPLICABLE', {
        path: 'request:/subResource',
        found: review.subResource,
        wanted: 'no subresource',
      });
    }
    const object = read();
    if (!object.isPod) {
      const found = `${object.apiVersion} ${object.kind}`;
      return warnOfKind(found, skipAll(selected, 'NOT_A_POD', { path: '/kind', found, wanted: 'v1 Pod' }));
    }
    const ineligible = findIneligibility(object.pod);
    return ineligible
      ? {
          ...skipAll(selected, ineligible.reason, ineligible),
          warnings: warnOfRequests(selected, object.pod, review, ineligible),
        }
      : evaluatePod(selected, object.pod, review);
  };
}

// Only for what the Pod itself asks: what a mutator would change although nothing is known about the namespace.
function warnOfRequests(
  selected: readonly BoundMutator[],
  pod: Pod,
  { namespace }: Context,
  { reason, path }: Ineligibility,
): MutatorWarning[] {
  const pods = reason === 'MIRROR_POD' ? 'mirror Pods' : 'Windows Pods';
  return selected
    .filter(
      ({ enabled, decide }) => enabled && decide(pod, { namespace, namespaceFacts: undefined }).outcome === 'mutated',
    )
    .map(({ mutator: { name } }) => ({
      mutator: name,
      code: reason,
      message: `the Pod asks for ${name}, which ${pods} cannot get`,
      path,
    }));
}

function evaluatePod(selected: readonly BoundMutator[], before: Pod, context: Context): Evaluation {
  const results: MutatorResult[] = [];
  const warnings: MutatorWarning[] = namespaceWarnings(before, context);
  let pod = before;
  for (const { mutator, enabled, decide } of selected) {
    if (!enabled) {
      results.push(skip(mutator.name, 'DISABLED', { path: 'settings:/enabled', found: 'false', wanted: 'true' }));
      continue;
    }
    const decision = decide(pod, context);
    const step =
      decision.outcome === 'mutated'
        ? { before: pod, after: decision.pod, needsRights: decision.needsRights }
        : undefined;
    const { outcome, reason, evidence } = decision;
    results.push({ mutator: mutator.name, outcome, reason, message: mutator.reasons[reason] ?? '', evidence, step });
    addWarnings(warnings, mutator.name, decision.warnings);
    pod = step?.after ?? pod;
  }
  if (pod === before) {
    return { results, warnings, operations: [], before, after: undefined };
  }
  const [violation] = findViolations(before);
  if (violation) {
    const fact = { path: violation.path, found: violation.rule, wanted: 'a valid Pod' };
    return {
      results: results.map((result) => (result.step ? skip(result.mutator, 'POD_INVALID', fact) : result)),
      warnings: [],
      operations: [],
      before,
      after: undefined,
    };
  }
  const operations = createPatch(before, pod);
  checkPatch(before, pod, operations);
  return { results, warnings, operations, before, after: pod };
}

/** Warnings of one mutator that are told. A Pod may give reason to some for each of its containers. */
const warningsMax = 100;

function addWarnings(told: MutatorWarning[], mutator: string, warnings: readonly Warning[]): void {
  for (const warning of warnings.slice(0, warningsMax)) {
    told.push({ mutator, ...warning });
  }
  const rest = warnings.length - warningsMax;
  if (rest > 0) {
    const message = `${rest} more warnings of ${mutator} are not told`;
    told.push({ mutator: '', code: 'MORE_WARNINGS', message, path: '' });
  }
}

function checkPatch(before: Pod, after: Pod, operations: readonly Operation[]): void {
  let applied: unknown;
  try {
    applied = applyPatch(before, operations);
  } catch (cause) {
    throw new PatchCheckError('the patch does not apply', { cause });
  }
  if (!isSameJson(applied, after)) {
    throw new PatchCheckError('the patch leads to another Pod than the one decided on');
  }
  const [violation] = findViolations(after);
  if (violation) {
    throw new PatchCheckError(`the patched Pod is invalid at ${violation.path}: ${violation.rule}`);
  }
}

function select(bound: readonly BoundMutator[], names: readonly string[]): readonly BoundMutator[] {
  const unknown = names.find((name) => !bound.some(({ mutator }) => mutator.name === name));
  if (unknown !== undefined) {
    throw new InputError({
      reason: 'MUTATOR_UNKNOWN',
      field: 'mutators',
      description: `expected ${bound.map(({ mutator }) => mutator.name).join(' or ')}, found "${unknown.slice(0, 64)}"`,
    });
  }
  return bound.filter(({ mutator }) => names.includes(mutator.name));
}

function skipAll(selected: readonly BoundMutator[], reason: CommonReason, fact: Evidence): Evaluation {
  const results = selected.map(({ mutator }) => skip(mutator.name, reason, fact));
  return { results, warnings: [], operations: [], before: undefined, after: undefined };
}

// Allowed, but a caller that sends workloads would read that nothing is to be done.
function warnOfKind(found: string, evaluation: Evaluation): Evaluation {
  const advice = /^v1 pods?$/i.test(found)
    ? 'the kind is written "Pod"'
    : 'Preview takes objects that hold a Pod template';
  const message = `expected v1 Pod, found ${found.slice(0, 256)}; ${advice}`;
  return { ...evaluation, warnings: [{ mutator: '', code: 'NOT_A_POD', message, path: '/kind' }] };
}

function skip(mutator: string, reason: CommonReason, { path, found, wanted }: Evidence): MutatorResult {
  return {
    mutator,
    outcome: 'skipped',
    reason,
    message: commonReasons[reason],
    evidence: [{ path, found, wanted }],
    step: undefined,
  };
}

function namespaceWarnings(pod: Pod, context: Context): MutatorWarning[] {
  const named = pod.metadata?.namespace;
  return named && context.namespace && named !== context.namespace
    ? [
        {
          mutator: '',
          code: 'NAMESPACE_DIFFERS',
          message: commonWarnings.NAMESPACE_DIFFERS,
          path: '/metadata/namespace',
        },
      ]
    : [];
}

/** Tells which operations of the patch hold changes of each result, as indexes; empty for results that changed nothing. */
export function attributeOperations({ results, operations }: Evaluation): readonly (readonly number[])[] {
  return results.map(({ step }) => {
    if (!step) {
      return [];
    }
    const own = new Set(createPatch(step.before, step.after).map(({ path }) => path));
    const around = new Set([...own].flatMap(listAncestors));
    return operations.flatMap(({ path }, index) =>
      around.has(path) || listAncestors(path).some((ancestor) => own.has(ancestor)) ? [index] : [],
    );
  });
}

// The pointer itself and those of everything around it. Sets of them keep this linear in the size of the patch.
function listAncestors(path: string): readonly string[] {
  const members = path.split('/');
  return members.slice(1).map((_member, index) => members.slice(0, index + 2).join('/'));
}
