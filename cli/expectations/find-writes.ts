// Where a patch writes. One operation may add a whole container: what it holds is written as well, and a test that
// looked at the paths of operations alone would miss it.

import { isSameJson, type Operation } from '../../services/decisions/patch.js';
import { parsePointer, pointer } from '../../services/pod/json-pointer.js';
import type { Write } from './schema.js';

/** Something that the patch does at a place. `value` is absent for a removal, and for a change further down. */
export interface FoundWrite {
  readonly op: Operation['op'];
  readonly path: string;
  readonly value?: unknown;
}

/** All that `operations` do at the path of `wanted`, around it or below it, whatever the value. */
export function findWrites(operations: readonly Operation[], { path }: Pick<Write, 'path'>): readonly FoundWrite[] {
  const wanted = parsePointer(path);
  return operations.flatMap((operation) => {
    const members = parsePointer(operation.path);
    const common = Math.min(members.length, wanted.length);
    if (!members.slice(0, common).every((member, index) => isLike(member, wanted[index]))) {
      return [];
    }
    const { op } = operation;
    if (operation.op === 'remove' || members.length > wanted.length) {
      return [{ op, path: operation.path }];
    }
    const places = descend([{ members, value: operation.value }], wanted.slice(common));
    return places.map(({ members: at, value }) => ({ op, path: pointer(...at), value }));
  });
}

/** Whether a write is one of those wanted: its operation and its value, where they are given. */
export function isWanted(found: FoundWrite, wanted: Write): boolean {
  const isOperation = wanted.op === undefined || wanted.op === found.op;
  return isOperation && (!Object.hasOwn(wanted, 'value') || isSameJson(found.value, wanted.value));
}

interface Place {
  readonly members: readonly string[];
  readonly value: unknown;
}

function descend(places: readonly Place[], wanted: readonly string[]): readonly Place[] {
  return wanted.reduce<readonly Place[]>(
    (parents, member) =>
      parents.flatMap(({ members, value }) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value)
              .filter(([key]) => isLike(key, member))
              .map(([key, child]) => ({ members: [...members, key], value: child as unknown }))
          : [],
      ),
    places,
  );
}

function isLike(member: string, wanted: string | undefined): boolean {
  return member === wanted || (wanted === '*' && /^\d+$/.test(member));
}
