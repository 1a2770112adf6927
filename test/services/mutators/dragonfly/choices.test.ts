// What a namespace, a Pod and the settings can leave out, narrow down or choose.

import test from 'ava';
import { createPod, evaluatePod, listWarnings, mutatePod } from '../../../kit/evaluate-pod.js';

const optIn = { 'dragonfly.io/inject': 'true' };

for (const level of ['baseline', 'restricted']) {
  test(`Pod Security ${level} leaves out the socket alone`, (t) => {
    const namespace = { labels: { 'pod-security.kubernetes.io/enforce': level }, annotations: {} };
    const evaluation = evaluatePod(createPod(), { namespace });
    t.deepEqual(
      evaluation.after?.spec.volumes?.map(({ name }) => name),
      ['d7y-cli-tools-volume'],
    );
    t.deepEqual(listWarnings(evaluation), ['POD_SECURITY_SOCKET_LEFT_OUT /spec/volumes']);
  });
}

test('Pod Security privileged changes nothing, and a skipped socket needs no warning', (t) => {
  const facts = (level: string) => ({ labels: { 'pod-security.kubernetes.io/enforce': level }, annotations: {} });
  t.deepEqual(evaluatePod(createPod(), { namespace: facts('privileged') }).warnings, []);
  const skipping = createPod({}, { ...optIn, 'dragonfly.io/skip-socket': 'true' });
  t.deepEqual(evaluatePod(skipping, { namespace: facts('restricted') }).warnings, []);
});

test('each part can be skipped by annotation', (t) => {
  const parts = (annotations: object): readonly unknown[] => {
    const { spec } = mutatePod(createPod({}, { ...optIn, ...annotations }));
    return [
      spec.containers[0]?.env?.length ?? 0,
      spec.volumes?.map(({ name }) => name),
      spec.initContainers?.length ?? 0,
    ];
  };
  t.deepEqual(parts({ 'dragonfly.io/skip-proxy': 'true' }), [1, ['dfdaemon-socket', 'd7y-cli-tools-volume'], 1]);
  t.deepEqual(parts({ 'dragonfly.io/skip-socket': 'true' }), [4, ['d7y-cli-tools-volume'], 1]);
  t.deepEqual(parts({ 'dragonfly.io/skip-tools': 'true' }), [3, ['dfdaemon-socket'], 0]);
  t.deepEqual(parts({ 'dragonfly.io/skip-tools': 'false' }), [4, ['dfdaemon-socket', 'd7y-cli-tools-volume'], 1]);
});

test('a skip that says neither yes nor no is ignored with a warning', (t) => {
  const evaluation = evaluatePod(createPod({}, { ...optIn, 'dragonfly.io/skip-tools': 'yes' }));
  t.is(evaluation.after?.spec.initContainers?.length, 1);
  t.deepEqual(listWarnings(evaluation), ['SKIP_VALUE_INVALID /metadata/annotations/dragonfly.io~1skip-tools']);
});

test('nothing is left to inject when all parts are skipped, switched off or in conflict', (t) => {
  const all = {
    'dragonfly.io/skip-proxy': 'true',
    'dragonfly.io/skip-socket': 'true',
    'dragonfly.io/skip-tools': 'true',
  };
  const off = { proxyEnabled: false, socketEnabled: false, toolsEnabled: false };
  const conflicting = createPod({ volumes: [{ name: 'd7y-cli-tools-volume', configMap: { name: 'x' } }] });
  const cases = [
    evaluatePod(createPod({}, { ...optIn, ...all })),
    evaluatePod(createPod(), { settings: off }),
    evaluatePod(createPod(), { settings: { excludeContainers: ['app'] } }),
    evaluatePod(conflicting, { settings: { ...off, toolsEnabled: true } }),
  ];
  for (const { results, operations } of cases) {
    t.is(`${results[0]?.outcome} ${results[0]?.reason}`, 'skipped NOTHING_LEFT_TO_INJECT');
    t.deepEqual(operations, []);
  }
});

const imageCases = [
  ['registry.example:5000/tools@sha256:abc', 'registry.example:5000/tools@sha256:abc', 0],
  ['', 'dragonflyoss/cli-tools:latest', 0],
  ['two images', 'dragonflyoss/cli-tools:latest', 1],
  [7, 'dragonflyoss/cli-tools:latest', 1],
] as const;

for (const [value, image, warnings] of imageCases) {
  test(`image annotation ${JSON.stringify(value)} gives ${image}`, (t) => {
    const evaluation = evaluatePod(createPod({}, { ...optIn, 'dragonfly.io/cli-tools-image': value }));
    t.is(evaluation.after?.spec.initContainers?.[0]?.image, image);
    const expected = 'IMAGE_VALUE_INVALID /metadata/annotations/dragonfly.io~1cli-tools-image';
    t.deepEqual(listWarnings(evaluation), Array(warnings).fill(expected));
  });
}

const allowCases = [
  [['registry.example/tools/*'], 'registry.example/tools/cli:2', true],
  [['registry.example/tools/*'], 'registry.example/tools', false],
  [['registry.example/tools/*'], 'registry.example.evil.example/tools/cli:2', false],
  [['other', 'registry.example/*@sha256:*'], 'registry.example/cli@sha256:abc', true],
  [['registry.example/cli:v1'], 'registry.example/cli:V1', false],
  [[], 'registry.example/cli:v1', false],
  [[], 'dragonflyoss/cli-tools:latest', true],
] as const;

