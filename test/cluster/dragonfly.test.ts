// dragonfly on stored Pods: opting in and out, what is added, and Pods that already have something in its place.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { createPod, findContainer, hasDragonfly, openCluster, type PodOptions, variablesOf } from './cluster.js';

const cluster = openCluster();
const optIn = { 'dragonfly.io/inject': 'true' };
const labelled = { labels: { 'dragonflyoss-injection': 'enabled' } };
const plainNamespace = cluster.createNamespace();
const labelledNamespace = cluster.createNamespace(labelled);
const otherNamespace = cluster.createNamespace({ labels: { 'dragonflyoss-injection': 'disabled' } });

const namespaces = { unlabelled: plainNamespace, enabled: labelledNamespace, disabled: otherNamespace };
const truthTable = {
  absent: { unlabelled: false, enabled: true, disabled: false },
  true: { unlabelled: true, enabled: true, disabled: true },
  false: { unlabelled: false, enabled: false, disabled: false },
  yes: { unlabelled: false, enabled: false, disabled: false },
} as const;

for (const [annotation, row] of Object.entries(truthTable)) {
  for (const [label, isInjected] of Object.entries(row)) {
    test(`annotation ${annotation}, namespace ${label}: ${isInjected ? 'injected' : 'left alone'}`, async (t) => {
      const annotations = annotation === 'absent' ? {} : { 'dragonfly.io/inject': annotation };
      const namespace = await namespaces[label as keyof typeof namespaces];
      const { pod, warnings } = await cluster.storePod(namespace, createPod({ annotations }));
      t.is(hasDragonfly(pod), isInjected);
      t.is(variablesOf(findContainer(pod, 'app')).includes('DRAGONFLY_INJECT_PROXY'), isInjected);
      t.is(
        warnings.some((text) => text.includes('OPT_IN_VALUE_INVALID')),
        annotation === 'yes',
      );
    });
  }
}

const store = async (options: PodOptions): Promise<{ readonly pod: Pod; readonly warnings: readonly string[] }> =>
  cluster.storePod(await plainNamespace, createPod({ annotations: optIn, ...options }));

