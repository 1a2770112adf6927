// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Place as _podmutator_v1_Place, Place__Output as _podmutator_v1_Place__Output } from '../../podmutator/v1/Place.js';

/**
 * Evidence is one fact that decided.
 */
export interface Evidence {
  /**
   * Short form of place: a JSON pointer into the Pod; "namespace:" and a JSON pointer into the Namespace object;
   * "settings:" and a JSON pointer into the settings of the mutator; or "request:" and one into the AdmissionRequest.
   */
  'path'?: (string);
  /**
   * The value found, at most 256 characters; empty if nothing was there.
   */
  'found'?: (string);
  /**
   * What would have to be found for another decision, in words for people; empty if no other value would change it.
   */
  'wanted'?: (string);
  /**
   * The value that would have to be found for another decision, for tools; absent if there is no one such value.
   */
  'wantedValue'?: (string);
  /**
   * Whether something was there.
   */
  'exists'?: (boolean);
  /**
   * Where the fact was looked for.
   */
  'place'?: (_podmutator_v1_Place | null);
  '_wantedValue'?: "wantedValue";
}

/**
 * Evidence is one fact that decided.
 */
export interface Evidence__Output {
  /**
   * Short form of place: a JSON pointer into the Pod; "namespace:" and a JSON pointer into the Namespace object;
   * "settings:" and a JSON pointer into the settings of the mutator; or "request:" and one into the AdmissionRequest.
   */
  'path': (string);
  /**
   * The value found, at most 256 characters; empty if nothing was there.
   */
  'found': (string);
  /**
   * What would have to be found for another decision, in words for people; empty if no other value would change it.
   */
  'wanted': (string);
  /**
   * The value that would have to be found for another decision, for tools; absent if there is no one such value.
   */
  'wantedValue'?: (string);
  /**
   * Whether something was there.
   */
  'exists': (boolean);
  /**
   * Where the fact was looked for.
   */
  'place': (_podmutator_v1_Place__Output | null);
  '_wantedValue'?: "wantedValue";
}
