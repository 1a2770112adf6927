// Settings: sparse in, complete out, and every mistake named at its place.

import test from 'ava';
import { dragonfly } from '../../../../services/mutators/dragonfly/mutator.js';

const parse = (input: unknown) => dragonfly.settings.parse(input);

/** "path: message" of each problem. */
function listProblems(input: unknown): readonly string[] {
  const { error } = dragonfly.settings.safeParse(input);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('no settings at all are the complete settings of profile seed', (t) => {
  t.deepEqual(parse(undefined), {
    enabled: true,
    profile: 'seed',
    namespaceLabel: { key: 'dragonflyoss-injection', value: 'enabled' },
    annotations: {
      inject: 'dragonfly.io/inject',
      image: 'dragonfly.io/cli-tools-image',
      skipProxy: 'dragonfly.io/skip-proxy',
      skipSocket: 'dragonfly.io/skip-socket',
      skipTools: 'dragonfly.io/skip-tools',
    },
    proxyEnabled: true,
    proxyPort: 4001,
    nodeSource: 'nodeName',
    socketEnabled: true,
    socketMount: 'file',
    socketPath: '/var/run/dfdaemon.sock',
    socketVolume: 'dfdaemon-socket',
    warnOnStaleSocket: false,
    toolsEnabled: true,
    toolsVolume: 'd7y-cli-tools-volume',
    toolsSourcePath: '/dragonfly-tools',
    toolsMountPath: '/dragonfly-tools-mount',
    toolsVariable: 'DRAGONFLY_TOOLS_PATH',
    toolsImages: ['*'],
    toolsOnPath: [],
    initContainer: {
      name: 'd7y-cli-tools',
      image: 'dragonflyoss/cli-tools:latest',
      imagePullPolicy: 'IfNotPresent',
      command: ['cp', '-rf', '/dragonfly-tools/.', '/dragonfly-tools-mount/'],
      resources: {},
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    initContainers: false,
    includeContainers: [],
    excludeContainers: [],
    pullSecrets: [],
  });
});

for (const profile of ['seed', 'p2p-webhook', 'injector']) {
  test(`the effective settings of ${profile} are plain JSON, and as input they give themselves`, (t) => {
    const effective = parse({ profile });
    t.deepEqual(JSON.parse(JSON.stringify(effective)), effective);
    t.deepEqual(parse(effective), effective);
  });
}

test('single values lie on top of the profile, inside of groups too', (t) => {
  const settings = parse({
    profile: 'injector',
    annotations: { image: 'example.com/image' },
    initContainer: { image: 'registry.example/client:2', resources: { limits: { cpu: 1, memory: '64Mi' } } },
    toolsMountPath: '/opt/dragonfly',
  });
  t.is(settings.annotations.image, 'example.com/image');
  t.is(settings.annotations.skipSocket, 'dragonfly.io/skip-unix-sock-inject');
  t.is(settings.initContainer.name, 'dragonfly-binaries');
  t.deepEqual(settings.initContainer.resources, { limits: { cpu: '1', memory: '64Mi' } });
  t.is(settings.initContainer.command.at(-1), '/opt/dragonfly/');
});

test('a command of the operator is taken as it is', (t) => {
  const command = ['sh', '-c', 'cp {source} {mount}'];
  t.deepEqual(parse({ initContainer: { command } }).initContainer.command, command);
});

test('the names of p2p-webhook stand for our own', (t) => {
  const origin = { enable: false, proxy_port: 8001, cli_tools_image: 'registry.example/t:1', cli_tools_dir_path: '/t' };
  t.deepEqual(
    parse({ profile: 'p2p-webhook', ...origin }),
    parse({
      profile: 'p2p-webhook',
      enabled: false,
      proxyPort: 8001,
      toolsSourcePath: '/t',
      initContainer: { image: 'registry.example/t:1' },
    }),
  );
});

test('the parts of the image of injector are put together', (t) => {
  const image = (initContainerImage: object): string =>
    parse({ profile: 'injector', initContainerImage }).initContainer.image;
  t.is(image({}), 'docker.io/dragonflyoss/client:v1.3.0');
  t.is(image({ registry: 'registry.example:5000' }), 'registry.example:5000/dragonflyoss/client:v1.3.0');
  t.is(image({ repository: 'a/b', tag: '2' }), 'docker.io/a/b:2');
  t.is(image({ digest: 'sha256:01' }), 'docker.io/dragonflyoss/client@sha256:01');
  t.is(image({ tag: '2', digest: 'sha256:01' }), 'docker.io/dragonflyoss/client:2@sha256:01');
  t.is(image({ tag: '', digest: '' }), 'docker.io/dragonflyoss/client');
  const settings = parse({
    profile: 'injector',
    initContainerImage: { pullPolicy: 'Always', pullSecrets: [{ name: 'login' }, 'other'] },
  });
  t.deepEqual([settings.initContainer.imagePullPolicy, settings.pullSecrets], ['Always', ['login', 'other']]);
});

const mistakes: readonly (readonly [title: string, input: unknown, problem: RegExp])[] = [
  ['an unknown key', { proxyprot: 1 }, /^: .*proxyprot/],
  ['an unknown key in a group', { initContainer: { resource: {} } }, /^initContainer: .*resource/],
  [
    'an unknown field of the security context',
    { initContainer: { securityContext: { runAsRoot: true } } },
    /runAsRoot/,
  ],
  ['an unknown profile', { profile: 'v2' }, /^profile: .*seed.*p2p-webhook.*injector/],
  ['an alias without its profile', { proxy_port: 1 }, /^proxy_port: expected profile "p2p-webhook"/],
  ['an alias of the other profile', { profile: 'injector', enable: true }, /^enable: expected profile "p2p-webhook"/],
  ['alias and own name', { profile: 'p2p-webhook', enable: true, enabled: true }, /^enable: .*"enabled", found both/],
  [
    'alias and own name in a group',
    { profile: 'injector', initContainer: { image: 'a' }, initContainerImage: { tag: '1' } },
    /^initContainerImage: .*"initContainer\.image", found both/,
  ],
  [
    'both names of pull secrets',
    { profile: 'injector', pullSecrets: [], initContainerImage: { pullSecrets: [] } },
    /^initContainerImage\.pullSecrets: .*found both/,
  ],
  ['port 0', { proxyPort: 0 }, /^proxyPort: /],
  ['port 65536', { proxyPort: 65536 }, /^proxyPort: /],
  ['a port as text', { proxyPort: '4001' }, /^proxyPort: /],
  ['a relative path', { socketPath: 'run/x.sock' }, /^socketPath: expected an absolute path/],
  ['a path that climbs', { socketPath: '/var/../etc/x' }, /^socketPath: /],
  ['a path with a final slash', { toolsMountPath: '/tools/' }, /^toolsMountPath: /],
  ['the root as mount path', { toolsMountPath: '/' }, /^toolsMountPath: /],
  ['tools mounted over their source', { toolsMountPath: '/dragonfly-tools' }, /^toolsMountPath: .*hide/],
  [
    'tools mounted above their source',
    { toolsSourcePath: '/opt/a', toolsMountPath: '/opt' },
    /^toolsMountPath: .*hide/,
  ],
  ['tools mounted below their source', { toolsMountPath: '/dragonfly-tools/m' }, /^toolsMountPath: .*hide/],
  ['one name for both volumes', { toolsVolume: 'dfdaemon-socket' }, /^toolsVolume: .*for both/],
  ['one path for both mounts', { toolsMountPath: '/var/run/dfdaemon.sock' }, /^toolsMountPath: .*for both/],
  ['a socket without directory', { socketMount: 'directory', socketPath: '/x.sock' }, /^socketPath: /],
  ['a volume name in upper case', { toolsVolume: 'Tools' }, /^toolsVolume: expected a DNS label/],
  ['a container name of 64 characters', { includeContainers: ['a'.repeat(64)] }, /^includeContainers\.0: /],
  ['an image with a space', { initContainer: { image: 'a b' } }, /^initContainer\.image: expected one image/],
  ['no image', { initContainer: { image: '' } }, /^initContainer\.image: /],
  ['no command', { initContainer: { command: [] } }, /^initContainer\.command: /],
  ['PATH as tools variable', { toolsVariable: 'PATH' }, /^toolsVariable: .*PATH/],
  ['a proxy variable as tools variable', { toolsVariable: 'NODE_NAME' }, /^toolsVariable: .*proxy variable/],
  ['a tool with a slash', { toolsOnPath: ['a/b'] }, /^toolsOnPath\.0: /],
  ['a tool twice', { toolsOnPath: ['dfget', 'dfget'] }, /^toolsOnPath\.1: .*once/],
  ['a tool where something else is', { toolsMountPath: '/usr/local/bin/a', toolsOnPath: ['a'] }, /^toolsOnPath\.0: /],
  ['one key for two annotations', { annotations: { skipTools: 'dragonfly.io/inject' } }, /^annotations\.skipTools: /],
  ['a malformed annotation key', { annotations: { inject: 'a b' } }, /^annotations\.inject: /],
  ['no quantity', { initContainer: { resources: { limits: { cpu: 'much' } } } }, /limits\.cpu: expected a quantity/],
  [
    'a negative quantity',
    { initContainer: { resources: { limits: { cpu: '-1' } } } },
    /limits\.cpu: expected a quantity/,
  ],
  [
    'more requested than allowed',
    { initContainer: { resources: { requests: { cpu: '2' }, limits: { cpu: '1500m' } } } },
    /requests\.cpu: expected at most the limit "1500m", found "2"/,
  ],
  [
    'privileged without escalation',
    { initContainer: { securityContext: { privileged: true, allowPrivilegeEscalation: false } } },
    /allowPrivilegeEscalation: /,
  ],
  [
    'root that is not root',
    { initContainer: { securityContext: { runAsNonRoot: true, runAsUser: 0 } } },
    /runAsUser: /,
  ],
  [
    'a profile of the node without its name',
    { initContainer: { securityContext: { seccompProfile: { type: 'Localhost' } } } },
    /^initContainer\.securityContext\.seccompProfile\.localhostProfile: expected the name of a profile/,
  ],
  [
    'the name of a profile beside another type',
    { initContainer: { securityContext: { appArmorProfile: { type: 'Unconfined', localhostProfile: 'p' } } } },
    /^initContainer\.securityContext\.appArmorProfile\.localhostProfile: expected no name/,
  ],
  ['no object', [], /expected object/],
];

for (const [title, input, problem] of mistakes) {
  test(`${title} is an error at its place`, (t) => {
    const problems = listProblems(input);
    t.is(problems.length, 1);
    t.regex(problems[0] ?? '', problem);
  });
}