for (const [toolsImages, named, isAllowed] of allowCases) {
  test(`toolsImages ${JSON.stringify(toolsImages)} ${isAllowed ? 'allows' : 'does not allow'} ${named}`, (t) => {
    const pod = createPod({}, { ...optIn, 'dragonfly.io/cli-tools-image': named });
    const evaluation = evaluatePod(pod, { settings: { toolsImages } });
    t.is(evaluation.after?.spec.initContainers?.[0]?.image, isAllowed ? named : 'dragonflyoss/cli-tools:latest');
    const expected = 'IMAGE_NOT_ALLOWED /metadata/annotations/dragonfly.io~1cli-tools-image';
    t.deepEqual(listWarnings(evaluation), isAllowed ? [] : [expected]);
  });
}

test('only included containers get anything, excluded ones never, and unknown names are told', (t) => {
  const containers = ['proxy', 'app', 'side'].map((name) => ({ name, image: 'i' }));
  const settings = { includeContainers: ['app', 'side', 'ghost'], excludeContainers: ['side'] };
  const evaluation = evaluatePod(createPod({ containers }), { settings });
  t.deepEqual(
    evaluation.after?.spec.containers.map(({ env }) => env?.length ?? 0),
    [0, 4, 0],
  );
  t.deepEqual(listWarnings(evaluation), ['UNKNOWN_CONTAINER /spec/containers']);
});

test('user init containers get nothing unless initContainers is set; then ours comes first', (t) => {
  const initContainers = [
    { name: 'a', image: 'i' },
    { name: 'b', image: 'i', restartPolicy: 'Always' },
  ];
  const shape = (settings: object): unknown =>
    mutatePod(createPod({ initContainers }), { settings: { ...settings } }).spec.initContainers?.map(
      ({ name, env, volumeMounts }) => [name, env?.length ?? 0, volumeMounts?.length ?? 0],
    );
  t.deepEqual(shape({}), [
    ['a', 0, 0],
    ['b', 0, 0],
    ['d7y-cli-tools', 0, 1],
  ]);
  t.deepEqual(shape({ initContainers: true }), [
    ['d7y-cli-tools', 0, 1],
    ['a', 4, 2],
    ['b', 4, 2],
  ]);
});

test('pull secrets are appended, missing ones only', (t) => {
  const pod = createPod({ imagePullSecrets: [{ name: 'b' }, { name: 'mine' }] });
  t.deepEqual(mutatePod(pod, { settings: { pullSecrets: ['a', 'b'] } }).spec.imagePullSecrets, [
    { name: 'b' },
    { name: 'mine' },
    { name: 'a' },
  ]);
});

test('a directory mount mounts the directory of the socket', (t) => {
  const settings = { profile: 'p2p-webhook', socketMount: 'directory' };
  const { after, warnings } = evaluatePod(createPod(), { settings });
  t.deepEqual(after?.spec.volumes?.[0] as unknown, {
    name: 'dfdaemon-unix-sock',
    hostPath: { path: '/var/run/dragonfly', type: 'DirectoryOrCreate' },
  });
  t.deepEqual(after?.spec.containers[0]?.volumeMounts?.[0], {
    name: 'dfdaemon-unix-sock',
    mountPath: '/var/run/dragonfly',
  });
  t.deepEqual(warnings, []);
});

test('what the settings give reason to say is said when a socket is added, and not again', (t) => {
  for (const [settings, code] of [
    [{ warnOnStaleSocket: true }, 'SOCKET_FILE_MOUNT_GOES_STALE'],
    [{ socketMount: 'directory' }, 'SOCKET_DIRECTORY_SHARED'],
  ] as const) {
    const first = evaluatePod(createPod(), { settings });
    t.deepEqual(listWarnings(first), [`${code} /spec/volumes`]);
    t.deepEqual(evaluatePod(first.after ?? {}, { settings }).warnings, []);
  }
});

test('code and message of a warning fit 120 characters, as the API server wants them', (t) => {
  const long = 'x'.repeat(100);
  const annotations = { ...optIn, 'dragonfly.io/skip-tools': 'maybe', 'dragonfly.io/init-container-image': `${long} ` };
  const volumes = [{ name: 'dragonfly-binaries-volume', configMap: { name: 'x' } }];
  const settings = { profile: 'injector', warnOnStaleSocket: true, includeContainers: ['app', 'ghost'] };
  const restricted = { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' }, annotations: {} };
  const warnings = [
    evaluatePod(createPod({}, annotations), { settings }),
    evaluatePod(createPod({ volumes }), { settings, namespace: restricted }),
    evaluatePod(createPod(), { settings: { socketMount: 'directory' } }),
    evaluatePod(createPod({}, { ...optIn, 'dragonfly.io/init-container-image': long }), {
      settings: { profile: 'injector', toolsImages: ['registry.example/*'] },
    }),
    evaluatePod(createPod({}, { 'dragonfly.io/inject': long })),
  ].flatMap((evaluation) => evaluation.warnings);
  t.deepEqual(
    warnings.filter(({ code, message }) => `${code}: ${message}`.length > 120),
    [],
  );
  t.deepEqual([...new Set(warnings.map(({ code }) => code))].sort(), [
    'IMAGE_NOT_ALLOWED',
    'IMAGE_VALUE_INVALID',
    'OPT_IN_VALUE_INVALID',
    'POD_SECURITY_SOCKET_LEFT_OUT',
    'SKIP_VALUE_INVALID',
    'SOCKET_DIRECTORY_SHARED',
    'SOCKET_FILE_MOUNT_GOES_STALE',
    'UNKNOWN_CONTAINER',
    'VOLUME_NAME_CONFLICT',
  ]);
});
