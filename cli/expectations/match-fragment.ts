// Whether a fragment of YAML is part of an object, and where it is not.

import { pointer } from '../../services/pod/json-pointer.js';
import { isJsonObject } from '../../services/pod/json-value.js';

/** One place where the object is not like the fragment. `found` is undefined if nothing is there. */
export interface Mismatch {
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * Compares: members of the fragment must be in the object, each entry of a list like any one of the entries there.
 * @returns the places that differ; none if the fragment is part of the object
 */
export function matchFragment(fragment: unknown, object: unknown, path: readonly string[] = []): readonly Mismatch[] {
  const mismatch: Mismatch = { path: pointer(...path), expected: fragment, found: object };
  if (Array.isArray(fragment)) {
    return Array.isArray(object) ? fragment.flatMap((entry) => matchEntry(entry, object, path)) : [mismatch];
  }
  if (!isJsonObject(fragment)) {
    return fragment === object ? [] : [mismatch];
  }
  if (!isJsonObject(object)) {
    return [mismatch];
  }
  return Object.entries(fragment).flatMap(([key, value]) =>
    matchFragment(value, Object.hasOwn(object, key) ? object[key] : undefined, [...path, key]),
  );
}

// The entry of the same name is the one that was meant: it is worth telling how it differs.
function matchEntry(entry: unknown, list: readonly unknown[], path: readonly string[]): readonly Mismatch[] {
  const tries = list.map((found, index) => matchFragment(entry, found, [...path, String(index)]));
  if (tries.some((mismatches) => mismatches.length === 0)) {
    return [];
  }
  const name = isJsonObject(entry) ? entry['name'] : undefined;
  const index = name === undefined ? -1 : list.findIndex((found) => isJsonObject(found) && found['name'] === name);
  return tries[index] ?? [{ path: pointer(...path), expected: [entry], found: list }];
}
