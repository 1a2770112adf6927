// Annotations and labels that nobody reads, although somebody meant them to be read.

import { countEdits } from './edit-distance.js';
import { listMetadata, type MetadataEntry, membersOf } from './metadata.js';
import type { OwnedKey, Rule, Subject } from './rule.js';

const editsMax = 2;
const prefixShare = 0.8;

export const misspeltKey: Rule = {
  code: 'KEY_MISSPELT',
  severity: 'warning',
  title: 'An annotation or label is almost one that a mutator knows',
  about:
    'Kubernetes takes any key. One with a letter too many is not refused, it just has no effect, and the Pod goes without what its author asked for.',
  example: `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    dragonfly.io/injct: "true"
spec:
  containers:
    - name: web
      image: registry.example/web:1
`,
  find: (subject) =>
    listMetadata(subject).flatMap((entry) => {
      const meant = isKnown(entry.key, subject.keys) ? undefined : findMeant(entry, subject.keys);
      return meant
        ? [
            {
              members: membersOf(entry),
              mutators: [meant.mutator],
              message: `${describe(entry)} ${entry.key} is not known`,
              suggestion: `Did you mean ${meant.key}?`,
            },
          ]
        : [];
    }),
};

export const keyOnWorkload: Rule = {
  code: 'KEY_ON_WORKLOAD',
  severity: 'warning',
  isAlwaysTold: true,
  title: 'An annotation stands on the workload instead of its Pod template',
  about:
    'A controller copies metadata from spec.template.metadata into its Pods, never its own. An opt-in on the Deployment itself opts nobody in.',
  example: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    dragonfly.io/inject: "true"
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: registry.example/web:1
`,
  find: (subject) => {
    const entries = listMetadata(subject);
    const onPod = new Set(entries.filter(({ owner }) => owner === 'pod').map(({ map, key }) => `${map} ${key}`));
    return entries.flatMap((entry) => {
      const known = entry.owner === 'workload' && subject.keys.find((key) => key.owner === 'pod' && isSame(key, entry));
      return known && !onPod.has(`${entry.map} ${entry.key}`)
        ? [
            {
              members: membersOf(entry),
              mutators: [known.mutator],
              message: `${describe(entry)} ${entry.key} of the ${subject.object.identity.kind} does not reach its Pods`,
              suggestion: `Move it to ${templateMetadata(subject)}.${entry.map}.`,
            },
          ]
        : [];
    });
  },
};

export const keyInWrongPlace: Rule = {
  code: 'KEY_IN_WRONG_PLACE',
  severity: 'warning',
  title: 'A known key stands where nobody looks for it',
  about:
    'An annotation is not read as a label, nor a label as an annotation; what belongs on the Namespace has no effect on a Pod, and the reverse.',
  example: `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    dragonflyoss-injection: enabled
spec:
  containers:
    - name: web
      image: registry.example/web:1
`,
  find: (subject) =>
    listMetadata(subject).flatMap((entry) => {
      const named = subject.keys.filter(({ key }) => key === entry.key);
      const owner = entry.owner === 'workload' ? 'pod' : entry.owner;
      const [known] = named;
      return known && !named.some((key) => key.owner === owner && key.map === entry.map)
        ? [
            {
              members: membersOf(entry),
              mutators: [known.mutator],
              message: `nobody reads ${entry.key} as ${article(describe(entry))} of ${nameOwner(entry)}`,
              suggestion: `Make it ${article(singular(known.map))} of the ${known.owner === 'pod' ? 'Pod' : 'Namespace'}.`,
            },
          ]
        : [];
    }),
};

function isKnown(key: string, keys: readonly OwnedKey[]): boolean {
  return keys.some((known) => known.key === key);
}

function isSame(known: OwnedKey, entry: MetadataEntry): boolean {
  return known.map === entry.map && known.key === entry.key;
}

// The closest one; of several just as close the first.
function findMeant({ owner, key }: MetadataEntry, keys: readonly OwnedKey[]): OwnedKey | undefined {
  const candidates = keys.filter((known) => known.owner === (owner === 'namespace' ? 'namespace' : 'pod'));
  const ranked = candidates
    .map((known) => ({ known, edits: countEdits(known.key.toLowerCase(), key.toLowerCase(), editsMax) }))
    .sort((one, other) => one.edits - other.edits);
  const [closest] = ranked;
  return closest && closest.edits <= editsMax
    ? closest.known
    : candidates.find((known) => isCutOrExtended(known.key, key));
}

function isCutOrExtended(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && short.length >= long.length * prefixShare;
}

function templateMetadata({ reviewed }: Subject): string {
  return [...(reviewed?.source.path ?? []), 'metadata'].join('.');
}

function singular(map: MetadataEntry['map']): string {
  return map === 'annotations' ? 'annotation' : 'label';
}

function describe({ map }: MetadataEntry): string {
  return singular(map);
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function nameOwner({ owner }: MetadataEntry): string {
  return { pod: 'a Pod', namespace: 'a Namespace', workload: 'a workload' }[owner];
}
