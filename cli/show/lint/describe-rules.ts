// Codes of findings → the sentence about each, for formats that bring a list of rules.

import type { PodMutatorApi } from '../../../proto/api.js';

/** Loads the rules of the linter, and the warnings of the mutators that the service runs. */
export async function loadRuleSentences(
  api: Pick<PodMutatorApi, 'listMutators'>,
): Promise<ReadonlyMap<string, string>> {
  const [{ rules, inputInvalid }, listing] = await Promise.all([
    import('../../../services/lint/rules.js'),
    api.listMutators(),
  ]);
  const warnings = [...listing.commonWarnings, ...listing.mutators.flatMap(({ warnings: own }) => own)];
  return new Map([
    ...warnings.map(({ code, sentence }) => [code, sentence] as const),
    ...[...rules, inputInvalid].map(({ code, title }) => [code, `${title}.`] as const),
  ]);
}
