// Two Pods → RFC 6902 patch.
//
// Mutators add: members to objects, entries in front of lists or behind them. And a Pod after them shares with the one
// before them all that did not change. So one walk along what is not shared finds every addition, and hands out the new
// values as they are. What is left, where something was taken away, goes to `compare` of fast-json-patch, which knows
// every case of the RFC. It could do the whole work, but it copies each value that it puts into a patch, by way of its
// text, and it pairs the entries of lists by position, so that an entry in front of the user's would come out as a
// rewrite of all of them.

import jsonpatch from 'fast-json-patch';
import { documentPlace, type Place } from '../pod/json-pointer.js';
import { isJsonObject } from '../pod/json-value.js';
import type { Operation } from './patch.js';

type JsonObject = Readonly<Record<string, unknown>>;
type JsonList = readonly unknown[];

interface Found {
  /** Entries in front of others. They come first: the paths of all other operations count them. */
  readonly insertions: Operation[];
  readonly changes: Operation[];
}

/** Compares two JSON objects. Values in the patch are those of `after`, not copies. */
export function createPatch(before: JsonObject, after: JsonObject): readonly Operation[] {
  const found: Found = { insertions: [], changes: [] };
  compareObjects(before, after, documentPlace, found);
  return found.insertions.length === 0 ? found.changes : [...found.insertions, ...found.changes];
}

function compareValues(before: unknown, after: unknown, place: Place, found: Found): void {
  if (before === after) {
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, place, found);
    return;
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    compareObjects(before, after, place, found);
    return;
  }
  change(found, { op: 'replace', path: place.path, value: after });
}

function compareObjects(before: JsonObject, after: JsonObject, place: Place, found: Found): void {
  const keys = Object.keys(before);
  if (keys.some((key) => !Object.hasOwn(after, key))) {
    compareThoroughly(before, after, place, found);
    return;
  }
  for (const key of keys.reverse()) {
    if (before[key] !== after[key]) compareValues(before[key], after[key], place.at(key), found);
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) change(found, { op: 'add', path: place.at(key).path, value: after[key] });
  }
}

function compareLists(before: JsonList, after: JsonList, place: Place, found: Found): void {
  const offset = countInserted(before, after);
  if (after.length < offset + before.length) {
    compareThoroughly(before, after, place, found);
    return;
  }
  for (let index = 0; index < offset; index += 1) {
    found.insertions.push({ op: 'add', path: place.at(index).path, value: after[index] });
  }
  for (let index = before.length - 1; index >= 0; index -= 1) {
    const moved = index + offset;
    if (before[index] !== after[moved]) compareValues(before[index], after[moved], place.at(moved), found);
  }
  for (let index = before.length + offset; index < after.length; index += 1) {
    change(found, { op: 'add', path: place.at(index).path, value: after[index] });
  }
}

// What is undefined has no form in JSON. Left out here, it is missed by the check of the patch.
function change(found: Found, operation: Operation & { readonly value: unknown }): void {
  if (operation.value !== undefined) found.changes.push(operation);
}

// How many entries stand in front of what was the first one, which is known by its name as the lists of a Pod have it.
function countInserted(before: JsonList, after: JsonList): number {
  const [first] = before;
  return first === undefined
    ? 0
    : Math.max(
        0,
        after.findIndex((entry) => isSameEntry(entry, first)),
      );
}

function isSameEntry(one: unknown, other: unknown): boolean {
  return (
    one === other ||
    (isJsonObject(one) && isJsonObject(other) && one['name'] !== undefined && one['name'] === other['name'])
  );
}

function compareThoroughly(before: object, after: object, place: Place, found: Found): void {
  for (const operation of jsonpatch.compare(before, after) as Operation[]) {
    found.changes.push({ ...operation, path: place.path + operation.path });
  }
}
