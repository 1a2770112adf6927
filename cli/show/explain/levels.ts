// On which level a decision was made: who has to act to change it.

import type { PreviewedMutator } from '../../inputs/previewed.js';

export type DecidingLevel = 'Pod' | 'namespace' | 'settings' | 'request';

/** The first fact of the evidence decided; it says where it was found. */
export function findLevel({ evidence }: PreviewedMutator): DecidingLevel {
  const [, prefix] = /^(namespace|settings|request):/.exec(evidence[0]?.path ?? '') ?? [];
  return (prefix as DecidingLevel | undefined) ?? 'Pod';
}
