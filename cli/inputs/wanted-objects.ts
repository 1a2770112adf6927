// `--object Kind/name` over many calls: what is not in this chunk of the input may be in the next one.

import { UsageError } from '../flags/flags.js';

export interface WantedObjects {
  /** The filters that may meet something in `text`; undefined if nothing in it is wanted. */
  readonly choose: (text: string) => readonly string[] | undefined;
  /** Takes note of an object that was found. */
  readonly note: (object: { readonly kind: string; readonly name: string }) => void;
  /** The filters that have met nothing. */
  readonly missing: () => readonly string[];
}

/**
 * Creates the bookkeeping; without `filters` everything is wanted. The case of the kind does not matter.
 * @throws UsageError for a filter that is not Kind/name
 */
export function createWanted(filters: readonly string[]): WantedObjects {
  const missing = new Map(filters.map((filter) => [readKey(filter), filter]));
  return {
    choose(text) {
      const possible = filters.filter((filter) => text.includes(filter.slice(filter.indexOf('/') + 1)));
      return possible.length > 0 || filters.length === 0 ? possible : undefined;
    },
    note({ kind, name }) {
      missing.delete(`${kind.toLowerCase()}/${name}`);
    },
    missing: () => [...missing.values()],
  };
}

function readKey(filter: string): string {
  const [, kind, name] = /^([^/\s]+)\/([^/\s]+)$/.exec(filter) ?? [];
  if (kind === undefined || name === undefined) {
    throw new UsageError(`--object: expected Kind/name, as in Deployment/web, found "${filter}"`);
  }
  return `${kind.toLowerCase()}/${name}`;
}
