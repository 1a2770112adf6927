// Original file: proto/podmutator/v1/pod_mutator.proto

import type { PodSecurityLevel as _podmutator_v1_PodSecurityLevel, PodSecurityLevel__Output as _podmutator_v1_PodSecurityLevel__Output } from '../../podmutator/v1/PodSecurityLevel.js';

/**
 * PodSecurityBreach is one place that breaks one check of Pod Security.
 */
export interface PodSecurityBreach {
  /**
   * The check, by the name that Kubernetes gives it, such as "capabilities_baseline".
   */
  'check'?: (string);
  /**
   * The lowest level that has the check.
   */
  'level'?: (_podmutator_v1_PodSecurityLevel);
  /**
   * The container; empty if it is the Pod itself.
   */
  'container'?: (string);
  /**
   * JSON pointer into the Pod after the changes.
   */
  'path'?: (string);
  /**
   * What was found there.
   */
  'detail'?: (string);
}

/**
 * PodSecurityBreach is one place that breaks one check of Pod Security.
 */
export interface PodSecurityBreach__Output {
  /**
   * The check, by the name that Kubernetes gives it, such as "capabilities_baseline".
   */
  'check': (string);
  /**
   * The lowest level that has the check.
   */
  'level': (_podmutator_v1_PodSecurityLevel__Output);
  /**
   * The container; empty if it is the Pod itself.
   */
  'container': (string);
  /**
   * JSON pointer into the Pod after the changes.
   */
  'path': (string);
  /**
   * What was found there.
   */
  'detail': (string);
}
