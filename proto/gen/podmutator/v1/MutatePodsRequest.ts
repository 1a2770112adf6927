// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatePodsItem as _podmutator_v1_MutatePodsItem, MutatePodsItem__Output as _podmutator_v1_MutatePodsItem__Output } from '../../podmutator/v1/MutatePodsItem.js';

/**
 * MutatePodsRequest is some items of the stream. Several in one message cost about half of what they cost
 * in separate messages.
 */
export interface MutatePodsRequest {
  /**
   * The items: at least one, at most Limits.max_items_per_message.
   */
  'items'?: (_podmutator_v1_MutatePodsItem)[];
}

/**
 * MutatePodsRequest is some items of the stream. Several in one message cost about half of what they cost
 * in separate messages.
 */
export interface MutatePodsRequest__Output {
  /**
   * The items: at least one, at most Limits.max_items_per_message.
   */
  'items': (_podmutator_v1_MutatePodsItem__Output)[];
}
