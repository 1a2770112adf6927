// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * Operation is what is about to be done with the Pod. Only a creation is ever patched.
 */
export const Operation = {
  /**
   * OPERATION_UNSPECIFIED counts as OPERATION_CREATE.
   */
  OPERATION_UNSPECIFIED: 'OPERATION_UNSPECIFIED',
  /**
   * OPERATION_CREATE is the creation of the Pod.
   */
  OPERATION_CREATE: 'OPERATION_CREATE',
  /**
   * OPERATION_UPDATE is a change of a stored Pod; most of its fields are immutable by then.
   */
  OPERATION_UPDATE: 'OPERATION_UPDATE',
  /**
   * OPERATION_DELETE is the deletion of the Pod; there is no Pod in the request then.
   */
  OPERATION_DELETE: 'OPERATION_DELETE',
  /**
   * OPERATION_CONNECT is a connection to a running Pod, such as exec.
   */
  OPERATION_CONNECT: 'OPERATION_CONNECT',
} as const;

/**
 * Operation is what is about to be done with the Pod. Only a creation is ever patched.
 */
export type Operation =
  /**
   * OPERATION_UNSPECIFIED counts as OPERATION_CREATE.
   */
  | 'OPERATION_UNSPECIFIED'
  | 0
  /**
   * OPERATION_CREATE is the creation of the Pod.
   */
  | 'OPERATION_CREATE'
  | 1
  /**
   * OPERATION_UPDATE is a change of a stored Pod; most of its fields are immutable by then.
   */
  | 'OPERATION_UPDATE'
  | 2
  /**
   * OPERATION_DELETE is the deletion of the Pod; there is no Pod in the request then.
   */
  | 'OPERATION_DELETE'
  | 3
  /**
   * OPERATION_CONNECT is a connection to a running Pod, such as exec.
   */
  | 'OPERATION_CONNECT'
  | 4

/**
 * Operation is what is about to be done with the Pod. Only a creation is ever patched.
 */
export type Operation__Output = typeof Operation[keyof typeof Operation]
