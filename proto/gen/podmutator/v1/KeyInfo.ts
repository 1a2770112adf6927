// Original file: proto/podmutator/v1/pod_mutator.proto

import type { PlaceRoot as _podmutator_v1_PlaceRoot, PlaceRoot__Output as _podmutator_v1_PlaceRoot__Output } from '../../podmutator/v1/PlaceRoot.js';

/**
 * KeyInfo describes an annotation or a label.
 */
export interface KeyInfo {
  /**
   * PLACE_ROOT_POD or PLACE_ROOT_NAMESPACE: whose it is.
   */
  'root'?: (_podmutator_v1_PlaceRoot);
  /**
   * JSON pointer to it.
   */
  'pointer'?: (string);
  /**
   * The key.
   */
  'key'?: (string);
  /**
   * The values that mean something, the one that says yes first; empty: any text.
   */
  'values'?: (string)[];
  /**
   * What it is for, in one sentence.
   */
  'sentence'?: (string);
}

/**
 * KeyInfo describes an annotation or a label.
 */
export interface KeyInfo__Output {
  /**
   * PLACE_ROOT_POD or PLACE_ROOT_NAMESPACE: whose it is.
   */
  'root': (_podmutator_v1_PlaceRoot__Output);
  /**
   * JSON pointer to it.
   */
  'pointer': (string);
  /**
   * The key.
   */
  'key': (string);
  /**
   * The values that mean something, the one that says yes first; empty: any text.
   */
  'values': (string)[];
  /**
   * What it is for, in one sentence.
   */
  'sentence': (string);
}
