// Good reviews of generated Pods, for every door of the webhook.

import fc from 'fast-check';
import { pods } from '../../kit/generated-pods.js';
import { namespaceNames } from '../setting.js';

export const paths = ['/mutate', '/mutate/dragonfly', '/mutate/macvtap', '/mutate--v1-pod'] as const;
/** What each of them asks the service for. */
export const mutatorsOf = {
  '/mutate': [],
  '/mutate/dragonfly': ['dragonfly'],
  '/mutate/macvtap': ['macvtap'],
  '/mutate--v1-pod': ['dragonfly'],
};

export interface Review extends Record<string, unknown> {
  readonly apiVersion: string;
  readonly request: Readonly<Record<string, unknown>> & {
    readonly uid: string;
    readonly namespace: string;
    readonly operation: string;
    readonly object: unknown;
  };
}

export const reviews: fc.Arbitrary<Review> = fc
  .record({
    pod: pods,
    version: fc.constantFrom('v1', 'v1beta1'),
    namespace: fc.constantFrom(...namespaceNames, 'unknown'),
    operation: fc.oneof(
      { weight: 9, arbitrary: fc.constant('CREATE') },
      fc.constantFrom('UPDATE', 'DELETE', 'CONNECT'),
    ),
    uid: fc.oneof({ weight: 4, arbitrary: fc.uuid() }, fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })),
  })
  .map(
    ({ pod, version, namespace, operation, uid }): Review => ({
      apiVersion: `admission.k8s.io/${version}`,
      kind: 'AdmissionReview',
      request: {
        uid,
        kind: { group: '', version: 'v1', kind: 'Pod' },
        resource: { group: '', version: 'v1', resource: 'pods' },
        namespace,
        operation,
        object: pod,
        oldObject: null,
        dryRun: false,
      },
    }),
  );
