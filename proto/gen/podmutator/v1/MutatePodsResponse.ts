// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatePodsItemResult as _podmutator_v1_MutatePodsItemResult, MutatePodsItemResult__Output as _podmutator_v1_MutatePodsItemResult__Output } from '../../podmutator/v1/MutatePodsItemResult.js';

/**
 * MutatePodsResponse is some answers of the stream. They need not be those to the items of one message.
 */
export interface MutatePodsResponse {
  /**
   * The answers.
   */
  'items'?: (_podmutator_v1_MutatePodsItemResult)[];
  /**
   * The stream is about to end: half-close it, take the rest of the answers and open another one.
   */
  'closing'?: (boolean);
}

/**
 * MutatePodsResponse is some answers of the stream. They need not be those to the items of one message.
 */
export interface MutatePodsResponse__Output {
  /**
   * The answers.
   */
  'items': (_podmutator_v1_MutatePodsItemResult__Output)[];
  /**
   * The stream is about to end: half-close it, take the rest of the answers and open another one.
   */
  'closing': (boolean);
}
