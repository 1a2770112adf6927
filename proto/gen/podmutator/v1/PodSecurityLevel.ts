// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * PodSecurityLevel is a level of the Pod Security Standards.
 */
export const PodSecurityLevel = {
  /**
   * POD_SECURITY_LEVEL_UNSPECIFIED is never sent.
   */
  POD_SECURITY_LEVEL_UNSPECIFIED: 'POD_SECURITY_LEVEL_UNSPECIFIED',
  /**
   * POD_SECURITY_LEVEL_PRIVILEGED allows everything.
   */
  POD_SECURITY_LEVEL_PRIVILEGED: 'POD_SECURITY_LEVEL_PRIVILEGED',
  /**
   * POD_SECURITY_LEVEL_BASELINE forbids what is known to lead from a container to its node.
   */
  POD_SECURITY_LEVEL_BASELINE: 'POD_SECURITY_LEVEL_BASELINE',
  /**
   * POD_SECURITY_LEVEL_RESTRICTED demands a hardened Pod.
   */
  POD_SECURITY_LEVEL_RESTRICTED: 'POD_SECURITY_LEVEL_RESTRICTED',
} as const;

/**
 * PodSecurityLevel is a level of the Pod Security Standards.
 */
export type PodSecurityLevel =
  /**
   * POD_SECURITY_LEVEL_UNSPECIFIED is never sent.
   */
  | 'POD_SECURITY_LEVEL_UNSPECIFIED'
  | 0
  /**
   * POD_SECURITY_LEVEL_PRIVILEGED allows everything.
   */
  | 'POD_SECURITY_LEVEL_PRIVILEGED'
  | 1
  /**
   * POD_SECURITY_LEVEL_BASELINE forbids what is known to lead from a container to its node.
   */
  | 'POD_SECURITY_LEVEL_BASELINE'
  | 2
  /**
   * POD_SECURITY_LEVEL_RESTRICTED demands a hardened Pod.
   */
  | 'POD_SECURITY_LEVEL_RESTRICTED'
  | 3

/**
 * PodSecurityLevel is a level of the Pod Security Standards.
 */
export type PodSecurityLevel__Output = typeof PodSecurityLevel[keyof typeof PodSecurityLevel]
