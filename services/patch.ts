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
 * plain number within the list. Copies only along the paths, each object and list once however many operations pass
 * through it; the input stays as it is.
 * @throws PatchError
 */
export function applyPatch(document: unknown, operations: readonly Operation[]): unknown {
  const copies = new WeakSet<object>();
  const own = (value: object): Container => {
    const copy = copies.has(value) ? value : Array.isArray(value) ? [...value] : { ...value };
    copies.add(copy);
    return copy as Container;
  };
  return operations.reduce((result, operation) => applyOperation(result, operation, own), document);
}

type Container = unknown[] | Record<string, unknown>;

// `own` returns the copy of an object or list, which may then be changed.
function applyOperation(document: unknown, operation: Operation, own: (value: object) => Container): unknown {
  const holder: Record<string, unknown> = { document };
  let parent: Container = holder;
  let member = 'document';
  for (const next of parsePointer(operation.path)) {
    const value = readMember(parent, member, operation);
    if (!isContainer(value)) {
      throw new PatchError(`${operation.op} ${operation.path}: no object or list to hold the value`);
    }
    const copy = own(value);
    if (copy !== value) setMember(parent, member, copy);
    parent = copy;
    member = next;
  }
  if (parent === holder) {
    throw new PatchError(`${operation.op} ${operation.path}: the document as a whole is not to be changed`);
  }
  change(parent, member, operation);
  return holder['document'];
}

function change(parent: Container, member: string, operation: Operation): void {
  if (operation.op === 'add' && Array.isArray(parent)) {
    parent.splice(readIndex(parent, member, operation), 0, operation.value);
    return;
  }
  if (operation.op === 'add') {
    setMember(parent, member, operation.value);
    return;
  }
  readMember(parent, member, operation);
  if (operation.op === 'replace') {
    setMember(parent, member, operation.value);
  } else if (Array.isArray(parent)) {
    parent.splice(Number(member), 1);
  } else {
    delete parent[member];
  }
}

function readMember(parent: Container, member: string, operation: Operation): unknown {
  if (Array.isArray(parent)) {
    const index = readIndex(parent, member, operation);
    if (index < parent.length) return parent[index];
  } else if (Object.hasOwn(parent, member)) {
    return parent[member];
  }
  throw new PatchError(`${operation.op} ${operation.path}: no member "${member}"`);
}

// The end of the list counts: something can be added there.
function readIndex(list: readonly unknown[], member: string, operation: Operation): number {
  const index = Number(member);
  if (!/^(0|[1-9]\d*)$/.test(member) || index > list.length) {
    throw new PatchError(`${operation.op} ${operation.path}: no index "${member}" in a list of ${list.length}`);
  }
  return index;
}

function setMember(parent: Container, member: string, value: unknown): void {
  if (member === '__proto__') {
    // An assignment would not make a member of it. Too slow for all the others.
    Object.defineProperty(parent, member, { value, configurable: true, enumerable: true, writable: true });
    return;
  }
  (parent as Record<string, unknown>)[member] = value;
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
