// Original file: proto/podmutator/v1/pod_mutator.proto

import type { AlternativeEdit as _podmutator_v1_AlternativeEdit, AlternativeEdit__Output as _podmutator_v1_AlternativeEdit__Output } from '../../podmutator/v1/AlternativeEdit.js';
import type { Outcome as _podmutator_v1_Outcome, Outcome__Output as _podmutator_v1_Outcome__Output } from '../../podmutator/v1/Outcome.js';

/**
 * Alternative is a way to another outcome of one mutator: edits that have this effect only together.
 */
export interface Alternative {
  /**
   * What to change.
   */
  'edits'?: (_podmutator_v1_AlternativeEdit)[];
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
 * Alternative is a way to another outcome of one mutator: edits that have this effect only together.
 */
export interface Alternative__Output {
  /**
   * What to change.
   */
  'edits': (_podmutator_v1_AlternativeEdit__Output)[];
  /**
   * The outcome after that.
   */
  'outcome': (_podmutator_v1_Outcome__Output);
  /**
   * The reason code after that.
   */
  'reason': (string);
}
