// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatePodRequest as _podmutator_v1_MutatePodRequest, MutatePodRequest__Output as _podmutator_v1_MutatePodRequest__Output } from '../../podmutator/v1/MutatePodRequest.js';

/**
 * MutatePodsItem is a Pod of a MutatePodsRequest.
 */
export interface MutatePodsItem {
  /**
   * Chosen by the caller, unique among the items in flight, not 0.
   */
  'correlationId'?: (number);
  /**
   * The Pod and its surroundings.
   */
  'request'?: (_podmutator_v1_MutatePodRequest | null);
}

/**
 * MutatePodsItem is a Pod of a MutatePodsRequest.
 */
export interface MutatePodsItem__Output {
  /**
   * Chosen by the caller, unique among the items in flight, not 0.
   */
  'correlationId': (number);
  /**
   * The Pod and its surroundings.
   */
  'request': (_podmutator_v1_MutatePodRequest__Output | null);
}
