// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatePodRequest as _podmutator_v1_MutatePodRequest, MutatePodRequest__Output as _podmutator_v1_MutatePodRequest__Output } from '../../podmutator/v1/MutatePodRequest.js';
import type { MutatePodsItem as _podmutator_v1_MutatePodsItem, MutatePodsItem__Output as _podmutator_v1_MutatePodsItem__Output } from '../../podmutator/v1/MutatePodsItem.js';

/**
 * MutatePodsRequest is one item of the stream, or several.
 */
export interface MutatePodsRequest {
  /**
   * Chosen by the caller, unique among the items in flight, not 0.
   */
  'correlationId'?: (number);
  /**
   * The Pod and its surroundings.
   */
  'request'?: (_podmutator_v1_MutatePodRequest | null);
  /**
   * Further items. Several in one message cost about half of what they cost in messages of their own.
   * At most podmutator-items-per-message in all, which the service names in the initial metadata of the stream;
   * a service that does not name it would lose them.
   */
  'more'?: (_podmutator_v1_MutatePodsItem)[];
}

/**
 * MutatePodsRequest is one item of the stream, or several.
 */
export interface MutatePodsRequest__Output {
  /**
   * Chosen by the caller, unique among the items in flight, not 0.
   */
  'correlationId': (number);
  /**
   * The Pod and its surroundings.
   */
  'request': (_podmutator_v1_MutatePodRequest__Output | null);
  /**
   * Further items. Several in one message cost about half of what they cost in messages of their own.
   * At most podmutator-items-per-message in all, which the service names in the initial metadata of the stream;
   * a service that does not name it would lose them.
   */
  'more': (_podmutator_v1_MutatePodsItem__Output)[];
}
