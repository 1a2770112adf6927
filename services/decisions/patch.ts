// RFC 6902 patches, and the check that a patch really leads from one Pod to the other.
//
// A patch that does not apply refuses the Pod even under failurePolicy: Ignore (the API server answers 500), so a
// wrong patch is worse than a crash. Therefore every patch is applied here once, by rules stricter than the API
// server's, and the outcome compared, before it leaves. Both steps stop at shared objects, so they cost no more than
// what changed.

import { parsePointer } from '../pod/json-pointer.js';

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
  #document: unknown;
  /** What was copied to be changed, and belongs to nobody else. */
  readonly #own = new Set<unknown>();

  constructor(document: unknown) {
    this.#document = document;
  }

  get document(): unknown {
    return this.#document;
  }

  apply(operation: Operation): void {
    const members = parsePointer(operation.path);
    const last = members.length - 1;
    if (last < 0) {
      throw new PatchError(`${operation.op} ${operation.path}: the document as a whole is not to be changed`);
    }
    let parent = this.#openDocument(operation);
    for (let index = 0; index < last; index += 1) parent = this.#open(parent, members[index] as string, operation);
    change(parent, members[last] as string, operation);
  }

  #openDocument(operation: Operation): Container {
    if (this.#own.has(this.#document)) {
      return this.#document as Container;
    }
    const copy = copyContainer(this.#document, operation);
    this.#own.add(copy);
    this.#document = copy;
    return copy;
  }

  #open(parent: Container, member: string, operation: Operation): Container {
    const value = readMember(parent, member, operation);
    if (this.#own.has(value)) {
      return value as Container;
    }
    const copy = copyContainer(value, operation);
    this.#own.add(copy);
    setMember(parent, member, copy);
    return copy;
  }
}

function copyContainer(value: unknown, { op, path }: Operation): Container {
  if (Array.isArray(value)) {
    return [...value];
  }
  if (!isContainer(value)) {
    throw new PatchError(`${op} ${path}: no object or list to hold the value`);
  }
  return { ...value };
}

function change(parent: Container, member: string, operation: Operation): void {
  if (operation.op === 'add') {
    add(parent, member, operation);
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

function add(parent: Container, member: string, operation: Operation & { readonly value: unknown }): void {
  if (!Array.isArray(parent)) {
    setMember(parent, member, operation.value);
    return;
  }
  const index = readIndex(parent, member, operation);
  if (index === parent.length) {
    parent.push(operation.value);
    return;
  }
  parent.splice(index, 0, operation.value);
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

const wholeNumber = /^(0|[1-9]\d*)$/;

// The end of the list counts: something can be added there.
function readIndex(list: readonly unknown[], member: string, operation: Operation): number {
  const index = Number(member);
  if (!wholeNumber.test(member) || index > list.length) {
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
  if (Array.isArray(parent)) {
    parent[Number(member)] = value;
    return;
  }
  parent[member] = value;
}

/** Whether two JSON values are equal. Order of members does not count; shared objects are equal at once. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) {
    return true;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return isSameList(one, other);
  }
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) || Array.isArray(other)) {
    return false;
  }
  let difference = 0;
  for (const key in one) {
    if (!Object.hasOwn(other, key) || !isSameJson(one[key], other[key])) return false;
    difference += 1;
  }
  for (const _key in other) difference -= 1;
  return difference === 0;
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) {
    return false;
  }
  for (let index = 0; index < one.length; index += 1) {
    if (!isSameJson(one[index], other[index])) return false;
  }
  return true;
}

function isContainer(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
