// Original file: proto/podmutator/v1/pod_mutator.proto

import type { MutatorInfo as _podmutator_v1_MutatorInfo, MutatorInfo__Output as _podmutator_v1_MutatorInfo__Output } from '../../podmutator/v1/MutatorInfo.js';
import type { ReasonInfo as _podmutator_v1_ReasonInfo, ReasonInfo__Output as _podmutator_v1_ReasonInfo__Output } from '../../podmutator/v1/ReasonInfo.js';
import type { LintRuleInfo as _podmutator_v1_LintRuleInfo, LintRuleInfo__Output as _podmutator_v1_LintRuleInfo__Output } from '../../podmutator/v1/LintRuleInfo.js';

/**
 * ListMutatorsResponse lists the enabled mutators.
 */
export interface ListMutatorsResponse {
  /**
   * The mutators, in the order in which they run.
   */
  'mutators'?: (_podmutator_v1_MutatorInfo)[];
  /**
   * The settings that these answers were made with.
   */
  'configRevision'?: (string);
  /**
   * Reasons that any mutator may give, because they hold for Pods of all kinds.
   */
  'commonReasons'?: (_podmutator_v1_ReasonInfo)[];
  /**
   * Warnings that any mutator may give, beside its own.
   */
  'commonWarnings'?: (_podmutator_v1_ReasonInfo)[];
  /**
   * The version of podmutator.
   */
  'engineVersion'?: (string);
  /**
   * What PreviewResult.findings may have, beside the warnings of mutators.
   */
  'lintRules'?: (_podmutator_v1_LintRuleInfo)[];
}

/**
 * ListMutatorsResponse lists the enabled mutators.
 */
export interface ListMutatorsResponse__Output {
  /**
   * The mutators, in the order in which they run.
   */
  'mutators': (_podmutator_v1_MutatorInfo__Output)[];
  /**
   * The settings that these answers were made with.
   */
  'configRevision': (string);
  /**
   * Reasons that any mutator may give, because they hold for Pods of all kinds.
   */
  'commonReasons': (_podmutator_v1_ReasonInfo__Output)[];
  /**
   * Warnings that any mutator may give, beside its own.
   */
  'commonWarnings': (_podmutator_v1_ReasonInfo__Output)[];
  /**
   * The version of podmutator.
   */
  'engineVersion': (string);
  /**
   * What PreviewResult.findings may have, beside the warnings of mutators.
   */
  'lintRules': (_podmutator_v1_LintRuleInfo__Output)[];
}
