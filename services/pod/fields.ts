// Reads fields of a Pod whose shape nobody has checked.
//
// A Pod is checked only as far as a mutator walks through it. What is described here reaches further, and must not
// fail at a Pod that the API server is going to refuse anyway: what has the wrong shape counts as absent.

import { pointer } from './json-pointer.js';
import { isJsonObject } from './json-value.js';
import type { Pod } from './pod.js';

/** One container of any kind. `path` is its JSON pointer. */
export interface PlacedContainer {
  readonly value: unknown;
  readonly name: string;
  readonly path: string;
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The value that `members` lead to; undefined if there is none, or null. */
export function readField(value: unknown, ...members: readonly string[]): unknown {
  let current = value;
  for (const member of members) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, member)) {
      return undefined;
    }
    current = (current as Readonly<Record<string, unknown>>)[member];
  }
  return current ?? undefined;
}

/** The list that `members` lead to; empty if there is none. */
export function readList(value: unknown, ...members: readonly string[]): readonly unknown[] {
  const found = readField(value, ...members);
  return Array.isArray(found) ? found : [];
}

/** The text that `members` lead to; empty if there is none. */
export function readText(value: unknown, ...members: readonly string[]): string {
  const found = readField(value, ...members);
  return typeof found === 'string' ? found : '';
}

/** All containers of the Pod, in the order in which Pod Security visits them. */
export function listContainers(pod: Pod): readonly PlacedContainer[] {
  return lists.flatMap((list) =>
    readList(pod, 'spec', list).flatMap((value, index) =>
      isJsonObject(value) ? [{ value, name: readText(value, 'name'), path: pointer('spec', list, index) }] : [],
    ),
  );
}
