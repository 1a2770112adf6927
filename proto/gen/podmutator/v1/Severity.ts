// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * Severity tells how much a finding matters.
 */
export const Severity = {
  /**
   * SEVERITY_UNSPECIFIED is never sent.
   */
  SEVERITY_UNSPECIFIED: 'SEVERITY_UNSPECIFIED',
  /**
   * SEVERITY_NOTE: nothing has to be done, but something is not known or not effective.
   */
  SEVERITY_NOTE: 'SEVERITY_NOTE',
  /**
   * SEVERITY_WARNING: probably not what the author meant.
   */
  SEVERITY_WARNING: 'SEVERITY_WARNING',
  /**
   * SEVERITY_ERROR: the Pod would be rejected, or cannot be evaluated.
   */
  SEVERITY_ERROR: 'SEVERITY_ERROR',
} as const;

/**
 * Severity tells how much a finding matters.
 */
export type Severity =
  /**
   * SEVERITY_UNSPECIFIED is never sent.
   */
  | 'SEVERITY_UNSPECIFIED'
  | 0
  /**
   * SEVERITY_NOTE: nothing has to be done, but something is not known or not effective.
   */
  | 'SEVERITY_NOTE'
  | 1
  /**
   * SEVERITY_WARNING: probably not what the author meant.
   */
  | 'SEVERITY_WARNING'
  | 2
  /**
   * SEVERITY_ERROR: the Pod would be rejected, or cannot be evaluated.
   */
  | 'SEVERITY_ERROR'
  | 3

/**
 * Severity tells how much a finding matters.
 */
export type Severity__Output = typeof Severity[keyof typeof Severity]
