// Counts for the last line, the exit code and the formats that sum up.

import type { PreviewedDocument, Verdict } from '../inputs/previewed.js';

/** How many objects have each verdict; and of how many an outcome is not known, whatever their verdict. */
export type Totals = Readonly<Record<Verdict | 'incomplete', number>>;

export function createTotals(): { readonly totals: Totals; readonly add: (document: PreviewedDocument) => void } {
  const totals: Record<keyof Totals, number> = {
    changed: 0,
    unchanged: 0,
    skipped: 0,
    unknown: 0,
    'not-applicable': 0,
    error: 0,
    incomplete: 0,
  };
  return {
    totals,
    add({ objects }) {
      for (const { verdict, incomplete } of objects) {
        totals[verdict] += 1;
        if (incomplete) totals.incomplete += 1;
      }
    },
  };
}

/** The number of objects that hold a Pod and could be evaluated. */
export function countEvaluated({ changed, unchanged, skipped, unknown }: Totals): number {
  return changed + unchanged + skipped + unknown;
}

/** All in one line, such as `5 workloads: 2 changed, 3 skipped`. */
export function describeTotals(totals: Totals): string {
  const count = countEvaluated(totals) + totals.error;
  const parts = (['changed', 'unchanged', 'skipped', 'unknown', 'error'] as const)
    .filter((verdict) => totals[verdict] > 0)
    .map((verdict) => `${totals[verdict]} ${verdict === 'error' ? 'not evaluated' : verdict}`);
  return `${count} ${count === 1 ? 'workload' : 'workloads'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
