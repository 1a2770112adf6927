// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * View selects how much of the explanation is returned.
 */
export const View = {
  /**
   * VIEW_UNSPECIFIED counts as VIEW_BASIC.
   */
  VIEW_UNSPECIFIED: 'VIEW_UNSPECIFIED',
  /**
   * VIEW_BASIC returns the decision, the patch, and outcome and reason of each mutator.
   */
  VIEW_BASIC: 'VIEW_BASIC',
  /**
   * VIEW_FULL adds messages, evidence, operation indexes, the patched Pod and the merge patch.
   */
  VIEW_FULL: 'VIEW_FULL',
} as const;

/**
 * View selects how much of the explanation is returned.
 */
export type View =
  /**
   * VIEW_UNSPECIFIED counts as VIEW_BASIC.
   */
  | 'VIEW_UNSPECIFIED'
  | 0
  /**
   * VIEW_BASIC returns the decision, the patch, and outcome and reason of each mutator.
   */
  | 'VIEW_BASIC'
  | 1
  /**
   * VIEW_FULL adds messages, evidence, operation indexes, the patched Pod and the merge patch.
   */
  | 'VIEW_FULL'
  | 2

/**
 * View selects how much of the explanation is returned.
 */
export type View__Output = typeof View[keyof typeof View]
