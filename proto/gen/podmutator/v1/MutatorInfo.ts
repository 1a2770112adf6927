// Original file: proto/podmutator/v1/pod_mutator.proto

import type { ReasonInfo as _podmutator_v1_ReasonInfo, ReasonInfo__Output as _podmutator_v1_ReasonInfo__Output } from '../../podmutator/v1/ReasonInfo.js';
import type { Fact as _podmutator_v1_Fact, Fact__Output as _podmutator_v1_Fact__Output } from '../../podmutator/v1/Fact.js';
import type { KeyInfo as _podmutator_v1_KeyInfo, KeyInfo__Output as _podmutator_v1_KeyInfo__Output } from '../../podmutator/v1/KeyInfo.js';

/**
 * MutatorInfo describes one mutator.
 */
export interface MutatorInfo {
  /**
   * The name: also the key in the settings, the path of the webhook and the label in metrics.
   */
  'name'?: (string);
  /**
   * What it is for, in one sentence.
   */
  'description'?: (string);
  /**
   * The closed list of its reason codes.
   */
  'reasons'?: (_podmutator_v1_ReasonInfo)[];
  /**
   * The closed list of its warning codes.
   */
  'warnings'?: (_podmutator_v1_ReasonInfo)[];
  /**
   * JSON pointers of all it may change in a Pod; "*" stands for any index.
   */
  'touches'?: (string)[];
  /**
   * Facts outside of the Pod that it may need.
   */
  'needs'?: (_podmutator_v1_Fact)[];
  /**
   * The settings in effect, defaults included, as JSON.
   */
  'settingsJson'?: (string);
  /**
   * The annotations and labels that it looks at.
   */
  'keys'?: (_podmutator_v1_KeyInfo)[];
}

/**
 * MutatorInfo describes one mutator.
 */
export interface MutatorInfo__Output {
  /**
   * The name: also the key in the settings, the path of the webhook and the label in metrics.
   */
  'name': (string);
  /**
   * What it is for, in one sentence.
   */
  'description': (string);
  /**
   * The closed list of its reason codes.
   */
  'reasons': (_podmutator_v1_ReasonInfo__Output)[];
  /**
   * The closed list of its warning codes.
   */
  'warnings': (_podmutator_v1_ReasonInfo__Output)[];
  /**
   * JSON pointers of all it may change in a Pod; "*" stands for any index.
   */
  'touches': (string)[];
  /**
   * Facts outside of the Pod that it may need.
   */
  'needs': (_podmutator_v1_Fact__Output)[];
  /**
   * The settings in effect, defaults included, as JSON.
   */
  'settingsJson': (string);
  /**
   * The annotations and labels that it looks at.
   */
  'keys': (_podmutator_v1_KeyInfo__Output)[];
}
