// Original file: proto/podmutator/v1/pod_mutator.proto

import type { PlaceRoot as _podmutator_v1_PlaceRoot, PlaceRoot__Output as _podmutator_v1_PlaceRoot__Output } from '../../podmutator/v1/PlaceRoot.js';

/**
 * Place is where something stands.
 */
export interface Place {
  /**
   * What pointer leads into.
   */
  'root'?: (_podmutator_v1_PlaceRoot);
  /**
   * JSON pointer; empty for the root itself.
   */
  'pointer'?: (string);
  /**
   * Preview: the line of the manifest, counted from 1, where that is, or what is closest around it; 0 if it is not there.
   */
  'line'?: (number);
  /**
   * Preview: the column in that line, counted from 1 in UTF-16 code units; 0 if line is.
   */
  'column'?: (number);
}

/**
 * Place is where something stands.
 */
export interface Place__Output {
  /**
   * What pointer leads into.
   */
  'root': (_podmutator_v1_PlaceRoot__Output);
  /**
   * JSON pointer; empty for the root itself.
   */
  'pointer': (string);
  /**
   * Preview: the line of the manifest, counted from 1, where that is, or what is closest around it; 0 if it is not there.
   */
  'line': (number);
  /**
   * Preview: the column in that line, counted from 1 in UTF-16 code units; 0 if line is.
   */
  'column': (number);
}
