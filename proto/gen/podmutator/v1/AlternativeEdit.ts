// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Place as _podmutator_v1_Place, Place__Output as _podmutator_v1_Place__Output } from '../../podmutator/v1/Place.js';

/**
 * AlternativeEdit is one edit of the Pod or of its Namespace.
 */
export interface AlternativeEdit {
  /**
   * Short form of place: a JSON pointer into the Pod, or "namespace:" and a JSON pointer into the Namespace object.
   */
  'path'?: (string);
  /**
   * The text to set there; absent: what is there has to be removed.
   */
  'value'?: (string);
  /**
   * Where.
   */
  'place'?: (_podmutator_v1_Place | null);
  '_value'?: "value";
}

/**
 * AlternativeEdit is one edit of the Pod or of its Namespace.
 */
export interface AlternativeEdit__Output {
  /**
   * Short form of place: a JSON pointer into the Pod, or "namespace:" and a JSON pointer into the Namespace object.
   */
  'path': (string);
  /**
   * The text to set there; absent: what is there has to be removed.
   */
  'value'?: (string);
  /**
   * Where.
   */
  'place': (_podmutator_v1_Place__Output | null);
  '_value'?: "value";
}
