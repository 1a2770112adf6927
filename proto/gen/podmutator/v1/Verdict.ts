// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * Verdict sums up the outcomes of all mutators for one object of a manifest.
 */
export const Verdict = {
  /**
   * VERDICT_UNSPECIFIED is never sent.
   */
  VERDICT_UNSPECIFIED: 'VERDICT_UNSPECIFIED',
  /**
   * VERDICT_CHANGED: at least one mutator would change the Pod.
   */
  VERDICT_CHANGED: 'VERDICT_CHANGED',
  /**
   * VERDICT_UNCHANGED: a change is wanted and already there.
   */
  VERDICT_UNCHANGED: 'VERDICT_UNCHANGED',
  /**
   * VERDICT_SKIPPED: no mutator wants to change the Pod.
   */
  VERDICT_SKIPPED: 'VERDICT_SKIPPED',
  /**
   * VERDICT_UNKNOWN: a fact that a decision needs is missing, and no other mutator would change the Pod.
   */
  VERDICT_UNKNOWN: 'VERDICT_UNKNOWN',
  /**
   * VERDICT_NOT_APPLICABLE: the object holds no Pod.
   */
  VERDICT_NOT_APPLICABLE: 'VERDICT_NOT_APPLICABLE',
  /**
   * VERDICT_ERROR: the object could not be evaluated; see error.
   */
  VERDICT_ERROR: 'VERDICT_ERROR',
} as const;

/**
 * Verdict sums up the outcomes of all mutators for one object of a manifest.
 */
export type Verdict =
  /**
   * VERDICT_UNSPECIFIED is never sent.
   */
  | 'VERDICT_UNSPECIFIED'
  | 0
  /**
   * VERDICT_CHANGED: at least one mutator would change the Pod.
   */
  | 'VERDICT_CHANGED'
  | 1
  /**
   * VERDICT_UNCHANGED: a change is wanted and already there.
   */
  | 'VERDICT_UNCHANGED'
  | 2
  /**
   * VERDICT_SKIPPED: no mutator wants to change the Pod.
   */
  | 'VERDICT_SKIPPED'
  | 3
  /**
   * VERDICT_UNKNOWN: a fact that a decision needs is missing, and no other mutator would change the Pod.
   */
  | 'VERDICT_UNKNOWN'
  | 4
  /**
   * VERDICT_NOT_APPLICABLE: the object holds no Pod.
   */
  | 'VERDICT_NOT_APPLICABLE'
  | 5
  /**
   * VERDICT_ERROR: the object could not be evaluated; see error.
   */
  | 'VERDICT_ERROR'
  | 6

/**
 * Verdict sums up the outcomes of all mutators for one object of a manifest.
 */
export type Verdict__Output = typeof Verdict[keyof typeof Verdict]
