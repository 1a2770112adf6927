// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * Denied says that the Pod must not be created.
 */
export interface Denied {
  /**
   * Why, for the person who creates the Pod.
   */
  'message'?: (string);
  /**
   * The reason code, of the form of all reasons.
   */
  'reason'?: (string);
  /**
   * The HTTP status for the person who creates the Pod; 403 if absent.
   */
  'httpCode'?: (number);
  /**
   * The name of the mutator that denies.
   */
  'mutator'?: (string);
  '_httpCode'?: "httpCode";
}

/**
 * Denied says that the Pod must not be created.
 */
export interface Denied__Output {
  /**
   * Why, for the person who creates the Pod.
   */
  'message': (string);
  /**
   * The reason code, of the form of all reasons.
   */
  'reason': (string);
  /**
   * The HTTP status for the person who creates the Pod; 403 if absent.
   */
  'httpCode'?: (number);
  /**
   * The name of the mutator that denies.
   */
  'mutator': (string);
  '_httpCode'?: "httpCode";
}