test('what is stored is the environment, the socket and the tools', async (t) => {
  const { pod } = await store({ spec: { automountServiceAccountToken: false } });
  t.deepEqual(findContainer(pod, 'app').env, [
    { name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
    { name: 'DRAGONFLY_PROXY_PORT', value: '4001' },
    { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://$(NODE_NAME):$(DRAGONFLY_PROXY_PORT)' },
    { name: 'DRAGONFLY_TOOLS_PATH', value: '/dragonfly-tools-mount' },
  ]);
  t.deepEqual(findContainer(pod, 'app').volumeMounts, [
    { name: 'dfdaemon-socket', mountPath: '/var/run/dfdaemon.sock' },
    { name: 'd7y-cli-tools-volume', mountPath: '/dragonfly-tools-mount' },
  ]);
  t.deepEqual(pod.spec?.volumes, [
    { name: 'dfdaemon-socket', hostPath: { path: '/var/run/dfdaemon.sock', type: 'Socket' } },
    { name: 'd7y-cli-tools-volume', emptyDir: {} },
  ]);
  t.like(findContainer(pod, 'd7y-cli-tools'), {
    image: 'dragonflyoss/cli-tools:latest',
    imagePullPolicy: 'IfNotPresent',
    command: ['cp', '-rf', '/dragonfly-tools/.', '/dragonfly-tools-mount/'],
  });
});

test('the service account token reaches the added init container as well', async (t) => {
  const { pod } = await store({});
  const tokenMount = '/var/run/secrets/kubernetes.io/serviceaccount';
  const paths = findContainer(pod, 'd7y-cli-tools').volumeMounts?.map(({ mountPath }) => mountPath);
  t.true(paths?.includes(tokenMount));
});

test('the image of the tools can be named on the Pod', async (t) => {
  const image = 'registry.example/tools@sha256:'.padEnd(94, 'a');
  const { pod } = await store({ annotations: { ...optIn, 'dragonfly.io/cli-tools-image': image } });
  t.is(findContainer(pod, 'd7y-cli-tools').image, image);
});

test('native sidecars and init containers are left alone, ours comes after them', async (t) => {
  const initContainers = [
    { name: 'sidecar', image: 'registry.example/sidecar:v1', restartPolicy: 'Always' },
    { name: 'setup', image: 'registry.example/setup:v1' },
  ];
  const { pod } = await store({ spec: { initContainers } });
  t.deepEqual(
    pod.spec?.initContainers?.map(({ name }) => name),
    ['sidecar', 'setup', 'd7y-cli-tools'],
  );
  t.deepEqual(variablesOf(findContainer(pod, 'sidecar')), []);
  t.deepEqual(variablesOf(findContainer(pod, 'setup')), []);
});

test('every app container gets the same', async (t) => {
  const containers = ['one', 'two'].map((name) => ({ name, image: 'registry.example/app:v1' }));
  const { pod } = await store({ spec: { containers, automountServiceAccountToken: false } });
  t.deepEqual(findContainer(pod, 'one').env, findContainer(pod, 'two').env);
  t.is(findContainer(pod, 'two').volumeMounts?.length, 2);
});

test('a Pod of kube-system is not touched, whatever it asks for', async (t) => {
  const { status } = await cluster.kube.create('/api/v1/namespaces/kube-system/serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  });
  t.true([201, 409].includes(status));
  const { pod } = await cluster.storePod('kube-system', createPod({ annotations: optIn }));
  t.false(hasDragonfly(pod));
});

test('a Windows Pod is accepted and left alone', async (t) => {
  const { pod } = await store({ spec: { os: { name: 'windows' } } });
  t.false(hasDragonfly(pod));
});

const app = { name: 'app', image: 'registry.example/app:v1' };
const conflicts: readonly (readonly [title: string, warning: string, spec: NonNullable<PodOptions['spec']>])[] = [
  [
    'NODE_NAME with another meaning',
    'ENV_CONFLICT',
    { containers: [{ ...app, env: [{ name: 'NODE_NAME', value: 'mine' }] }] },
  ],
  [
    'something else mounted at the socket',
    'MOUNT_PATH_CONFLICT',
    {
      volumes: [{ name: 'mine', emptyDir: {} }],
      containers: [{ ...app, volumeMounts: [{ name: 'mine', mountPath: '/var/run/dfdaemon.sock/' }] }],
    },
  ],
  [
    'something else mounted where the tools go',
    'MOUNT_PATH_CONFLICT',
    {
      volumes: [{ name: 'mine', emptyDir: {} }],
      containers: [{ ...app, volumeMounts: [{ name: 'mine', mountPath: '/dragonfly-tools-mount' }] }],
    },
  ],
  [
    'a volume under the name of the socket',
    'VOLUME_NAME_CONFLICT',
    { volumes: [{ name: 'dfdaemon-socket', emptyDir: {} }] },
  ],
  [
    'a volume under the name of the tools',
    'VOLUME_NAME_CONFLICT',
    { volumes: [{ name: 'd7y-cli-tools-volume', hostPath: { path: '/opt' } }] },
  ],
  ['a container under our name', 'CONTAINER_NAME_CONFLICT', { containers: [{ ...app, name: 'd7y-cli-tools' }] }],
];
for (const [title, warning, spec] of conflicts) {
  test(`${title}: accepted, kept, with a warning`, async (t) => {
    const { pod, warnings } = await store({ spec });
    t.true(
      warnings.some((text) => text.includes(warning)),
      warnings.join('\n'),
    );
    for (const volume of spec.volumes ?? []) {
      t.like(
        pod.spec?.volumes?.find(({ name }) => name === volume.name),
        volume,
      );
    }
    for (const { name, env = [], volumeMounts = [] } of spec.containers ?? []) {
      const stored = pod.spec?.containers.find((container) => container.name === name);
      t.deepEqual(stored?.env?.slice(0, env.length) ?? [], env);
      t.deepEqual(stored?.volumeMounts?.slice(0, volumeMounts.length) ?? [], volumeMounts);
    }
  });
}

test('variables that are there already are kept and not repeated', async (t) => {
  const env = [{ name: 'DRAGONFLY_PROXY_PORT', value: '1234' }];
  const { pod } = await store({ spec: { containers: [{ ...app, env }] } });
  const names = variablesOf(findContainer(pod, 'app'));
  t.is(new Set(names).size, names.length);
  t.is(findContainer(pod, 'app').env?.find(({ name }) => name === 'DRAGONFLY_PROXY_PORT')?.value, '1234');
});

test('a server-side dry run shows the change and stores nothing', async (t) => {
  const pod = createPod({ name: 'dry', annotations: optIn });
  const { status, body } = await cluster.tryPod(await plainNamespace, pod, '?dryRun=All');
  t.is(status, 201);
  t.true(hasDragonfly(body as Pod));
  t.is((await cluster.kube.get(`/api/v1/namespaces/${await plainNamespace}/pods/dry`)).status, 404);
});
