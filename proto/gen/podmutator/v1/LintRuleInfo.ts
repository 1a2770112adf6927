// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Severity as _podmutator_v1_Severity, Severity__Output as _podmutator_v1_Severity__Output } from '../../podmutator/v1/Severity.js';

/**
 * LintRuleInfo describes a rule of the linter.
 */
export interface LintRuleInfo {
  /**
   * The code of its findings.
   */
  'code'?: (string);
  /**
   * How much they matter.
   */
  'severity'?: (_podmutator_v1_Severity);
  /**
   * What is wrong, in one sentence.
   */
  'sentence'?: (string);
  /**
   * Where it is explained: relative to the root of the source of this version.
   */
  'docsUrl'?: (string);
}

/**
 * LintRuleInfo describes a rule of the linter.
 */
export interface LintRuleInfo__Output {
  /**
   * The code of its findings.
   */
  'code': (string);
  /**
   * How much they matter.
   */
  'severity': (_podmutator_v1_Severity__Output);
  /**
   * What is wrong, in one sentence.
   */
  'sentence': (string);
  /**
   * Where it is explained: relative to the root of the source of this version.
   */
  'docsUrl': (string);
}
