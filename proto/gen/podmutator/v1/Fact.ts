// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * Fact is something outside of the Pod that a decision may need.
 */
export const Fact = {
  /**
   * FACT_UNSPECIFIED is never sent.
   */
  FACT_UNSPECIFIED: 'FACT_UNSPECIFIED',
  /**
   * FACT_NAMESPACE: labels and annotations of the Pod's namespace.
   */
  FACT_NAMESPACE: 'FACT_NAMESPACE',
} as const;

/**
 * Fact is something outside of the Pod that a decision may need.
 */
export type Fact =
  /**
   * FACT_UNSPECIFIED is never sent.
   */
  | 'FACT_UNSPECIFIED'
  | 0
  /**
   * FACT_NAMESPACE: labels and annotations of the Pod's namespace.
   */
  | 'FACT_NAMESPACE'
  | 1

/**
 * Fact is something outside of the Pod that a decision may need.
 */
export type Fact__Output = typeof Fact[keyof typeof Fact]
