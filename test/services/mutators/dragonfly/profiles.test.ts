// The full example (row D20): label and annotation, two containers, once per profile.

import test from 'ava';
import { createPod, evaluatePod } from '../../../kit/evaluate-pod.js';

const containers = [
  { name: 'web', image: 'registry.example/web:1', env: [{ name: 'MODE', value: 'fast' }] },
  { name: 'worker', image: 'registry.example/worker:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] },
];
const pod = createPod({ containers, volumes: [{ name: 'data', emptyDir: {} }] });

const securityContext = {
  runAsNonRoot: true,
  runAsUser: 65532,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const cliToolsEnv = [
  { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  { name: 'DRAGONFLY_PROXY_PORT', value: '4001' },
  { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://$(NODE_NAME):$(DRAGONFLY_PROXY_PORT)' },
  { name: 'DRAGONFLY_TOOLS_PATH', value: '/dragonfly-tools-mount' },
];

const cliToolsInitContainer = {
  name: 'd7y-cli-tools',
  image: 'dragonflyoss/cli-tools:latest',
  imagePullPolicy: 'IfNotPresent',
  command: ['cp', '-rf', '/dragonfly-tools/.', '/dragonfly-tools-mount/'],
  securityContext,
  volumeMounts: [{ name: 'd7y-cli-tools-volume', mountPath: '/dragonfly-tools-mount' }],
};

const clientMounts = [
  { name: 'dfdaemon-unix-sock', mountPath: '/var/run/dragonfly/dfdaemon.sock' },
  { name: 'dragonfly-binaries-volume', mountPath: '/dragonfly/bin' },
  { name: 'dragonfly-binaries-volume', mountPath: '/usr/local/bin/dfget', subPath: 'dfget', readOnly: true },
  { name: 'dragonfly-binaries-volume', mountPath: '/usr/local/bin/dfcache', subPath: 'dfcache', readOnly: true },
  { name: 'dragonfly-binaries-volume', mountPath: '/usr/local/bin/dfstore', subPath: 'dfstore', readOnly: true },
  { name: 'dragonfly-binaries-volume', mountPath: '/usr/local/bin/dfctl', subPath: 'dfctl', readOnly: true },
  { name: 'dragonfly-binaries-volume', mountPath: '/usr/local/bin/dfdaemon', subPath: 'dfdaemon', readOnly: true },
];

test('profile seed injects what the first webhook did', (t) => {
  const namespace = { labels: { 'dragonflyoss-injection': 'enabled' }, annotations: {} };
  const { after, warnings } = evaluatePod(pod, { namespace });
  const mounts = [
    { name: 'dfdaemon-socket', mountPath: '/var/run/dfdaemon.sock' },
    { name: 'd7y-cli-tools-volume', mountPath: '/dragonfly-tools-mount' },
  ];
  t.deepEqual(
    after as object,
    createPod({
      containers: [
        { ...containers[0], env: [{ name: 'MODE', value: 'fast' }, ...cliToolsEnv], volumeMounts: mounts },
        { ...containers[1], env: cliToolsEnv, volumeMounts: [{ name: 'data', mountPath: '/data' }, ...mounts] },
      ],
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'dfdaemon-socket', hostPath: { path: '/var/run/dfdaemon.sock', type: 'Socket' } },
        { name: 'd7y-cli-tools-volume', emptyDir: {} },
      ],
      initContainers: [cliToolsInitContainer],
    }),
  );
  t.deepEqual(warnings, []);
});

test('profile p2p-webhook differs in the socket alone', (t) => {
  const { after, warnings } = evaluatePod(pod, { settings: { profile: 'p2p-webhook' } });
  const mounts = [
    { name: 'dfdaemon-unix-sock', mountPath: '/var/run/dragonfly/dfdaemon.sock' },
    { name: 'd7y-cli-tools-volume', mountPath: '/dragonfly-tools-mount' },
  ];
  t.deepEqual(
    after as object,
    createPod({
      containers: [
        { ...containers[0], env: [{ name: 'MODE', value: 'fast' }, ...cliToolsEnv], volumeMounts: mounts },
        { ...containers[1], env: cliToolsEnv, volumeMounts: [{ name: 'data', mountPath: '/data' }, ...mounts] },
      ],
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'dfdaemon-unix-sock', hostPath: { path: '/var/run/dragonfly/dfdaemon.sock', type: 'Socket' } },
        { name: 'd7y-cli-tools-volume', emptyDir: {} },
      ],
      initContainers: [cliToolsInitContainer],
    }),
  );
  t.deepEqual(warnings, []);
});

