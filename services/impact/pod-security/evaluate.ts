// Which Pod Security level a Pod satisfies, and what a change broke.

import { listContainers } from '../../pod/fields.js';
import type { Pod } from '../../pod/pod.js';
import { baselineChecks } from './baseline-checks.js';
import type { Breach, Check, Level } from './check.js';
import { restrictedChecks } from './restricted-checks.js';

/** A breach, and the check that it is one of. */
export interface NamedBreach extends Breach {
  readonly check: string;
  readonly level: Check['level'];
}

/** All checks, those of baseline first. */
export const checks: readonly Check[] = [...baselineChecks, ...restrictedChecks];

const replaced = new Set(restrictedChecks.flatMap(({ replaces }) => replaces ?? []));

/** Lists everything that any check finds. */
export function findBreaches(pod: Pod): readonly NamedBreach[] {
  const containers = listContainers(pod);
  return checks.flatMap(({ id, level, find }) =>
    find(pod, containers).map((breach) => ({ check: id, level, ...breach })),
  );
}

/** Those of `breaches` for which a namespace that enforces `level` refuses the Pod. */
export function selectRefused(breaches: readonly NamedBreach[], level: Level): readonly NamedBreach[] {
  if (level === 'privileged') {
    return [];
  }
  return level === 'baseline'
    ? breaches.filter((breach) => breach.level === 'baseline')
    : breaches.filter(({ check }) => !replaced.has(check));
}

/** The highest level that a Pod with these breaches satisfies. */
export function findLevel(breaches: readonly NamedBreach[]): Level {
  const levels = ['restricted', 'baseline'] as const;
  return levels.find((level) => selectRefused(breaches, level).length === 0) ?? 'privileged';
}

/** Those of `after` that are not among `before`: another check, another container, or another detail. */
export function selectNew(before: readonly NamedBreach[], after: readonly NamedBreach[]): readonly NamedBreach[] {
  const known = new Set(before.map(identify));
  return after.filter((breach) => !known.has(identify(breach)));
}

// Not the path: a container that is put first moves all others.
function identify({ check, container, detail }: NamedBreach): string {
  return JSON.stringify([check, container, detail]);
}
