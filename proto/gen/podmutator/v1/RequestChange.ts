// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * RequestChange is a change of what the Pod asks of its node: the larger of what its containers ask together
 * and what its init containers ask one after another.
 */
export interface RequestChange {
  /**
   * "cpu" or "memory".
   */
  'resource'?: (string);
  /**
   * The quantity before, such as "250m".
   */
  'before'?: (string);
  /**
   * The quantity afterwards.
   */
  'after'?: (string);
}

/**
 * RequestChange is a change of what the Pod asks of its node: the larger of what its containers ask together
 * and what its init containers ask one after another.
 */
export interface RequestChange__Output {
  /**
   * "cpu" or "memory".
   */
  'resource': (string);
  /**
   * The quantity before, such as "250m".
   */
  'before': (string);
  /**
   * The quantity afterwards.
   */
  'after': (string);
}
