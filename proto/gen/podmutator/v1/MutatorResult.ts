// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Outcome as _podmutator_v1_Outcome, Outcome__Output as _podmutator_v1_Outcome__Output } from '../../podmutator/v1/Outcome.js';
import type { Evidence as _podmutator_v1_Evidence, Evidence__Output as _podmutator_v1_Evidence__Output } from '../../podmutator/v1/Evidence.js';
import type { Flip as _podmutator_v1_Flip, Flip__Output as _podmutator_v1_Flip__Output } from '../../podmutator/v1/Flip.js';

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
   * The reason code, from the closed list of the mutator (see ListMutators).
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
   * Preview with flips: changes that would turn the outcome of this mutator, the smallest first. Each was tried out.
   */
  'flips'?: (_podmutator_v1_Flip)[];
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
   * The reason code, from the closed list of the mutator (see ListMutators).
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
   * Preview with flips: changes that would turn the outcome of this mutator, the smallest first. Each was tried out.
   */
  'flips': (_podmutator_v1_Flip__Output)[];
}
