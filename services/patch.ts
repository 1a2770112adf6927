// RFC 6902 patches, and the check that a patch really leads from one Pod to the other.
//
// A patch that does not apply refuses the Pod even under failurePolicy: Ignore (the API server answers 500), so a
// wrong patch is worse than a crash. Therefore every patch is applied here once, by rules stricter than the API
// server's, and the outcome compared, before it leaves. Both steps stop at shared objects, so they cost no more than
// what changed.

import { parsePointer, unescapeMember } from './pod/json-pointer.js';

export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

type JsonObject = Readonly<Record<string, unknown>>;

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
  const draft = new Draft(document);
  for (const operation of operations) draft.apply(operation);
  return draft.document;
}

type Container = unknown[] | Record<string, unknown>;

class Draft {
  readonly #holder: Record<string, unknown>;
  /** What may be changed, because it was made here. */
  readonly #copies = new Set<unknown>();
  // Operations on one list stand together, and a change inside of a parent leaves the parent at its place.
  #parentPath: string | undefined;
  #parent: Container | undefined;

  constructor(document: unknown) {
    this.#holder = { document };
  }

  get document(): unknown {
    return this.#holder['document'];
  }

  apply(operation: Operation): void {
    const { path } = operation;
    const end = path.lastIndexOf('/');
    if (end === -1) {
      throw new PatchError(`${operation.op} ${path}: the document as a whole is not to be changed`);
    }
    const parentPath = path.slice(0, end);
    if (this.#parent === undefined || this.#parentPath !== parentPath) {
      this.#parent = this.#open(parentPath, operation);
      this.#parentPath = parentPath;
    }
    change(this.#parent, unescapeMember(path.slice(end + 1)), operation);
  }

  /** Makes everything on the way to `path` a copy, and returns the last one. */
  #open(path: string, operation: Operation): Container {
    let container = this.#own(this.#holder, 'document', operation);
    for (const member of parsePointer(path)) container = this.#own(container, member, operation);
    return container;
  }

  #own(parent: Container, member: string, operation: Operation): Container {
    const value = readMember(parent, member, operation);
    if (!isContainer(value)) {
      throw new PatchError(`${operation.op} ${operation.path}: no object or list to hold the value`);
    }
    if (this.#copies.has(value)) {
      return value as Container;
    }
    const copy: Container = Array.isArray(value) ? [...value] : { ...value };
    this.#copies.add(copy);
    setMember(parent, member, copy);
    return copy;
  }
}

function change(parent: Container, member: string, operation: Operation): void {
  if (operation.op === 'add' && Array.isArray(parent)) {
    insert(parent, readIndex(parent, member, operation), operation.value);
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

function insert(list: unknown[], index: number, value: unknown): void {
  if (index === list.length) {
    list.push(value);
    return;
  }
  list.splice(index, 0, value);
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
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((entry, index) => isSameJson(entry, other[index]));
  }
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) || Array.isArray(other)) {
    return false;
  }
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) {
    return false;
  }
  for (const key of keys) {
    if (!Object.hasOwn(other, key) || !isSameJson(one[key], other[key])) return false;
  }
  return true;
}

function isContainer(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
