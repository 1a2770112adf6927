// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatePodResponse as _podmutator_v1_MutatePodResponse, MutatePodResponse__Output as _podmutator_v1_MutatePodResponse__Output } from '../../podmutator/v1/MutatePodResponse.js';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.js';
import type { MutatePodsItemResult as _podmutator_v1_MutatePodsItemResult, MutatePodsItemResult__Output as _podmutator_v1_MutatePodsItemResult__Output } from '../../podmutator/v1/MutatePodsItemResult.js';

/**
 * MutatePodsResponse is the answer to one item of the stream, or to several.
 */
export interface MutatePodsResponse {
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
   * Further answers. Only callers that have sent several items in one message get them.
   */
  'more'?: (_podmutator_v1_MutatePodsItemResult)[];
  /**
   * What became of the item.
   */
  'result'?: "response"|"error";
}

/**
 * MutatePodsResponse is the answer to one item of the stream, or to several.
 */
export interface MutatePodsResponse__Output {
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
   * Further answers. Only callers that have sent several items in one message get them.
   */
  'more': (_podmutator_v1_MutatePodsItemResult__Output)[];
  /**
   * What became of the item.
   */
  'result'?: "response"|"error";
}
