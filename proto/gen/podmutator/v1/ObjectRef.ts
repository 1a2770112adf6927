// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * ObjectRef names objects by what is set; what is not set may be anything. At least kind, namespace or name has to be.
 */
export interface ObjectRef {
  /**
   * The API group; empty for that of Pods ("v1").
   */
  'group'?: (string);
  /**
   * The kind; its case does not matter.
   */
  'kind'?: (string);
  /**
   * The namespace in which the object is evaluated.
   */
  'namespace'?: (string);
  /**
   * metadata.name, or metadata.generateName.
   */
  'name'?: (string);
  '_group'?: "group";
}

/**
 * ObjectRef names objects by what is set; what is not set may be anything. At least kind, namespace or name has to be.
 */
export interface ObjectRef__Output {
  /**
   * The API group; empty for that of Pods ("v1").
   */
  'group'?: (string);
  /**
   * The kind; its case does not matter.
   */
  'kind': (string);
  /**
   * The namespace in which the object is evaluated.
   */
  'namespace': (string);
  /**
   * metadata.name, or metadata.generateName.
   */
  'name': (string);
  '_group'?: "group";
}
