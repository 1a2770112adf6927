// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * Evidence is one fact that decided.
 */
export interface Evidence {
  /**
   * Where the fact was looked for: a JSON pointer into the Pod; "namespace:" and a JSON pointer into the Namespace object;
   * "settings:" and a JSON pointer into the settings of the mutator; or "request:" and one into the AdmissionRequest.
   */
  'path'?: (string);
  /**
   * The value found, at most 256 characters; empty if nothing was there.
   */
  'found'?: (string);
  /**
   * What would have to be found for another decision; empty if no other value would change it.
   */
  'wanted'?: (string);
}

/**
 * Evidence is one fact that decided.
 */
export interface Evidence__Output {
  /**
   * Where the fact was looked for: a JSON pointer into the Pod; "namespace:" and a JSON pointer into the Namespace object;
   * "settings:" and a JSON pointer into the settings of the mutator; or "request:" and one into the AdmissionRequest.
   */
  'path': (string);
  /**
   * The value found, at most 256 characters; empty if nothing was there.
   */
  'found': (string);
  /**
   * What would have to be found for another decision; empty if no other value would change it.
   */
  'wanted': (string);
}
