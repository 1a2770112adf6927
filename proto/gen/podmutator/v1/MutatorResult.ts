// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Outcome as _podmutator_v1_Outcome, Outcome__Output as _podmutator_v1_Outcome__Output } from '../../podmutator/v1/Outcome.js';
import type { Evidence as _podmutator_v1_Evidence, Evidence__Output as _podmutator_v1_Evidence__Output } from '../../podmutator/v1/Evidence.js';
import type { Alternative as _podmutator_v1_Alternative, Alternative__Output as _podmutator_v1_Alternative__Output } from '../../podmutator/v1/Alternative.js';

/**
 * MutatorResult is what one mutator did with a Pod, and why.
 */
export interface MutatorResult {
  /**
   * The name of the mutator.
   */
  'mutator'?: (string);
  /**
   * What it did.
   */
  'outcome'?: (_podmutator_v1_Outcome);
  /**
   * The reason code, from the closed list of the mutator (see ListMutators). It matches ^[A-Z][A-Z0-9_]*$ and has at most
   * 128 characters, so it can be the reason of a Kubernetes condition.
   */
  'reason'?: (string);
  /**
   * VIEW_FULL: the reason as a sentence.
   */
  'message'?: (string);
  /**
   * VIEW_FULL: what decided.
   */
  'evidence'?: (_podmutator_v1_Evidence)[];
  /**
   * VIEW_FULL: which operations of the patch hold changes of this mutator, counted from 0.
   */
  'operationIndexes'?: (number)[];
  /**
   * Preview with PREVIEW_OUTPUT_ALTERNATIVES: changes that would lead to another outcome of this mutator, the smallest
   * first. Each was tried out.
   */
  'alternatives'?: (_podmutator_v1_Alternative)[];
  /**
   * EXPERIMENTAL: with POD_BASIS_FACTS only, and not yet evaluated: what the outcome will probably be.
   */
  'expectedOutcome'?: (_podmutator_v1_Outcome);
}

/**
 * MutatorResult is what one mutator did with a Pod, and why.
 */
export interface MutatorResult__Output {
  /**
   * The name of the mutator.
   */
  'mutator': (string);
  /**
   * What it did.
   */
  'outcome': (_podmutator_v1_Outcome__Output);
  /**
   * The reason code, from the closed list of the mutator (see ListMutators). It matches ^[A-Z][A-Z0-9_]*$ and has at most
   * 128 characters, so it can be the reason of a Kubernetes condition.
   */
  'reason': (string);
  /**
   * VIEW_FULL: the reason as a sentence.
   */
  'message': (string);
  /**
   * VIEW_FULL: what decided.
   */
  'evidence': (_podmutator_v1_Evidence__Output)[];
  /**
   * VIEW_FULL: which operations of the patch hold changes of this mutator, counted from 0.
   */
  'operationIndexes': (number)[];
  /**
   * Preview with PREVIEW_OUTPUT_ALTERNATIVES: changes that would lead to another outcome of this mutator, the smallest
   * first. Each was tried out.
   */
  'alternatives': (_podmutator_v1_Alternative__Output)[];
  /**
   * EXPERIMENTAL: with POD_BASIS_FACTS only, and not yet evaluated: what the outcome will probably be.
   */
  'expectedOutcome': (_podmutator_v1_Outcome__Output);
}
