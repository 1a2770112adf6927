// Original file: proto/podmutator/v1/pod_mutator.proto

import type { PreviewResult as _podmutator_v1_PreviewResult, PreviewResult__Output as _podmutator_v1_PreviewResult__Output } from '../../podmutator/v1/PreviewResult.js';

/**
 * PreviewResponse is what would happen to the Pods of the manifest.
 */
export interface PreviewResponse {
  /**
   * One result for each object, in the order of the manifest.
   */
  'results'?: (_podmutator_v1_PreviewResult)[];
  /**
   * The settings that the decisions were made with.
   */
  'configRevision'?: (string);
}

/**
 * PreviewResponse is what would happen to the Pods of the manifest.
 */
export interface PreviewResponse__Output {
  /**
   * One result for each object, in the order of the manifest.
   */
  'results': (_podmutator_v1_PreviewResult__Output)[];
  /**
   * The settings that the decisions were made with.
   */
  'configRevision': (string);
}
