// An AdmissionReview as the API server sends it, as bytes, and where its uid stands: every review of a load gets a
// number of its own, so that an answer to another one would be found out.

import type { Pod } from 'kubernetes-types/core/v1.js';

export interface ReviewBody {
  readonly bytes: Buffer;
  /** Where the last eight digits of the uid stand. */
  readonly serialAt: number;
}

/** Serial numbers are written over the last eight digits. */
export const uid = '9f1b2c3d-0f1e-4d5c-8b7a-6a5900000000';
export const serialLength = 8;

const podKind = { group: '', version: 'v1', kind: 'Pod' };
const podResource = { group: '', version: 'v1', resource: 'pods' };

export function createReview(pod: Pod): ReviewBody {
  const bytes = Buffer.from(
    JSON.stringify({
      kind: 'AdmissionReview',
      apiVersion: 'admission.k8s.io/v1',
      request: {
        uid,
        kind: podKind,
        resource: podResource,
        requestKind: podKind,
        requestResource: podResource,
        namespace: pod.metadata?.namespace,
        operation: 'CREATE',
        userInfo: {
          username: 'system:serviceaccount:kube-system:replicaset-controller',
          uid: '4c0a9e0e-6f51-4cf1-8f0b-5c4e8d3f3f7a',
          groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
        },
        object: pod,
        oldObject: null,
        dryRun: false,
        options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
      },
    }),
  );
  return { bytes, serialAt: bytes.indexOf(uid) + uid.length - serialLength };
}
