// Contract ⇄ pipeline: a request becomes a review, an evaluation becomes a response.

import type { Allowed__Output } from '../../proto/gen/podmutator/v1/Allowed.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { formatPatch } from '../decisions/patch-text.js';
import type { Evaluation, Review } from '../decisions/pipeline.js';
import { InputError } from '../pod/input-error.js';
import { createImpact } from './create-impact.js';
import { explain, listWarnings, summarise } from './explanation.js';
import { createFullView, noView } from './full-view.js';
import { checkNamespace, readFacts } from './namespace-facts.js';

// A Map, because names of an enum may come as numbers and must not find members of Object.prototype.
const operations: ReadonlyMap<unknown, Review['operation']> = new Map([
  ['OPERATION_UNSPECIFIED', 'CREATE'],
  ['OPERATION_CREATE', 'CREATE'],
  ['OPERATION_UPDATE', 'UPDATE'],
  ['OPERATION_DELETE', 'DELETE'],
  ['OPERATION_CONNECT', 'CONNECT'],
]);

/**
 * Takes a request for a review.
 * @throws InputError for values of enumerations that this version does not know, or a namespace that cannot be meant
 */
export function readReview(request: MutatePodRequest__Output): Review {
  const operation = operations.get(request.operation);
  if (operation === undefined) {
    throw unknownEnumValue('operation', request.operation, 'CREATE, UPDATE, DELETE or CONNECT (1 to 4)');
  }
  const { namespace, subResource, mutators } = request;
  checkNamespace('namespace', namespace);
  return { operation, subResource, namespace, namespaceFacts: readFacts(namespace, request), mutators };
}

/**
 * Whether everything about the decision is asked for, which may take long.
 * @throws InputError for a view that this version does not know
 */
export function isFullView({ view }: MutatePodRequest__Output): boolean {
  if (view !== 'VIEW_UNSPECIFIED' && view !== 'VIEW_BASIC' && view !== 'VIEW_FULL') {
    throw unknownEnumValue('view', view, 'VIEW_BASIC (1) or VIEW_FULL (2)');
  }
  return view === 'VIEW_FULL';
}

/**
 * Writes a response. The only place that sets the decision, so that exactly one branch of it is ever set.
 * @throws InputError for a view that this version does not know, or a Pod nested too deeply for VIEW_FULL
 */
export function createResponse(
  request: MutatePodRequest__Output,
  evaluation: Evaluation,
  made: Pick<MutatePodResponse__Output, 'configRevision' | 'engineVersion'>,
): MutatePodResponse__Output {
  const isFull = isFullView(request);
  return {
    decision: 'allowed',
    allowed: createAllowed(request.podJson, evaluation, isFull),
    warnings: listWarnings(evaluation),
    auditAnnotations: createAuditAnnotations(evaluation),
    ...made,
    mutators: isFull ? explain(evaluation) : summarise(evaluation),
    impact: isFull ? createImpact(evaluation) : null,
  };
}

function createAllowed(podJson: Buffer, { operations: patch }: Evaluation, isFull: boolean): Allowed__Output {
  const view = isFull ? createFullView(podJson, patch) : noView;
  return {
    // Bytes, never a string: protobufjs takes a string for base64.
    jsonPatch: patch.length === 0 ? Buffer.alloc(0) : Buffer.from(formatPatch(patch)),
    operationCount: patch.length,
    patchedPodJson: view.patchedPod,
    mergePatchJson: view.mergePatch,
  };
}

function createAuditAnnotations({ results }: Evaluation): Record<string, string> {
  const annotations: Record<string, string> = {};
  for (const { mutator, outcome, reason } of results) {
    annotations[`${mutator}.outcome`] = outcome;
    annotations[`${mutator}.reason`] = reason;
  }
  return annotations;
}

function unknownEnumValue(field: string, found: unknown, expected: string): InputError {
  return new InputError({
    reason: 'ENUM_VALUE_UNKNOWN',
    field,
    description: `expected ${expected}, found ${String(found)}`,
  });
}