test('profile injector mounts the client on the PATH and sets no variable', (t) => {
  const namespace = { labels: { 'dragonfly.io/inject': 'true' }, annotations: {} };
  const { after, warnings } = evaluatePod(pod, { namespace, settings: { profile: 'injector' } });
  t.deepEqual(
    after as object,
    createPod({
      containers: [
        { ...containers[0], volumeMounts: clientMounts },
        { ...containers[1], volumeMounts: [{ name: 'data', mountPath: '/data' }, ...clientMounts] },
      ],
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'dfdaemon-unix-sock', hostPath: { path: '/var/run/dragonfly/dfdaemon.sock', type: 'Socket' } },
        { name: 'dragonfly-binaries-volume', emptyDir: {} },
      ],
      initContainers: [
        {
          name: 'dragonfly-binaries',
          image: 'docker.io/dragonflyoss/client:v1.3.0',
          imagePullPolicy: 'IfNotPresent',
          command: [
            'install',
            '-D',
            '/usr/local/bin/dfget',
            '/usr/local/bin/dfcache',
            '/usr/local/bin/dfstore',
            '/usr/local/bin/dfctl',
            '/usr/local/bin/dfdaemon',
            '-t',
            '/dragonfly/bin/',
          ],
          securityContext,
          volumeMounts: [{ name: 'dragonfly-binaries-volume', mountPath: '/dragonfly/bin' }],
        },
      ],
    }),
  );
  t.deepEqual(warnings, []);
});

test('profile injector opts in by its own namespace label, and reads its own annotations', (t) => {
  const settings = { profile: 'injector' };
  const namespace = { labels: { 'dragonfly.io/inject': 'true' }, annotations: {} };
  const annotations = {
    'dragonfly.io/init-container-image': 'registry.example/client@sha256:0123',
    'dragonfly.io/skip-unix-sock-inject': 'true',
  };
  const { after, results } = evaluatePod(createPod({}, annotations), { namespace, settings });
  t.is(results[0]?.reason, 'OPTED_IN_BY_NAMESPACE');
  t.is(after?.spec.initContainers?.[0]?.image, 'registry.example/client@sha256:0123');
  t.deepEqual(
    after?.spec.volumes?.map(({ name }) => name),
    ['dragonfly-binaries-volume'],
  );
});

test('every parent may be absent, null, empty or filled', (t) => {
  const user = { env: { name: 'A', value: 'b' }, volumeMounts: { name: 'v', mountPath: '/v' } };
  for (const env of [undefined, null, [], [user.env]]) {
    for (const volumeMounts of [undefined, null, [], [user.volumeMounts]]) {
      for (const initContainers of [undefined, null, [], [{ name: '__proto__', image: 'i' }]]) {
        const container = { name: 'constructor', ...(env !== undefined && { env }) };
        const spec = {
          containers: [{ ...container, ...(volumeMounts !== undefined && { volumeMounts }) }],
          volumes: [{ name: 'v', emptyDir: {} }],
          ...(initContainers !== undefined && { initContainers }),
        };
        const { after } = evaluatePod(createPod(spec));
        t.is(after?.spec.containers[0]?.env?.length, (env?.length ?? 0) + 4);
        t.is(after?.spec.containers[0]?.volumeMounts?.length, (volumeMounts?.length ?? 0) + 2);
        t.is(after?.spec.initContainers?.length, (initContainers?.length ?? 0) + 1);
        t.is(after?.spec.initContainers?.at(-1)?.name, 'd7y-cli-tools');
      }
    }
  }
});
