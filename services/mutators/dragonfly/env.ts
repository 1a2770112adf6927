// Variables that are added to a container without disturbing those that are there.
//
// A name that exists is never given a second entry, and never another value. Kubernetes replaces `$(X)` only by what
// stands earlier in the same list, so our variables can come too late for an entry that already uses them.
// Variables that come from envFrom are not seen: their names are in another object.

import { withEnv } from '../../pod/edits.js';
import { listReferences } from '../../pod/list-references.js';
import type { Container, EnvVar } from '../../pod/pod.js';
import { quoteName } from '../../pod/quote.js';
import type { Target } from './targets.js';
import type { DragonflyWarning } from './warnings.js';

/** Appends those of `variables` whose names are free. */
export function withMissingEnv(container: Container, variables: readonly EnvVar[]): Container {
  const present = container.env ?? [];
  return withEnv(
    container,
    variables.filter(({ name }) => !present.some((entry) => entry.name === name)),
  );
}

/** Whether `after` has `count` variables more than `before`, so that none of their names was taken. */
export function hasMoreEnv(after: Container, before: Container, count: number): boolean {
  return (after.env ?? []).length === (before.env ?? []).length + count;
}

/** The index of the first entry with the name of `variable` and another meaning; -1 if there is none. */
export function findOtherMeaning(container: Container, variable: EnvVar): number {
  return (container.env ?? []).findIndex((entry) => entry.name === variable.name && !isSameMeaning(entry, variable));
}

/** Warns where an entry uses one of `variables` that is defined, by us, only later: the first use of each. */
export function findEarlyUses(
  container: Container,
  variables: readonly EnvVar[],
  target: Target,
): readonly DragonflyWarning[] {
  const warnings: DragonflyWarning[] = [];
  for (const variable of variables) {
    const index = findEarlyUse(container, variable);
    const user = container.env?.[index];
    if (!user) continue;
    const message = `container ${quoteName(container.name)}: ${quoteName(user.name)} uses $(${variable.name}), which comes later in its env`;
    warnings.push({ code: 'ENV_CONFLICT', message, path: `${target.path}/env/${index}` });
  }
  return warnings;
}

function findEarlyUse(container: Container, variable: EnvVar): number {
  const env = container.env ?? [];
  const user = env.findIndex((entry) => entry.name === variable.name || usesVariable(entry, variable.name));
  return user < 0 || env[user]?.name === variable.name || findOtherMeaning(container, variable) >= 0 ? -1 : user;
}

// The API server has by now filled in `fieldRef.apiVersion`, so meaning is compared and not text.
function isSameMeaning(entry: EnvVar, variable: EnvVar): boolean {
  const fieldPath = variable.valueFrom?.fieldRef?.fieldPath;
  return fieldPath === undefined
    ? entry.value === variable.value && !entry.valueFrom
    : entry.valueFrom?.fieldRef?.fieldPath === fieldPath && !entry.value;
}

function usesVariable({ value }: EnvVar, name: string): boolean {
  return (
    typeof value === 'string' &&
    value.includes('$(') &&
    value.includes(`$(${name})`) &&
    listReferences(value).includes(name)
  );
}
