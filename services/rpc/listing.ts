// What ListMutators answers.

import type { KeyInfo__Output } from '../../proto/gen/podmutator/v1/KeyInfo.js';
import type { LintRuleInfo__Output } from '../../proto/gen/podmutator/v1/LintRuleInfo.js';
import type { ListMutatorsResponse__Output } from '../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { ReasonInfo__Output } from '../../proto/gen/podmutator/v1/ReasonInfo.js';
import type { MetadataKey, Mutator } from '../decisions/mutator.js';
import { severities } from '../lint/linter.js';
import type { Rule } from '../lint/rules/rule.js';
import { alwaysTold, inputInvalid, rules } from '../lint/rules.js';
import { commonReasons, commonWarnings } from '../pod/eligibility.js';
import { pointer } from '../pod/json-pointer.js';
import type { Settings } from '../settings/settings.js';

const facts = { namespace: 'FACT_NAMESPACE' } as const;

/** Describes the enabled mutators with their settings in effect. */
export function createListing(
  enabled: readonly Mutator[],
  settings: Settings,
  made: { readonly configRevision: string; readonly engineVersion: string },
): ListMutatorsResponse__Output {
  return {
    mutators: enabled.map(({ name, description, reasons, warnings, touches, needs, keys }) => ({
      name,
      description,
      reasons: listCodes(reasons),
      warnings: listCodes(warnings),
      touches: [...touches],
      needs: needs.map((need) => facts[need]),
      settingsJson: JSON.stringify(settings.mutators[name]),
      keys: (keys?.(settings.mutators[name]) ?? []).map(describeKey),
    })),
    ...made,
    commonReasons: listCodes(commonReasons),
    commonWarnings: [
      ...listCodes(commonWarnings),
      ...alwaysTold.map(({ code, title }) => ({ code, sentence: `${title}.` })),
    ],
    lintRules: [...rules, inputInvalid].map(describeRule),
  };
}

function describeKey({ owner, map, key, values = [], sentence }: MetadataKey): KeyInfo__Output {
  const root = owner === 'pod' ? 'PLACE_ROOT_POD' : 'PLACE_ROOT_NAMESPACE';
  return { root, pointer: pointer('metadata', map, key), key, values: [...values], sentence };
}

function describeRule({ code, severity, title }: Pick<Rule, 'code' | 'severity' | 'title'>): LintRuleInfo__Output {
  return { code, severity: severities[severity], sentence: `${title}.`, docsUrl: `docs/lint.md#${code.toLowerCase()}` };
}

function listCodes(codes: Readonly<Record<string, string>>): ReasonInfo__Output[] {
  return Object.entries(codes).map(([code, sentence]) => ({ code, sentence }));
}
