// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Limits as _podmutator_v1_Limits, Limits__Output as _podmutator_v1_Limits__Output } from '../../podmutator/v1/Limits.js';
import type { SettingsState as _podmutator_v1_SettingsState, SettingsState__Output as _podmutator_v1_SettingsState__Output } from '../../podmutator/v1/SettingsState.js';

/**
 * GetServerInfoResponse is the state of the server.
 */
export interface GetServerInfoResponse {
  /**
   * The version of podmutator.
   */
  'version'?: (string);
  /**
   * The settings in effect: "sha256:" and 64 hexadecimal digits.
   */
  'configRevision'?: (string);
  /**
   * Names of the enabled mutators, in the order in which they run.
   */
  'mutators'?: (string)[];
  /**
   * What a request may not exceed.
   */
  'limits'?: (_podmutator_v1_Limits | null);
  /**
   * The state of the settings file.
   */
  'settings'?: (_podmutator_v1_SettingsState | null);
  /**
   * Fields of requests that are newer than 0.1 and that this service honours, as "PreviewRequest.outputs", and "complete".
   * The word says that the list is all of it: a field that is not in it is not seen. Without it the service is of 0.1,
   * and honours none.
   */
  'capabilities'?: (string)[];
  /**
   * The version of podmutator that decides.
   */
  'engineVersion'?: (string);
}

/**
 * GetServerInfoResponse is the state of the server.
 */
export interface GetServerInfoResponse__Output {
  /**
   * The version of podmutator.
   */
  'version': (string);
  /**
   * The settings in effect: "sha256:" and 64 hexadecimal digits.
   */
  'configRevision': (string);
  /**
   * Names of the enabled mutators, in the order in which they run.
   */
  'mutators': (string)[];
  /**
   * What a request may not exceed.
   */
  'limits': (_podmutator_v1_Limits__Output | null);
  /**
   * The state of the settings file.
   */
  'settings': (_podmutator_v1_SettingsState__Output | null);
  /**
   * Fields of requests that are newer than 0.1 and that this service honours, as "PreviewRequest.outputs", and "complete".
   * The word says that the list is all of it: a field that is not in it is not seen. Without it the service is of 0.1,
   * and honours none.
   */
  'capabilities': (string)[];
  /**
   * The version of podmutator that decides.
   */
  'engineVersion': (string);
}
