// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * QosClass is the quality of service class of a Pod. It decides which Pods are evicted first when a node is short of memory.
 */
export const QosClass = {
  /**
   * QOS_CLASS_UNSPECIFIED is never sent.
   */
  QOS_CLASS_UNSPECIFIED: 'QOS_CLASS_UNSPECIFIED',
  /**
   * QOS_CLASS_BEST_EFFORT: no container names cpu or memory.
   */
  QOS_CLASS_BEST_EFFORT: 'QOS_CLASS_BEST_EFFORT',
  /**
   * QOS_CLASS_BURSTABLE: neither of the two others.
   */
  QOS_CLASS_BURSTABLE: 'QOS_CLASS_BURSTABLE',
  /**
   * QOS_CLASS_GUARANTEED: every container has limits for cpu and memory, and requests equal to them.
   */
  QOS_CLASS_GUARANTEED: 'QOS_CLASS_GUARANTEED',
} as const;

/**
 * QosClass is the quality of service class of a Pod. It decides which Pods are evicted first when a node is short of memory.
 */
export type QosClass =
  /**
   * QOS_CLASS_UNSPECIFIED is never sent.
   */
  | 'QOS_CLASS_UNSPECIFIED'
  | 0
  /**
   * QOS_CLASS_BEST_EFFORT: no container names cpu or memory.
   */
  | 'QOS_CLASS_BEST_EFFORT'
  | 1
  /**
   * QOS_CLASS_BURSTABLE: neither of the two others.
   */
  | 'QOS_CLASS_BURSTABLE'
  | 2
  /**
   * QOS_CLASS_GUARANTEED: every container has limits for cpu and memory, and requests equal to them.
   */
  | 'QOS_CLASS_GUARANTEED'
  | 3

/**
 * QosClass is the quality of service class of a Pod. It decides which Pods are evicted first when a node is short of memory.
 */
export type QosClass__Output = typeof QosClass[keyof typeof QosClass]
