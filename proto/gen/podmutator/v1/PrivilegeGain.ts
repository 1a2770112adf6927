// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * PrivilegeGain is a right that one container has afterwards and had not before.
 */
export interface PrivilegeGain {
  /**
   * The container.
   */
  'container'?: (string);
  /**
   * The right: "privileged", "allowPrivilegeEscalation", "capability <NAME>" or "hostPath <path>".
   */
  'privilege'?: (string);
  /**
   * The mutator that gave it.
   */
  'mutator'?: (string);
  /**
   * JSON pointer into the Pod after all changes.
   */
  'path'?: (string);
  /**
   * Whether this container has a use for the right: for macvtap, whether it holds the macvtap resource.
   * Absent if the mutator cannot tell.
   */
  'needed'?: (boolean);
  '_needed'?: "needed";
}

/**
 * PrivilegeGain is a right that one container has afterwards and had not before.
 */
export interface PrivilegeGain__Output {
  /**
   * The container.
   */
  'container': (string);
  /**
   * The right: "privileged", "allowPrivilegeEscalation", "capability <NAME>" or "hostPath <path>".
   */
  'privilege': (string);
  /**
   * The mutator that gave it.
   */
  'mutator': (string);
  /**
   * JSON pointer into the Pod after all changes.
   */
  'path': (string);
  /**
   * Whether this container has a use for the right: for macvtap, whether it holds the macvtap resource.
   * Absent if the mutator cannot tell.
   */
  'needed'?: (boolean);
  '_needed'?: "needed";
}
