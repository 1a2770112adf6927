// Objects that were meant to be workloads, and are taken for something without Pods.
//
// A group without a dot in its name belongs to Kubernetes itself. What stands in another group is somebody's own kind,
// whatever it is called.

import { podKinds } from '../../pod/workloads.js';
import { countEdits } from './edit-distance.js';
import type { Problem, Rule, Subject } from './rule.js';

const editsMax = 2;
// Of a word as short as Pod, two letters would be most of it.
const shortLength = 5;

// https://kubernetes.io/docs/reference/using-api/deprecation-guide/
const removals: Readonly<Record<string, string>> = {
  'extensions/v1beta1': '1.16',
  'apps/v1beta1': '1.16',
  'apps/v1beta2': '1.16',
  'batch/v2alpha1': '1.21',
  'batch/v1beta1': '1.25',
};

export const versionNotServed: Rule = {
  code: 'API_VERSION_NOT_SERVED',
  severity: 'warning',
  isAlwaysTold: true,
  title: 'A workload has an apiVersion under which Kubernetes does not serve it',
  about:
    'The API server refuses such an object, or a tool converts it on the way. Here it counts as one without Pods, so nothing is said about what would happen to them.',
  example: `apiVersion: extensions/v1beta1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: registry.example/web:1
`,
  find: (subject) => {
    const { apiVersion, kind } = subject.object.identity;
    const served = isMeantForKubernetes(subject) ? podKinds.find((one) => one.kind === kind) : undefined;
    if (!served) {
      return [];
    }
    const removed = removals[apiVersion] ? `, removed in Kubernetes ${removals[apiVersion]}` : '';
    return [
      createProblem(subject, 'apiVersion', {
        message: `${kind} is not served as ${apiVersion}${removed}, so nothing was decided about its Pods`,
        suggestion: `Write apiVersion: ${served.apiVersion}.`,
      }),
    ];
  },
};

export const kindMisspelt: Rule = {
  code: 'KIND_MISSPELT',
  severity: 'warning',
  isAlwaysTold: true,
  title: 'A kind is almost one that holds Pods',
  about:
    'Kubernetes has no such kind. Here the object counts as one without Pods, so nothing is said about what would happen to them.',
  example: `apiVersion: apps/v1
kind: Deploymnt
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: registry.example/web:1
`,
  find: (subject) => {
    const { kind } = subject.object.identity;
    const meant = isMeantForKubernetes(subject) ? findMeant(kind) : undefined;
    return meant === undefined
      ? []
      : [
          createProblem(subject, 'kind', {
            message: `kind ${kind} is not known, so nothing was decided about its Pods`,
            suggestion: `Did you mean ${meant}?`,
          }),
        ];
  },
};

function isMeantForKubernetes({ object, reviewed }: Subject): boolean {
  const { apiVersion } = object.identity;
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  return !reviewed && !group.includes('.');
}

function findMeant(kind: string): string | undefined {
  const ranked = podKinds
    .map((one) => ({ kind: one.kind, edits: countEdits(one.kind.toLowerCase(), kind.toLowerCase(), editsMax) }))
    .sort((one, other) => one.edits - other.edits);
  const [closest] = ranked;
  const allowed = kind.length < shortLength ? 1 : editsMax;
  return closest && closest.edits <= allowed && closest.kind !== kind ? closest.kind : undefined;
}

function createProblem(
  { object }: Subject,
  member: 'apiVersion' | 'kind',
  texts: Pick<Problem, 'message' | 'suggestion'>,
): Problem {
  return { members: [...object.path, member], mutators: [], ...texts };
}
