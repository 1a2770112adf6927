// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * TemplatePath is where a kind holds a Pod template. EXPERIMENTAL.
 */
export interface TemplatePath {
  /**
   * The API group; empty for that of Pods ("v1").
   */
  'group'?: (string);
  /**
   * The kind.
   */
  'kind'?: (string);
  /**
   * JSON pointer into the object; "*" stands for any index.
   */
  'path'?: (string);
}

/**
 * TemplatePath is where a kind holds a Pod template. EXPERIMENTAL.
 */
export interface TemplatePath__Output {
  /**
   * The API group; empty for that of Pods ("v1").
   */
  'group': (string);
  /**
   * The kind.
   */
  'kind': (string);
  /**
   * JSON pointer into the object; "*" stands for any index.
   */
  'path': (string);
}
