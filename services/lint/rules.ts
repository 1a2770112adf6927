// The rules of the linter, in one table: findings, their order and their documentation come from it.
//
// Warnings of the mutators are findings too, under their own codes, without a row here. Where a row has the code of a
// warning, it tells more, and takes its place.

import { kindMisspelt, versionNotServed } from './rules/kinds.js';
import { keyInWrongPlace, keyOnWorkload, misspeltKey } from './rules/metadata-keys.js';
import { valueNotUnderstood } from './rules/metadata-values.js';
import { factsUnknown, notIdempotent, podSecurityRefuses, qosClassLost } from './rules/outcomes.js';
import type { Rule } from './rules/rule.js';
import { variableUnresolved } from './rules/variables.js';

/** The code of a finding for an object that cannot be evaluated. */
export const inputInvalid = {
  code: 'INPUT_INVALID',
  severity: 'error',
  title: 'An object cannot be evaluated',
  about:
    'The text is no YAML or JSON, or the object is not shaped like one that holds a Pod. The others are evaluated.',
  suggestion: 'Correct the manifest.',
} as const;

export const rules: readonly Rule[] = [
  kindMisspelt,
  versionNotServed,
  misspeltKey,
  keyOnWorkload,
  keyInWrongPlace,
  valueNotUnderstood,
  podSecurityRefuses,
  qosClassLost,
  variableUnresolved,
  factsUnknown,
  notIdempotent,
];

/** The rules whose findings are warnings of every preview. */
export const alwaysTold: readonly Rule[] = rules.filter(({ isAlwaysTold }) => isAlwaysTold);
