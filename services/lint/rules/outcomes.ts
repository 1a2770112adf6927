// Results of an evaluation that somebody should know about before the Pod is created.

import { findBreaches, selectNew, selectRefused } from '../../impact/pod-security/evaluate.js';
import { readQosClass } from '../../pod/qos.js';
import type { Problem, Rule, Subject } from './rule.js';

const enforceLabel = 'pod-security.kubernetes.io/enforce';
const breachesShown = 4;

export const factsUnknown: Rule = {
  code: 'FACTS_UNKNOWN',
  severity: 'note',
  title: 'The answer depends on a namespace that nobody described',
  about:
    'The Pod itself says nothing, so the labels of its namespace decide, and they were not given. In the cluster the answer may be yes or no.',
  example: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example/web:1
`,
  find: (subject) =>
    (subject.reviewed?.evaluation.results ?? [])
      .filter(({ outcome }) => outcome === 'unknown')
      .map(({ mutator, message }) => ({
        members: podMembers(subject),
        mutators: [mutator],
        message: `whether ${mutator} changes this Pod is not known: ${message.replace(/\.$/, '')}`,
        suggestion: 'Add the Namespace to the manifests, or give its labels with --namespace-label.',
      })),
};

export const podSecurityRefuses: Rule = {
  code: 'POD_SECURITY_REFUSES',
  severity: 'error',
  title: 'The namespace would refuse the Pod after the change',
  about:
    'Pod Security admission looks at the Pod after all webhooks. A Pod that was fine as written is refused if a mutation adds what the level of the namespace forbids.',
  example: `apiVersion: v1
kind: Namespace
metadata:
  name: vms
  labels:
    pod-security.kubernetes.io/enforce: baseline
---
apiVersion: v1
kind: Pod
metadata:
  name: vm
  namespace: vms
  annotations:
    k8s.v1.cni.cncf.io/networks: macvtap0
spec:
  containers:
    - name: compute
      image: registry.example/launcher:1
`,
  find: (subject) => {
    const { facts, evaluation } = subject.reviewed ?? {};
    const level = facts?.labels[enforceLabel];
    if (!evaluation?.before || !evaluation.after || (level !== 'baseline' && level !== 'restricted')) {
      return [];
    }
    const broken = selectRefused(selectNew(findBreaches(evaluation.before), findBreaches(evaluation.after)), level);
    const shown = broken
      .slice(0, breachesShown)
      .map(({ check, container }) => check + (container && ` (${container})`));
    const more = broken.length > breachesShown ? ` and ${broken.length - breachesShown} more` : '';
    return broken.length === 0
      ? []
      : [
          {
            members: podMembers(subject),
            mutators: listAuthors(subject),
            message: `Pod Security "${level}" refuses the Pod after the change: ${shown.join(', ')}${more}`,
            suggestion:
              'Run the Pod in a namespace that enforces the level "privileged", or leave out what asks for the change.',
          },
        ];
  },
};

export const qosClassLost: Rule = {
  code: 'QOS_CLASS_LOST',
  severity: 'warning',
  title: 'A Guaranteed Pod would lose its class',
  about:
    'A container without equal requests and limits takes the class Guaranteed from the whole Pod: it loses its own CPUs, and it is evicted earlier.',
  find: (subject) => {
    const { before, after } = subject.reviewed?.evaluation ?? {};
    return before && after && readQosClass(before) === 'Guaranteed' && readQosClass(after) !== 'Guaranteed'
      ? [
          {
            members: podMembers(subject),
            mutators: listAuthors(subject),
            message: `the Pod is Guaranteed, and ${readQosClass(after)} after the change`,
            suggestion: 'Give requests and limits, equal ones, to what the settings of the mutator add.',
          },
        ]
      : [];
  },
};

export const notIdempotent: Rule = {
  code: 'NOT_IDEMPOTENT',
  severity: 'error',
  title: 'A second evaluation would change the Pod again',
  about:
    'The API server may call a webhook twice for one Pod. A change that is made again on its own result adds things twice. This is a fault of the mutator, not of the manifest.',
  find: (subject) => {
    const { evaluation, facts, evaluateAgain } = subject.reviewed ?? {};
    if (!evaluation?.after || !evaluateAgain) {
      return [];
    }
    return evaluateAgain(evaluation.after, facts)
      .results.filter(({ step }) => step !== undefined)
      .map(({ mutator }) => ({
        members: podMembers(subject),
        mutators: [mutator],
        message: `${mutator} changes its own result again`,
        suggestion: 'Report it to the maintainers of the mutator, with this manifest.',
      }));
  },
};

function podMembers({ object, reviewed }: Subject): Problem['members'] {
  return [...object.path, ...(reviewed?.source.path ?? [])];
}

function listAuthors({ reviewed }: Subject): readonly string[] {
  const changed = (reviewed?.evaluation.results ?? []).filter(({ step }) => step !== undefined);
  return changed.map(({ mutator }) => mutator);
}
