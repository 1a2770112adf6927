// The changes that a case makes to its object ahead of the evaluation.
//
// What does not change is shared with the input: its text stays as it is when the document is written again.

import { applyPatch, isSameJson, type Operation, PatchError } from '../../services/decisions/patch.js';
import { parsePointer, pointer } from '../../services/pod/json-pointer.js';
import type { ChangeOperation } from './schema.js';

/** Applies a merge patch, RFC 7386. */
export function mergeInto(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, mergeInto(merged.get(key), value));
    }
  }
  return Object.fromEntries(merged);
}

/**
 * Applies a JSON patch, RFC 6902, with all of its operations.
 * @throws PatchError naming the operation
 */
export function patchObject(object: unknown, operations: readonly ChangeOperation[]): unknown {
  return operations.reduce((value, operation) => applyPatch(value, toPlain(value, operation)), object);
}

// Everything is an addition, a replacement or a removal in the end.
function toPlain(value: unknown, operation: ChangeOperation): readonly Operation[] {
  const { op, from } = operation;
  const path = resolveEnd(value, operation.path);
  if (op === 'remove') {
    return [{ op, path }];
  }
  if (op === 'move' || op === 'copy') {
    if (from === undefined) {
      throw new PatchError(`${op} ${path}: expected "from", found nothing`);
    }
    const addition: Operation = { op: 'add', path, value: readAt(value, from, op) };
    return op === 'copy' ? [addition] : [{ op: 'remove', path: from }, addition];
  }
  if (!Object.hasOwn(operation, 'value')) {
    throw new PatchError(`${op} ${path}: expected "value", found nothing`);
  }
  if (op !== 'test') {
    return [{ op, path, value: operation.value }];
  }
  const found = readAt(value, path, op);
  if (!isSameJson(found, operation.value)) {
    const wanted = JSON.stringify(operation.value);
    throw new PatchError(`test ${path}: expected ${wanted}, found ${JSON.stringify(found)}`);
  }
  return [];
}

// "-" stands for the end of a list.
function resolveEnd(value: unknown, path: string): string {
  const members = parsePointer(path);
  if (members.at(-1) !== '-') {
    return path;
  }
  const parent = members.slice(0, -1);
  const list = readAt(value, pointer(...parent), 'add');
  return Array.isArray(list) ? pointer(...parent, list.length) : path;
}

function readAt(value: unknown, path: string, op: string): unknown {
  return parsePointer(path).reduce((parent, member) => {
    if (!isContainer(parent) || !Object.hasOwn(parent, member)) {
      throw new PatchError(`${op} ${path}: no member "${member}"`);
    }
    return parent[member];
  }, value);
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isContainer(value) && !Array.isArray(value);
}
