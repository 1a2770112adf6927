// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * Warning is something that somebody should act upon.
 */
export interface Warning {
  /**
   * The mutator that warns; empty if none in particular.
   */
  'mutator'?: (string);
  /**
   * The code, from the closed list of the mutator (see ListMutators).
   */
  'code'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * JSON pointer to the place in the Pod; empty if there is none.
   */
  'path'?: (string);
}

/**
 * Warning is something that somebody should act upon.
 */
export interface Warning__Output {
  /**
   * The mutator that warns; empty if none in particular.
   */
  'mutator': (string);
  /**
   * The code, from the closed list of the mutator (see ListMutators).
   */
  'code': (string);
  /**
   * One sentence for a person.
   */
  'message': (string);
  /**
   * JSON pointer to the place in the Pod; empty if there is none.
   */
  'path': (string);
}
