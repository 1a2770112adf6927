// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Place as _podmutator_v1_Place, Place__Output as _podmutator_v1_Place__Output } from '../../podmutator/v1/Place.js';

/**
 * Warning is something to act upon.
 */
export interface Warning {
  /**
   * The mutator that warns; empty if none in particular.
   */
  'mutator'?: (string);
  /**
   * The code, from the closed list of the mutator (see ListMutators).
   */
  'code'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * The pointer of place; empty if there is none.
   */
  'path'?: (string);
  /**
   * Where: in the Pod, or in the patched Pod if there is a patch. Absent if there is no one place.
   */
  'place'?: (_podmutator_v1_Place | null);
}

/**
 * Warning is something to act upon.
 */
export interface Warning__Output {
  /**
   * The mutator that warns; empty if none in particular.
   */
  'mutator': (string);
  /**
   * The code, from the closed list of the mutator (see ListMutators).
   */
  'code': (string);
  /**
   * One sentence for a person.
   */
  'message': (string);
  /**
   * The pointer of place; empty if there is none.
   */
  'path': (string);
  /**
   * Where: in the Pod, or in the patched Pod if there is a patch. Absent if there is no one place.
   */
  'place': (_podmutator_v1_Place__Output | null);
}
