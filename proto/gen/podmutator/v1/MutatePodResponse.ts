// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Allowed as _podmutator_v1_Allowed, Allowed__Output as _podmutator_v1_Allowed__Output } from '../../podmutator/v1/Allowed.js';
import type { Denied as _podmutator_v1_Denied, Denied__Output as _podmutator_v1_Denied__Output } from '../../podmutator/v1/Denied.js';
import type { Warning as _podmutator_v1_Warning, Warning__Output as _podmutator_v1_Warning__Output } from '../../podmutator/v1/Warning.js';
import type { MutatorResult as _podmutator_v1_MutatorResult, MutatorResult__Output as _podmutator_v1_MutatorResult__Output } from '../../podmutator/v1/MutatorResult.js';
import type { Impact as _podmutator_v1_Impact, Impact__Output as _podmutator_v1_Impact__Output } from '../../podmutator/v1/Impact.js';

/**
 * MutatePodResponse is the decision on one Pod. A response with no decision set is a failure of the service, never permission.
 */
export interface MutatePodResponse {
  /**
   * The Pod may be created, with the patch if there is one.
   */
  'allowed'?: (_podmutator_v1_Allowed | null);
  /**
   * The Pod must not be created. No mutator denies today.
   */
  'denied'?: (_podmutator_v1_Denied | null);
  /**
   * What to act upon. Empty for a Pod that asked for nothing.
   */
  'warnings'?: (_podmutator_v1_Warning)[];
  /**
   * Facts for the audit log: "<mutator>.outcome" and "<mutator>.reason" for each mutator that ran.
   */
  'auditAnnotations'?: ({[key: string]: string});
  /**
   * The settings that the decision was made with: "sha256:" and 64 hexadecimal digits.
   */
  'configRevision'?: (string);
  /**
   * One result for each mutator, in the order in which they ran.
   */
  'mutators'?: (_podmutator_v1_MutatorResult)[];
  /**
   * VIEW_FULL: what the patch means for those who run the Pod; absent if the Pod was not looked at.
   */
  'impact'?: (_podmutator_v1_Impact | null);
  /**
   * The version of podmutator that decided. The same request to the same config_revision and engine_version gives the
   * same bytes.
   */
  'engineVersion'?: (string);
  /**
   * What was decided.
   */
  'decision'?: "allowed"|"denied";
}

/**
 * MutatePodResponse is the decision on one Pod. A response with no decision set is a failure of the service, never permission.
 */
export interface MutatePodResponse__Output {
  /**
   * The Pod may be created, with the patch if there is one.
   */
  'allowed'?: (_podmutator_v1_Allowed__Output | null);
  /**
   * The Pod must not be created. No mutator denies today.
   */
  'denied'?: (_podmutator_v1_Denied__Output | null);
  /**
   * What to act upon. Empty for a Pod that asked for nothing.
   */
  'warnings': (_podmutator_v1_Warning__Output)[];
  /**
   * Facts for the audit log: "<mutator>.outcome" and "<mutator>.reason" for each mutator that ran.
   */
  'auditAnnotations': ({[key: string]: string});
  /**
   * The settings that the decision was made with: "sha256:" and 64 hexadecimal digits.
   */
  'configRevision': (string);
  /**
   * One result for each mutator, in the order in which they ran.
   */
  'mutators': (_podmutator_v1_MutatorResult__Output)[];
  /**
   * VIEW_FULL: what the patch means for those who run the Pod; absent if the Pod was not looked at.
   */
  'impact': (_podmutator_v1_Impact__Output | null);
  /**
   * The version of podmutator that decided. The same request to the same config_revision and engine_version gives the
   * same bytes.
   */
  'engineVersion': (string);
  /**
   * What was decided.
   */
  'decision'?: "allowed"|"denied";
}
