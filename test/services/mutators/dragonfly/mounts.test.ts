// Mounts, volumes and containers of the user's stay; the part that would need their place is left out with a warning.

import test from 'ava';
import { createPod, evaluatePod, listWarnings } from '../../../kit/evaluate-pod.js';

const nodeName = { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
const port = { name: 'DRAGONFLY_PROXY_PORT', value: '4001' };
const address = { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://$(NODE_NAME):$(DRAGONFLY_PROXY_PORT)' };

const app = (fields: object): object => ({ containers: [{ name: 'app', image: 'i', ...fields }] });

for (const mountPath of ['/var/run/dfdaemon.sock', '/var/run/dfdaemon.sock/', '//var/run/./dfdaemon.sock']) {
  test(`a mount of the user at ${mountPath} is kept, and a volume that nothing mounts is not added`, (t) => {
    const mounts = [{ name: 'mine', mountPath }];
    const pod = createPod({ ...app({ volumeMounts: mounts }), volumes: [{ name: 'mine', emptyDir: {} }] });
    const evaluation = evaluatePod(pod);
    t.deepEqual(evaluation.after?.spec.containers[0]?.volumeMounts as unknown, [
      ...mounts,
      { name: 'd7y-cli-tools-volume', mountPath: '/dragonfly-tools-mount' },
    ]);
    t.deepEqual(
      evaluation.after?.spec.volumes?.map(({ name }) => name),
      ['mine', 'd7y-cli-tools-volume'],
    );
    t.deepEqual(listWarnings(evaluation), ['MOUNT_PATH_CONFLICT /spec/containers/0/volumeMounts/0']);
  });
}

test('a block device at the path of the tools is kept too, and without a mount there is no tools part at all', (t) => {
  const pod = createPod(app({ volumeDevices: [{ name: 'disk', devicePath: '/dragonfly-tools-mount' }] }));
  const evaluation = evaluatePod(pod);
  t.is(evaluation.after?.spec.initContainers, undefined);
  t.deepEqual(evaluation.after?.spec.containers[0]?.env as unknown, [nodeName, port, address]);
  t.deepEqual(listWarnings(evaluation), ['MOUNT_PATH_CONFLICT /spec/containers/0/volumeDevices/0']);
});

test('the variable is left out only where the tools are not mounted', (t) => {
  const mine = { name: 'mine', mountPath: '/dragonfly-tools-mount/' };
  const containers = [
    { name: 'own', image: 'i', volumeMounts: [mine] },
    { name: 'app', image: 'i' },
  ];
  const { after } = evaluatePod(createPod({ containers, volumes: [{ name: 'mine', emptyDir: {} }] }));
  const names = after?.spec.containers.map(({ env }) => env?.some(({ name }) => name === 'DRAGONFLY_TOOLS_PATH'));
  t.deepEqual(names, [false, true]);
});

test('a volume of our name with another source leaves out the part that needs it', (t) => {
  const volumes = [
    { name: 'dfdaemon-socket', emptyDir: {} },
    { name: 'd7y-cli-tools-volume', configMap: { name: 'x' } },
  ];
  const evaluation = evaluatePod(createPod({ volumes }));
  t.deepEqual(evaluation.after?.spec.volumes as unknown, volumes);
  t.is(evaluation.after?.spec.containers[0]?.volumeMounts, undefined);
  t.is(evaluation.after?.spec.initContainers, undefined);
  t.deepEqual(listWarnings(evaluation), [
    'VOLUME_NAME_CONFLICT /spec/volumes/0',
    'VOLUME_NAME_CONFLICT /spec/volumes/1',
  ]);
});

test('a volume of our name with our source is used', (t) => {
  const volumes = [
    { name: 'd7y-cli-tools-volume' },
    { name: 'dfdaemon-socket', hostPath: { path: '/var/run//dfdaemon.sock' } },
  ];
  const evaluation = evaluatePod(createPod({ volumes }));
  t.deepEqual(evaluation.after?.spec.volumes as unknown, volumes);
  t.is(evaluation.after?.spec.containers[0]?.volumeMounts?.length, 2);
  t.deepEqual(evaluation.warnings, []);
});

for (const list of ['containers', 'initContainers'] as const) {
  test(`another container of our name in ${list} leaves out the tools`, (t) => {
    const containers = [{ name: 'app', image: 'i' }];
    const spec = {
      containers,
      [list]: [...(list === 'containers' ? containers : []), { name: 'd7y-cli-tools', image: 'i' }],
    };
    const evaluation = evaluatePod(createPod(spec));
    t.is(evaluation.after?.spec.containers[0]?.env?.length, 3);
    t.deepEqual(
      evaluation.after?.spec.volumes?.map(({ name }) => name),
      ['dfdaemon-socket'],
    );
    t.deepEqual(listWarnings(evaluation), [`CONTAINER_NAME_CONFLICT /spec/${list}/${list === 'containers' ? 1 : 0}`]);
  });
}

for (const [title, place, taken] of [
  ['mount', 'volumeMounts/0', { volumeMounts: [{ name: 'mine', mountPath: '/dragonfly-tools-mount' }] }],
  [
    'mount, written otherwise,',
    'volumeMounts/0',
    { volumeMounts: [{ name: 'mine', mountPath: '/dragonfly-tools-mount/' }] },
  ],
  ['device', 'volumeDevices/0', { volumeDevices: [{ name: 'mine', devicePath: '/dragonfly-tools-mount' }] }],
] as const) {
  test(`another ${title} in our init container, where its own would be, leaves out the tools`, (t) => {
    const command = ['cp', '-rf', '/dragonfly-tools/.', '/dragonfly-tools-mount/'];
    const initContainers = [{ name: 'd7y-cli-tools', image: 'i', command, ...taken }];
    const volumes = [{ name: 'mine', persistentVolumeClaim: { claimName: 'mine' } }];
    const evaluation = evaluatePod(createPod({ ...app({}), initContainers, volumes }));
    t.deepEqual(evaluation.after?.spec.initContainers as unknown, initContainers);
    t.deepEqual(
      evaluation.after?.spec.volumes?.map(({ name }) => name),
      ['mine', 'dfdaemon-socket'],
    );
    t.deepEqual(listWarnings(evaluation), [`MOUNT_PATH_CONFLICT /spec/initContainers/0/${place}`]);
  });
}
