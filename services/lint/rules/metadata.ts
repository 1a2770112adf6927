// Where the metadata of an object stands: that of the Pod, and that of everything around it.

import { isJsonObject } from '../../pod/json-value.js';
import type { Subject } from './rule.js';

/** One annotation or label. `holder` leads from the root of the document to the map that holds it. */
export interface MetadataEntry {
  /** `workload`: metadata around a Pod template, which no Pod ever sees. */
  readonly owner: 'pod' | 'namespace' | 'workload';
  readonly map: 'annotations' | 'labels';
  readonly key: string;
  readonly value: unknown;
  readonly holder: readonly string[];
}

/** The members that lead to an entry from the root of the document. */
export function membersOf({ holder, key }: MetadataEntry): readonly string[] {
  return [...holder, key];
}

/** Lists annotations and labels of a Pod, its workload, or a Namespace. */
export function listMetadata({ object, reviewed }: Subject): readonly MetadataEntry[] {
  const { identity, value, path } = object;
  if (!reviewed) {
    const isNamespace = identity.apiVersion === 'v1' && identity.kind === 'Namespace';
    return isNamespace ? readEntries(value, 'namespace', path) : [];
  }
  const { path: templatePath, template } = reviewed.source;
  const around = [...templatePath.keys()].flatMap((depth) => {
    const members = templatePath.slice(0, depth);
    return readEntries(follow(value, members), 'workload', [...path, ...members]);
  });
  return [...around, ...readEntries(template, 'pod', [...path, ...templatePath])];
}

function readEntries(
  owner: unknown,
  kind: MetadataEntry['owner'],
  members: readonly string[],
): readonly MetadataEntry[] {
  return (['labels', 'annotations'] as const).flatMap((map) => {
    const entries = follow(owner, ['metadata', map]);
    const holder = [...members, 'metadata', map];
    return isJsonObject(entries)
      ? Object.entries(entries).map(([key, value]) => ({ owner: kind, map, key, value, holder }))
      : [];
  });
}

function follow(value: unknown, members: readonly string[]): unknown {
  return members.reduce((current: unknown, member) => (isJsonObject(current) ? current[member] : undefined), value);
}
