// What ListMutators answers.

import type { ListMutatorsResponse__Output } from '../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { ReasonInfo__Output } from '../proto/gen/podmutator/v1/ReasonInfo.js';
import { alwaysTold } from './lint/rules.js';
import type { Mutator } from './mutator.js';
import { commonReasons, commonWarnings } from './pod/eligibility.js';
import type { Settings } from './settings.js';

const facts = { namespace: 'FACT_NAMESPACE' } as const;

/** Describes the enabled mutators with their settings in force. */
export function createListing(
  enabled: readonly Mutator[],
  settings: Settings,
  configRevision: string,
): ListMutatorsResponse__Output {
  return {
    mutators: enabled.map(({ name, description, reasons, warnings, touches, needs }) => ({
      name,
      description,
      reasons: listCodes(reasons),
      warnings: listCodes(warnings),
      touches: [...touches],
      needs: needs.map((need) => facts[need]),
      settingsJson: JSON.stringify(settings.mutators[name]),
    })),
    configRevision,
    commonReasons: listCodes(commonReasons),
    commonWarnings: [
      ...listCodes(commonWarnings),
      ...alwaysTold.map(({ code, title }) => ({ code, sentence: `${title}.` })),
    ],
  };
}

function listCodes(codes: Readonly<Record<string, string>>): ReasonInfo__Output[] {
  return Object.entries(codes).map(([code, sentence]) => ({ code, sentence }));
}
