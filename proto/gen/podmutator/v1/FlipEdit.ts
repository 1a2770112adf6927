// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * FlipEdit is one edit of the Pod or of its Namespace.
 */
export interface FlipEdit {
  /**
   * Where: a JSON pointer into the Pod, or "namespace:" and a JSON pointer into the Namespace object.
   */
  'path'?: (string);
  /**
   * The text to set there; absent: what is there has to be removed.
   */
  'value'?: (string);
  '_value'?: "value";
}

/**
 * FlipEdit is one edit of the Pod or of its Namespace.
 */
export interface FlipEdit__Output {
  /**
   * Where: a JSON pointer into the Pod, or "namespace:" and a JSON pointer into the Namespace object.
   */
  'path': (string);
  /**
   * The text to set there; absent: what is there has to be removed.
   */
  'value'?: (string);
  '_value'?: "value";
}
