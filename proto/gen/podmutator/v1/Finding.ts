// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Severity as _podmutator_v1_Severity, Severity__Output as _podmutator_v1_Severity__Output } from '../../podmutator/v1/Severity.js';

/**
 * Finding is something in a manifest that looks like a mistake.
 */
export interface Finding {
  /**
   * The code of the rule; a warning of a mutator keeps its code.
   */
  'code'?: (string);
  /**
   * How much it matters.
   */
  'severity'?: (_podmutator_v1_Severity);
  /**
   * What is wrong, in one sentence.
   */
  'message'?: (string);
  /**
   * What to do about it, in one sentence.
   */
  'suggestion'?: (string);
  /**
   * JSON pointer into the document; empty for the document as a whole.
   */
  'path'?: (string);
  /**
   * The line in the manifest, counted from 1.
   */
  'line'?: (number);
  /**
   * The column in that line, counted from 1 in UTF-16 code units.
   */
  'column'?: (number);
  /**
   * The mutators that it is about; empty if none in particular.
   */
  'mutators'?: (string)[];
}

/**
 * Finding is something in a manifest that looks like a mistake.
 */
export interface Finding__Output {
  /**
   * The code of the rule; a warning of a mutator keeps its code.
   */
  'code': (string);
  /**
   * How much it matters.
   */
  'severity': (_podmutator_v1_Severity__Output);
  /**
   * What is wrong, in one sentence.
   */
  'message': (string);
  /**
   * What to do about it, in one sentence.
   */
  'suggestion': (string);
  /**
   * JSON pointer into the document; empty for the document as a whole.
   */
  'path': (string);
  /**
   * The line in the manifest, counted from 1.
   */
  'line': (number);
  /**
   * The column in that line, counted from 1 in UTF-16 code units.
   */
  'column': (number);
  /**
   * The mutators that it is about; empty if none in particular.
   */
  'mutators': (string)[];
}
