// Two Pods → RFC 6902 patch, and the check that the patch really leads from one to the other.
//
// A patch that does not apply refuses the Pod even under failurePolicy: Ignore (the API server answers 500), so a
// wrong patch is worse than a crash. Therefore every patch is applied here once, by rules stricter than the API
// server's, and the outcome compared, before it leaves. Both steps stop at shared objects, so they cost no more than
// what changed.

import jsonpatch from 'fast-json-patch';
import { parsePointer, pointer } from './pod/json-pointer.js';

export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Compares two JSON values that share what did not change.
 *
 * `compare` of fast-json-patch pairs list entries by position, so an entry inserted in front of the user's would come
 * out as a rewrite of all of them. Such insertions are taken out first, as operations of their own; they are found
 * by `name`, which the lists of a Pod have.
 */
export function createPatch(before: JsonObject, after: JsonObject): readonly Operation[] {
  if (before === after) {
    return [];
  }
  const insertions: Operation[] = [];
  const aligned = insertAhead(before, after, '', insertions) as JsonObject;
  return [...insertions, ...(jsonpatch.compare(aligned, after) as Operation[])];
}

// Returns `before` with those entries of `after` spliced in that stand in front of an entry of `before`.
function insertAhead(before: unknown, after: unknown, path: string, insertions: Operation[]): unknown {
  if (before === after || !isContainer(before) || !isContainer(after)) {
    return before;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return insertEntriesAhead(before, after, path, insertions);
  }
  if (Array.isArray(before) || Array.isArray(after)) {
    return before;
  }
  let aligned: Record<string, unknown> | undefined;
  for (const key of Object.keys(before)) {
    if (before[key] !== after[key] && Object.hasOwn(after, key)) {
      const value = insertAhead(before[key], after[key], path + pointer(key), insertions);
      if (value !== before[key]) {
        aligned ??= { ...before };
        aligned[key] = value;
      }
    }
  }
  return aligned ?? before;
}

function insertEntriesAhead(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  insertions: Operation[],
): readonly unknown[] {
  const first = before[0];
  const offset = first === undefined ? -1 : after.findIndex((entry) => isSameEntry(entry, first));
  const aligned = offset > 0 ? [...after.slice(0, offset), ...before] : before;
  for (let index = 0; index < offset; index += 1) {
    insertions.push({ op: 'add', path: `${path}/${index}`, value: after[index] });
  }
  return mapShared(aligned, (entry, index) => insertAhead(entry, after[index], `${path}/${index}`, insertions));
}

function mapShared(list: readonly unknown[], edit: (entry: unknown, index: number) => unknown): readonly unknown[] {
  const edited = list.map(edit);
  return edited.some((entry, index) => entry !== list[index]) ? edited : list;
}

function isSameEntry(one: unknown, other: unknown): boolean {
  return (
    one === other ||
    (isContainer(one) && isContainer(other) && one['name'] !== undefined && one['name'] === other['name'])
  );
}

/** Why a patch cannot be applied. */
export class PatchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PatchError';
  }
}

/**
 * Applies `operations` strictly: every parent and every replaced or removed value must exist, an index must be a
 * plain number within the list. Copies only along the paths; the input stays as it is.
 * @throws PatchError
 */
export function applyPatch(document: unknown, operations: readonly Operation[]): unknown {
  return operations.reduce((result, operation) => applyAt(result, parsePointer(operation.path), operation), document);
}

function applyAt(parent: unknown, members: readonly string[], operation: Operation): unknown {
  const [member, ...rest] = members;
  if (member === undefined || !isContainer(parent)) {
    throw new PatchError(`${operation.op} ${operation.path}: no object or list to hold the value`);
  }
  return Array.isArray(parent)
    ? applyToList(parent, member, rest, operation)
    : applyToObject(parent, member, rest, operation);
}

function applyToObject(parent: JsonObject, key: string, rest: readonly string[], operation: Operation): JsonObject {
  const isThere = Object.hasOwn(parent, key);
  if (rest.length > 0) {
    if (!isThere) throw new PatchError(`${operation.op} ${operation.path}: no member "${key}"`);
    return { ...parent, [key]: applyAt(parent[key], rest, operation) };
  }
  if (operation.op === 'add') {
    return { ...parent, [key]: operation.value };
  }
  if (!isThere) {
    throw new PatchError(`${operation.op} ${operation.path}: no member "${key}"`);
  }
  if (operation.op === 'replace') {
    return { ...parent, [key]: operation.value };
  }
  const { [key]: _removed, ...others } = parent;
  return others;
}

function applyToList(
  parent: readonly unknown[],
  member: string,
  rest: readonly string[],
  operation: Operation,
): readonly unknown[] {
  const index = Number(member);
  const end = operation.op === 'add' && rest.length === 0 ? parent.length : parent.length - 1;
  if (!/^(0|[1-9]\d*)$/.test(member) || index > end) {
    throw new PatchError(`${operation.op} ${operation.path}: no index "${member}" in a list of ${parent.length}`);
  }
  const value =
    rest.length > 0 ? applyAt(parent[index], rest, operation) : operation.op === 'remove' ? undefined : operation.value;
  if (rest.length === 0 && operation.op === 'add') {
    return parent.toSpliced(index, 0, value);
  }
  return rest.length === 0 && operation.op === 'remove' ? parent.toSpliced(index, 1) : parent.with(index, value);
}

/** Whether two JSON values are equal. Order of members does not count; shared objects are equal at once. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) {
    return true;
  }
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameJson(one[key], other[key]))
  );
}

function isContainer(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
