// The filter of a preview: "Kind/name", as kubectl writes it.

import { InputError } from '../input-error.js';
import type { Entry } from './list-objects.js';

/** Tells which objects are wanted, and in the end whether each filter has met one. */
export interface ObjectFilter {
  readonly accepts: (entry: Entry) => boolean;
  /** @throws InputError for the first filter that no object has met */
  readonly finish: () => void;
}

/**
 * Creates the filter; without `filters` it accepts everything. The case of the kind does not matter.
 * @throws InputError for a filter that is malformed
 */
export function createFilter(filters: readonly string[]): ObjectFilter {
  if (filters.length === 0) {
    return { accepts: () => true, finish: () => undefined };
  }
  const keys = filters.map(readFilter);
  const wanted = new Set(keys);
  const missing = new Set(keys);
  return {
    accepts: (entry) => {
      const key = toKey(entry);
      missing.delete(key);
      return wanted.has(key);
    },
    finish: () => {
      const index = keys.findIndex((key) => missing.has(key));
      if (index !== -1) {
        throw new InputError({
          reason: 'OBJECT_NOT_FOUND',
          field: `objects[${index}]`,
          description: `expected an object of the manifest, found none that is "${cut(filters[index])}"`,
        });
      }
    },
  };
}

function readFilter(filter: string, index: number): string {
  const [, kind, name] = /^([^/\s]+)\/([^/\s]+)$/.exec(filter) ?? [];
  if (kind === undefined || name === undefined) {
    throw new InputError({
      reason: 'OBJECT_FILTER_INVALID',
      field: `objects[${index}]`,
      description: `expected Kind/name, as in Deployment/web, found "${cut(filter)}"`,
    });
  }
  return `${kind.toLowerCase()}/${name}`;
}

function toKey({ identity: { kind, name } }: Entry): string {
  return `${kind.toLowerCase()}/${name}`;
}

function cut(filter = ''): string {
  return filter.slice(0, 256).toWellFormed();
}
