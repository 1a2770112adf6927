// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatePodResponse as _podmutator_v1_MutatePodResponse, MutatePodResponse__Output as _podmutator_v1_MutatePodResponse__Output } from '../../podmutator/v1/MutatePodResponse.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';

/**
 * MutatePodsItemResult is the answer to one item.
 */
export interface MutatePodsItemResult {
  /**
   * The correlation_id of the item.
   */
  'correlationId'?: (number);
  /**
   * The decision.
   */
  'response'?: (_podmutator_v1_MutatePodResponse | null);
  /**
   * Why there is no decision; what MutatePod would have answered as its status.
   */
  'error'?: (_google_rpc_Status | null);
  /**
   * What became of the item.
   */
  'result'?: "response"|"error";
}

/**
 * MutatePodsItemResult is the answer to one item.
 */
export interface MutatePodsItemResult__Output {
  /**
   * The correlation_id of the item.
   */
  'correlationId': (number);
  /**
   * The decision.
   */
  'response'?: (_podmutator_v1_MutatePodResponse__Output | null);
  /**
   * Why there is no decision; what MutatePod would have answered as its status.
   */
  'error'?: (_google_rpc_Status__Output | null);
  /**
   * What became of the item.
   */
  'result'?: "response"|"error";
}
