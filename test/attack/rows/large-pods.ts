// Pods that any user may create and that are dear to decide: 24,000 containers, or 1,000 with names for which every list
// is long.

import { PodMutator } from '../../../proto/load.js';
import type { Attack, VictimName } from '../attack.js';
import { createCaller, frame, methods } from '../raw-grpc.js';
import { createPoster, openTls, writeRequest } from '../raw-http.js';
import { repeat } from '../repeat.js';

const metadata = {
  name: 'large',
  annotations: { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap-net' },
};

function createLargePod(containers: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, volumes: [{ name: 'data', emptyDir: {} }] } };
}

const tooMany = createLargePod(Array.from({ length: 24_000 }, (_, index) => ({ name: `c${index}` })));

/** The longest names there may be, the variables that dragonfly looks for, and a list of mounts in each. */
const most = createLargePod(
  Array.from({ length: 1000 }, (_, index) => ({
    name: `${'c'.repeat(58)}${String(index).padStart(5, '0')}`,
    image: 'app',
    env: [
      { name: 'DRAGONFLY_INJECT_PROXY', value: '$(NODE_NAME)' },
      { name: '__proto__', value: 'x' },
    ],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  })),
);

const atOnce = 12;

function attackReviews(name: string, pod: object, answers: readonly string[]): Attack {
  return {
    name,
    victim: 'pair',
    answers,
    prepare(target) {
      const review = {
        apiVersion: 'admission.k8s.io/v1',
        kind: 'AdmissionReview',
        request: {
          uid: 'a4b6b5a8-5ba4-4b24-9f25-0d8f5f7f7a11',
          kind: { group: '', version: 'v1', kind: 'Pod' },
          resource: { group: '', version: 'v1', resource: 'pods' },
          namespace: 'shop',
          operation: 'CREATE',
          object: pod,
        },
      };
      const request = writeRequest('/mutate?timeout=10s', JSON.stringify(review));
      const post = createPoster(() => openTls(target));
      return (tally, signal) => repeat({ signal, atOnce, pauseMs: 200 }, async () => tally.count(await post(request)));
    },
  };
}

function attackCalls(
  name: string,
  victim: VictimName,
  view: 'VIEW_BASIC' | 'VIEW_FULL',
  pods: readonly object[],
): Attack {
  return {
    name,
    victim,
    answers: ['OK', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED'],
    prepare({ grpc }) {
      const requests = pods.map((pod) => {
        const podJson = Buffer.from(JSON.stringify(pod));
        return frame(PodMutator.service.MutatePod.requestSerialize({ podJson, namespace: 'shop', view }));
      });
      const call = createCaller(grpc);
      return (tally, signal) =>
        // A connection may hold so many bytes; more of these at once and it is closed.
        repeat({ signal, atOnce: view === 'VIEW_FULL' ? 2 : atOnce, pauseMs: 200 }, async (number) =>
          tally.count(await call(methods.mutatePod, requests[number % requests.length] as Buffer)),
        );
    },
  };
}

export const tooManyContainers = attackReviews('Pods of 24,000 containers, twelve at once', tooMany, ['413']);
export const mostContainers = attackReviews('Pods of 1,000 containers, twelve at once', most, ['200']);
export const largePodCalls = attackCalls('the same two to MutatePod', 'pair', 'VIEW_BASIC', [tooMany, most]);
/** 3.9 MiB, in values that have to be shown, compared and explained. */
const longest = createLargePod(
  Array.from({ length: 900 }, (_, index) => ({
    name: `c${index}`,
    env: Array.from({ length: 40 }, (__, number) => ({ name: `NAME_${number}`, value: 'v'.repeat(75) })),
  })),
);
export const fullViews = (victim: VictimName): Attack =>
  attackCalls(`VIEW_FULL of 3.9 MiB${victim === 'serve' ? ', one process' : ''}`, victim, 'VIEW_FULL', [longest]);
