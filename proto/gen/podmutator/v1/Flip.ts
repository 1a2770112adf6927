// Original file: proto/podmutator/v1/pod_mutator.proto

import type { FlipEdit as _podmutator_v1_FlipEdit, FlipEdit__Output as _podmutator_v1_FlipEdit__Output } from '../../podmutator/v1/FlipEdit.js';
import type { Outcome as _podmutator_v1_Outcome, Outcome__Output as _podmutator_v1_Outcome__Output } from '../../podmutator/v1/Outcome.js';

/**
 * Flip is a way to turn the outcome of one mutator: edits that have this effect only together.
 */
export interface Flip {
  /**
   * What to change.
   */
  'edits'?: (_podmutator_v1_FlipEdit)[];
  /**
   * The outcome after that.
   */
  'outcome'?: (_podmutator_v1_Outcome);
  /**
   * The reason code after that.
   */
  'reason'?: (string);
}

/**
 * Flip is a way to turn the outcome of one mutator: edits that have this effect only together.
 */
export interface Flip__Output {
  /**
   * What to change.
   */
  'edits': (_podmutator_v1_FlipEdit__Output)[];
  /**
   * The outcome after that.
   */
  'outcome': (_podmutator_v1_Outcome__Output);
  /**
   * The reason code after that.
   */
  'reason': (string);
}
