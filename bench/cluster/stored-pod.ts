// Pods as the API server would store them, compared with each other and with what is expected.

import type { Pod } from 'kubernetes-types/core/v1.js';

/** The Pod without what differs from one creation to the next. */
export function withoutChance(pod: Pod): unknown {
  const { name, uid, creationTimestamp, managedFields, ...metadata } = pod.metadata ?? {};
  const text = JSON.stringify({ ...pod, metadata });
  return JSON.parse(text.replace(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access'));
}

/**
 * Whether everything that is expected is there; the API server adds defaults. Entries of lists are found by name where
 * they have one.
 */
export function isPartOf(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(found) && expected.every((entry, index) => isPartOf(entry, findEntry(found, entry, index)));
  }
  if (typeof expected === 'object' && expected !== null) {
    return (
      typeof found === 'object' &&
      found !== null &&
      Object.entries(expected).every(([key, value]) => isPartOf(value, (found as Record<string, unknown>)[key]))
    );
  }
  return expected === found;
}

function findEntry(found: readonly unknown[], entry: unknown, index: number): unknown {
  const name = nameOf(entry);
  return name === undefined ? found[index] : found.find((one) => nameOf(one) === name);
}

function nameOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? (entry as { readonly name?: unknown }).name : undefined;
}
