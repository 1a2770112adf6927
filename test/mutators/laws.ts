// The laws that hold for every mutator and every Pod. Cases and generated Pods are judged by the same function.

import type { ExecutionContext } from 'ava';
import { jsonpatch } from 'json-p3';
import { applyPatch, isSameJson, type Operation } from '../../services/decisions/patch.js';
import type { Evaluate, Evaluation, Review } from '../../services/decisions/pipeline.js';
import { parsePointer } from '../../services/pod/json-pointer.js';
import type { Pod } from '../../services/pod/pod.js';
import { findViolations } from '../../services/pod/violations.js';
import { mutators } from '../../services/registry.js';
import { evaluatePod } from '../kit/cases.js';

// The only values of the user's that a mutator may replace, as rows S12 and S13 say.
const overwritten =
  /^\/spec\/(initContainers|containers)\/\d+\/securityContext\/(privileged|allowPrivilegeEscalation)$/;

/** Evaluates the Pod and checks every law that speaks of one evaluation. */
export function checkLaws(t: ExecutionContext, evaluate: Evaluate, pod: Pod, review: Review): Evaluation {
  const evaluation = evaluatePod(evaluate, deepFreeze(pod), review);
  const { operations, after, results } = evaluation;
  const isMutated = results.some(({ outcome }) => outcome === 'mutated');
  t.is(operations.length > 0, isMutated, 'a patch is there exactly if somebody mutated');
  t.is(after !== undefined, isMutated);
  if (!after) {
    return evaluation;
  }
  t.true(isSameJson(judge(pod, operations), after), 'an independent implementation gets the same Pod from the patch');
  t.deepEqual(findViolations(after), [], 'a valid Pod stays valid');
  operations.reduce<unknown>((document, operation) => {
    checkOperation(t, document, operation, review);
    return applyPatch(document, [operation]);
  }, pod);
  const again = evaluatePod(evaluate, deepFreeze(after), review);
  t.deepEqual(again.operations, [], 'twice is once');
  t.false(hasUndefined(after), 'nothing in the Pod is undefined');
  return evaluation;
}

function checkOperation(t: ExecutionContext, document: unknown, operation: Operation, review: Review): void {
  const { op, path } = operation;
  const touches = mutators.filter(({ name }) => review.mutators.includes(name)).flatMap((mutator) => mutator.touches);
  t.true(touches.includes(path.replace(/\/\d+(?=\/|$)/g, '/*')), `${path} is within what the mutator says it touches`);
  t.not(op, 'remove', 'nothing of the user is removed');
  if (op === 'replace' && !overwritten.test(path)) {
    t.is(valueAt(document, path) ?? null, null, `${path} held nothing of the user`);
  }
}

function valueAt(document: unknown, path: string): unknown {
  return parsePointer(path).reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], document);
}

function hasUndefined(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.values(value).some(hasUndefined) : value === undefined;
}

/** Applies a patch with an implementation that is not ours. */
export function judge(pod: Pod, operations: readonly Operation[]): unknown {
  return jsonpatch.apply(copyJson(operations) as never, copyJson(pod) as never);
}

// The judge works in place, so nothing may stand in two places, as it does in what structuredClone makes of shared objects.
function copyJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Makes any change of the value an error. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
