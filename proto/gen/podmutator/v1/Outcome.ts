// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * Outcome is what one mutator did with one Pod.
 */
export const Outcome = {
  /**
   * OUTCOME_UNSPECIFIED is never sent.
   */
  OUTCOME_UNSPECIFIED: 'OUTCOME_UNSPECIFIED',
  /**
   * OUTCOME_MUTATED: the mutator changed the Pod.
   */
  OUTCOME_MUTATED: 'OUTCOME_MUTATED',
  /**
   * OUTCOME_UNCHANGED: the change was wanted and is already there.
   */
  OUTCOME_UNCHANGED: 'OUTCOME_UNCHANGED',
  /**
   * OUTCOME_SKIPPED: the change was not wanted, or must not be made.
   */
  OUTCOME_SKIPPED: 'OUTCOME_SKIPPED',
  /**
   * OUTCOME_UNKNOWN: a fact that the decision needs is missing; nothing was changed.
   */
  OUTCOME_UNKNOWN: 'OUTCOME_UNKNOWN',
} as const;

/**
 * Outcome is what one mutator did with one Pod.
 */
export type Outcome =
  /**
   * OUTCOME_UNSPECIFIED is never sent.
   */
  | 'OUTCOME_UNSPECIFIED'
  | 0
  /**
   * OUTCOME_MUTATED: the mutator changed the Pod.
   */
  | 'OUTCOME_MUTATED'
  | 1
  /**
   * OUTCOME_UNCHANGED: the change was wanted and is already there.
   */
  | 'OUTCOME_UNCHANGED'
  | 2
  /**
   * OUTCOME_SKIPPED: the change was not wanted, or must not be made.
   */
  | 'OUTCOME_SKIPPED'
  | 3
  /**
   * OUTCOME_UNKNOWN: a fact that the decision needs is missing; nothing was changed.
   */
  | 'OUTCOME_UNKNOWN'
  | 4

/**
 * Outcome is what one mutator did with one Pod.
 */
export type Outcome__Output = typeof Outcome[keyof typeof Outcome]
