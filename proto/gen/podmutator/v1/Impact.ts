// Original file: proto/podmutator/v1/pod_mutator.proto

import type { PodSecurityLevel as _podmutator_v1_PodSecurityLevel, PodSecurityLevel__Output as _podmutator_v1_PodSecurityLevel__Output } from '../../podmutator/v1/PodSecurityLevel.js';
import type { PodSecurityBreach as _podmutator_v1_PodSecurityBreach, PodSecurityBreach__Output as _podmutator_v1_PodSecurityBreach__Output } from '../../podmutator/v1/PodSecurityBreach.js';
import type { QosClass as _podmutator_v1_QosClass, QosClass__Output as _podmutator_v1_QosClass__Output } from '../../podmutator/v1/QosClass.js';
import type { PrivilegeGain as _podmutator_v1_PrivilegeGain, PrivilegeGain__Output as _podmutator_v1_PrivilegeGain__Output } from '../../podmutator/v1/PrivilegeGain.js';
import type { RequestChange as _podmutator_v1_RequestChange, RequestChange__Output as _podmutator_v1_RequestChange__Output } from '../../podmutator/v1/RequestChange.js';

/**
 * Impact is what the changes mean for those who run the Pod.
 */
export interface Impact {
  /**
   * The highest Pod Security level that the Pod satisfied before, by the rules of Kubernetes 1.36.
   */
  'podSecurityBefore'?: (_podmutator_v1_PodSecurityLevel);
  /**
   * The highest level that it satisfies afterwards.
   */
  'podSecurityAfter'?: (_podmutator_v1_PodSecurityLevel);
  /**
   * Checks that the Pod breaks afterwards and did not break before, at any level.
   */
  'newBreaches'?: (_podmutator_v1_PodSecurityBreach)[];
  /**
   * The quality of service class before.
   */
  'qosBefore'?: (_podmutator_v1_QosClass);
  /**
   * The class afterwards.
   */
  'qosAfter'?: (_podmutator_v1_QosClass);
  /**
   * Rights that containers gained.
   */
  'privilegesGained'?: (_podmutator_v1_PrivilegeGain)[];
  /**
   * Images that no container used before.
   */
  'imagesAdded'?: (string)[];
  /**
   * Requests by which the scheduler places the Pod, where they changed.
   */
  'requestsChanged'?: (_podmutator_v1_RequestChange)[];
}

/**
 * Impact is what the changes mean for those who run the Pod.
 */
export interface Impact__Output {
  /**
   * The highest Pod Security level that the Pod satisfied before, by the rules of Kubernetes 1.36.
   */
  'podSecurityBefore': (_podmutator_v1_PodSecurityLevel__Output);
  /**
   * The highest level that it satisfies afterwards.
   */
  'podSecurityAfter': (_podmutator_v1_PodSecurityLevel__Output);
  /**
   * Checks that the Pod breaks afterwards and did not break before, at any level.
   */
  'newBreaches': (_podmutator_v1_PodSecurityBreach__Output)[];
  /**
   * The quality of service class before.
   */
  'qosBefore': (_podmutator_v1_QosClass__Output);
  /**
   * The class afterwards.
   */
  'qosAfter': (_podmutator_v1_QosClass__Output);
  /**
   * Rights that containers gained.
   */
  'privilegesGained': (_podmutator_v1_PrivilegeGain__Output)[];
  /**
   * Images that no container used before.
   */
  'imagesAdded': (string)[];
  /**
   * Requests by which the scheduler places the Pod, where they changed.
   */
  'requestsChanged': (_podmutator_v1_RequestChange__Output)[];
}
