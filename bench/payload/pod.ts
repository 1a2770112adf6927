// Pods as they reach a webhook: what a person wrote, plus what the API server has filled in by then.

import type { Container, Pod } from 'kubernetes-types/core/v1.js';
import { smallAnnotation, smallMutators } from './small-mutators.js';

export interface PodOptions {
  readonly containers: number;
  /** Environment variables of each container. */
  readonly variables?: number;
  /** What the annotations ask for; `nine` is dragonfly and the eight small mutators of the bench. */
  readonly wants: 'dragonfly' | 'macvtap' | 'nothing' | 'nine';
}

const annotations: Readonly<Record<PodOptions['wants'], Readonly<Record<string, string>>>> = {
  dragonfly: { 'dragonfly.io/inject': 'true' },
  macvtap: { 'k8s.v1.cni.cncf.io/networks': 'macvtap-net' },
  nothing: { 'example.com/owner': 'team-shop' },
  nine: {
    'dragonfly.io/inject': 'true',
    ...Object.fromEntries(smallMutators.map((_, index) => [smallAnnotation(index), 'true'])),
  },
};

const tokenVolume = 'kube-api-access-7xk2p';

export function createPod({ containers, variables = 3, wants }: PodOptions): Pod {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: 'checkout-6d4cf56db6-',
      namespace: 'shop',
      labels: {
        app: 'checkout',
        'pod-template-hash': '6d4cf56db6',
        'app.kubernetes.io/part-of': 'shop',
        'app.kubernetes.io/managed-by': 'argocd',
        'topology.example.com/zone': 'north-1',
      },
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9102', ...annotations[wants] },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'checkout-6d4cf56db6',
          uid: '5b0b7f1c-6a43-4f0e-9c55-0e2a1c9a7b11',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      volumes: [{ name: tokenVolume, projected: projectedToken }],
      containers: Array.from({ length: containers }, (_, index) => createContainer(index, variables)),
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      serviceAccount: 'default',
      securityContext: {},
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((state) => ({
        key: `node.kubernetes.io/${state}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {},
  };
}

const projectedToken = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 420,
};

function createContainer(index: number, variables: number): Container {
  return {
    name: `service-${index}`,
    image: `registry.example/shop/service-${index}:v2.14.1`,
    ports: [{ name: `http-${index}`, containerPort: 8080 + index, protocol: 'TCP' }],
    env: Array.from({ length: variables }, (_, number) => ({
      name: `SETTING_${number}`,
      value: `value-${number}.of.service-${index}.svc.cluster.local`,
    })),
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: tokenVolume, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
    livenessProbe: {
      httpGet: { path: '/healthz', port: 8080 + index, scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}
