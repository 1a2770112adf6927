// The filters of a preview: "Kind/name", as kubectl writes it, and references to objects.

import type { ObjectRef__Output } from '../../proto/gen/podmutator/v1/ObjectRef.js';
import type { Entry } from '../manifest/list-objects.js';
import { InputError } from '../pod/input-error.js';

/** Tells which objects are wanted, and in the end which filters have met none. */
export interface ObjectFilter {
  /** @param namespace the one in which the object is evaluated */
  readonly accepts: (entry: Entry, namespace: string) => boolean;
  readonly listUnmatched: () => ObjectRef__Output[];
}

/** Each object is held against each of them. */
const filtersMax = 1_000;

/**
 * Creates the filter; without `objects` and `only` it accepts everything. The case of kinds does not matter.
 * @throws InputError for a filter that is malformed
 */
export function createFilter(objects: readonly string[], only: readonly ObjectRef__Output[]): ObjectFilter {
  const refs = [...objects.map(readFilter), ...only.map(checkRef)];
  if (refs.length > filtersMax) {
    throw new InputError({
      reason: 'OBJECT_FILTER_INVALID',
      field: 'objects',
      description: `expected at most ${filtersMax} filters, found ${refs.length}`,
    });
  }
  if (refs.length === 0) {
    return { accepts: () => true, listUnmatched: () => [] };
  }
  const isMet = refs.map(() => false);
  return {
    accepts(entry, namespace) {
      let isWanted = false;
      for (const [index, ref] of refs.entries()) {
        if (!meets(entry, namespace, ref)) continue;
        isMet[index] = true;
        isWanted = true;
      }
      return isWanted;
    },
    listUnmatched: () => refs.filter((_, index) => !isMet[index]),
  };
}

function meets({ identity }: Entry, evaluatedIn: string, { group, kind, namespace, name }: ObjectRef__Output): boolean {
  const slash = identity.apiVersion.indexOf('/');
  return (
    (name === '' || name === identity.name) &&
    (kind === '' || kind.toLowerCase() === identity.kind.toLowerCase()) &&
    (namespace === '' || namespace === evaluatedIn) &&
    (group === undefined || group === identity.apiVersion.slice(0, Math.max(0, slash)))
  );
}

function checkRef(ref: ObjectRef__Output, index: number): ObjectRef__Output {
  if (ref.kind === '' && ref.namespace === '' && ref.name === '') {
    throw new InputError({
      reason: 'OBJECT_FILTER_INVALID',
      field: `only[${index}]`,
      description: 'expected kind, namespace or name, found none of them',
    });
  }
  return ref;
}

function readFilter(filter: string, index: number): ObjectRef__Output {
  const [kind = '', name = '', ...rest] = filter.split('/');
  if (kind === '' || name === '' || rest.length > 0 || /\s/.test(filter)) {
    throw new InputError({
      reason: 'OBJECT_FILTER_INVALID',
      field: `objects[${index}]`,
      description: `expected Kind/name, as in Deployment/web, found "${filter.slice(0, 256).toWellFormed()}"`,
    });
  }
  return { kind, name, namespace: '' };
}
