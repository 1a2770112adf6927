// The filter of a preview: "Kind/name", as kubectl writes it.

import { InputError } from '../input-error.js';
import type { Entry } from './list-objects.js';

/**
 * Keeps the entries that one of `filters` names; all if there are none. The case of the kind does not matter.
 * @throws InputError for a filter that is malformed or names nothing
 */
export function filterObjects(entries: readonly Entry[], filters: readonly string[]): readonly Entry[] {
  if (filters.length === 0) {
    return entries;
  }
  const wanted = new Set(filters.map((filter, index) => readFilter(filter, index)));
  const present = new Set(entries.map(toKey));
  for (const [index, filter] of filters.entries()) {
    if (!present.has(readFilter(filter, index))) {
      throw new InputError({
        reason: 'OBJECT_NOT_FOUND',
        field: `objects[${index}]`,
        description: `expected an object of the manifest, found none that is "${filter.slice(0, 256)}"`,
      });
    }
  }
  return entries.filter((entry) => wanted.has(toKey(entry)));
}

function readFilter(filter: string, index: number): string {
  const [, kind, name] = /^([^/\s]+)\/([^/\s]+)$/.exec(filter) ?? [];
  if (kind === undefined || name === undefined) {
    throw new InputError({
      reason: 'OBJECT_FILTER_INVALID',
      field: `objects[${index}]`,
      description: `expected Kind/name, as in Deployment/web, found "${filter.slice(0, 256)}"`,
    });
  }
  return `${kind.toLowerCase()}/${name}`;
}

function toKey({ identity: { kind, name } }: Entry): string {
  return `${kind.toLowerCase()}/${name}`;
}
