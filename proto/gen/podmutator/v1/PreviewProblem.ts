// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Place as _podmutator_v1_Place, Place__Output as _podmutator_v1_Place__Output } from '../../podmutator/v1/Place.js';

/**
 * PreviewProblem is why an object could not be evaluated.
 */
export interface PreviewProblem {
  /**
   * A name of ErrorReason, without "ERROR_REASON_".
   */
  'reason'?: (string);
  /**
   * What was expected and what came, in one sentence without the place.
   */
  'message'?: (string);
  /**
   * Where: in the document, with line and column.
   */
  'place'?: (_podmutator_v1_Place | null);
}

/**
 * PreviewProblem is why an object could not be evaluated.
 */
export interface PreviewProblem__Output {
  /**
   * A name of ErrorReason, without "ERROR_REASON_".
   */
  'reason': (string);
  /**
   * What was expected and what came, in one sentence without the place.
   */
  'message': (string);
  /**
   * Where: in the document, with line and column.
   */
  'place': (_podmutator_v1_Place__Output | null);
}
