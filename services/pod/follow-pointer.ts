// A pointer into a Pod → the pointer to the same place in the Pod after changes. Containers and volumes are known by their
// names, and others may have been put ahead of them.

import { parsePointer, pointer } from './json-pointer.js';
import { isJsonObject } from './json-value.js';
import type { Pod } from './pod.js';

const lists: ReadonlySet<string | undefined> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
]);

/** Follows `path` from one Pod to another, to the list where `to` has no entry of that name; as it is where there are no names. */
export function followPointer(path: string, from: Pod | undefined, to: Pod | undefined): string {
  const [spec, list, index, ...rest] = parsePointer(path);
  if (spec !== 'spec' || index === undefined || !lists.has(list) || from === to) {
    return path;
  }
  const name = readName(readList(from, list)[Number(index)]);
  if (name === undefined) {
    return path;
  }
  const found = readList(to, list).findIndex((entry) => readName(entry) === name);
  return pointer(spec, list as string, ...(found < 0 ? [] : [found, ...rest]));
}

function readList(pod: Pod | undefined, list: string | undefined): readonly unknown[] {
  const entries = (pod?.spec as Readonly<Record<string, unknown>> | undefined)?.[list ?? ''];
  return Array.isArray(entries) ? entries : [];
}

function readName(entry: unknown): unknown {
  return isJsonObject(entry) ? entry['name'] : undefined;
}
