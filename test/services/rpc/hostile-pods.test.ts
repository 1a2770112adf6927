// Pods that are made to be dear. What podmutator adds has fixed texts, so answers are bounded by the number of
// containers; and no decision takes more than time in proportion to the size of the Pod.

import test from 'ava';
import type { MutatePodRequest__Output } from '../../../proto/gen/podmutator/v1/MutatePodRequest.js';
import { openOfflineText } from '../../../services/offline.js';

const mebibyte = 1024 * 1024;

const profiles: Readonly<Record<string, string>> = {
  seed: 'mutators: { dragonfly: { initContainers: true } }',
  'p2p-webhook': 'mutators: { dragonfly: { profile: p2p-webhook, socketMount: directory, warnOnStaleSocket: true } }',
  injector: 'mutators: { dragonfly: { profile: injector, proxyEnabled: true, initContainers: true } }',
};

function many<T>(count: number, create: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => create(index));
}

const optIns = { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap0' };

function podOf(spec: object, annotations: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { annotations: { ...optIns, ...annotations } }, spec };
}

function requestOf(pod: object, view: 'VIEW_BASIC' | 'VIEW_FULL'): MutatePodRequest__Output {
  const podJson = Buffer.from(JSON.stringify(pod));
  const nothing = { uid: '', namespace: '', subResource: '', dryRun: false, mutators: [], namespaceFacts: null };
  const facts = { namespaceLabels: { team: 'a' }, namespaceAnnotations: {} };
  return { ...nothing, ...facts, podJson, view, operation: 'OPERATION_CREATE', maxResponseBytes: 16 * mebibyte };
}

// The longest valid names, everything that gives reason to a warning, and every kind of parent that has to be made.
const name = (index: number): string => `c${index}-`.padEnd(63, 'x');
const conflicting = {
  image: 'app',
  env: [
    { name: 'USES', value: '$(NODE_NAME) $(DRAGONFLY_PROXY_PORT) $(DRAGONFLY_INJECT_PROXY) $(DRAGONFLY_TOOLS_PATH)' },
    ...['NODE_NAME', 'DRAGONFLY_PROXY_PORT', 'DRAGONFLY_TOOLS_PATH'].map((own) => ({ name: own, value: 'x' })),
  ],
  volumeMounts: [
    ...['/var/run/dfdaemon.sock', '/dragonfly-tools-mount', '/usr/local/bin/dfget', '/usr/local/bin/dfctl'],
  ].map((mountPath) => ({ name: 'own', mountPath })),
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['NET_ADMIN', 'DAC_OVERRIDE', 'SYS_RAWIO'] },
  },
};
const volumes = [{ name: 'own', emptyDir: {} }];
const large: Readonly<Record<string, object>> = {
  'that lack everything': podOf({ containers: many(1000, (index) => ({ name: name(index), image: 'app' })) }),
  'half of them init containers': podOf({
    initContainers: many(500, (index) => ({ name: name(index), image: 'app' })),
    containers: many(500, (index) => ({ name: name(500 + index), image: 'app' })),
  }),
  'in conflict with all': podOf({
    containers: many(1000, (index) => ({ name: name(index), ...conflicting })),
    volumes,
  }),
  'with names of 1,700 characters': podOf({
    containers: many(1000, (index) => ({
      ...conflicting,
      env: [],
      volumeMounts: [],
      name: `${index}`.padEnd(1700, 'é'),
    })),
  }),
};

for (const [profile, settings] of Object.entries(profiles)) {
  const api = openOfflineText(settings, profile);

  for (const [what, pod] of Object.entries(large)) {
    test.serial(`${profile}: the answer for 1,000 containers ${what} is small`, async (t) => {
      const { allowed, ...rest } = await api.mutatePod(requestOf(pod, 'VIEW_BASIC'));
      t.true((allowed?.jsonPatch.length ?? 0) > 0);
      t.true((allowed?.jsonPatch.length ?? 0) < 2 * mebibyte, `${allowed?.jsonPatch.length} bytes of patch`);
      t.true(JSON.stringify(rest).length < 100_000, `${JSON.stringify(rest).length} beside it`);
      const { allowed: _, ...full } = await api.mutatePod(requestOf(pod, 'VIEW_FULL'));
      t.true(JSON.stringify(full).length < 3.5 * mebibyte, `${JSON.stringify(full).length} with VIEW_FULL`);
    });
  }
}

test.serial('more than 100 warnings of a mutator are counted', async (t) => {
  const api = openOfflineText('{}', 'settings');
  const { warnings } = await api.mutatePod(requestOf(large['in conflict with all'] ?? {}, 'VIEW_BASIC'));
  const told = warnings.filter(({ mutator }) => mutator === 'dragonfly');
  t.is(told.length, 100);
  const messages = warnings.flatMap(({ code, message }) => (code === 'MORE_WARNINGS' ? [message] : []));
  t.regex(messages[0] ?? '', /^\d900 more warnings of dragonfly are not told$/);
  t.is(messages[1], '900 more warnings of macvtap are not told');
});

/** The Pod of `create` with as many parts as fit into 2 MiB. */
function fill(create: (count: number) => object): object {
  const [one, other] = [1000, 2000].map((count) => JSON.stringify(create(count)).length) as [number, number];
  return create(Math.floor((2 * mebibyte) / ((other - one) / 1000) / 1.1));
}

const one = (fields: object): object => podOf({ containers: [{ name: 'app', image: 'app', ...fields }], volumes });
const dear: Readonly<Record<string, object>> = {
  'mounts beside devices': fill((count) =>
    one({
      volumeMounts: many(count, (index) => ({ name: 'own', mountPath: `/${index}` })),
      volumeDevices: many(count, (index) => ({ devicePath: `/d${index}` })),
    }),
  ),
  'mounts of as many volumes': fill((count) =>
    podOf({
      containers: [
        { name: 'a', volumeMounts: many(count, (index) => ({ name: `v${index}`, mountPath: `/${index}` })) },
      ],
      volumes: many(count, (index) => ({ name: `v${index}` })),
    }),
  ),
  'volumes for 1,000 containers that mount the last': fill((count) =>
    podOf({
      containers: many(1000, (index) => ({
        name: `a${index}`,
        volumeMounts: [{ name: `v${count - 1}`, mountPath: '/var/run' }],
      })),
      volumes: many(count, (index) => ({ name: `v${index}`, emptyDir: {} })),
    }),
  ),
  'paths that are not as short as they could be': one({
    volumeMounts: [{ name: 'own', mountPath: '/a/..'.repeat(400_000) }],
  }),
  'variables that use one of ours, escaped': fill((count) =>
    one({ env: many(count, (index) => ({ name: `E${index}`, value: '$$(NODE_NAME)' })) }),
  ),
  'a variable of dollar signs': one({ env: [{ name: 'E', value: `${'$'.repeat(2 * mebibyte)}$(NODE_NAME)` }] }),
  capabilities: fill((count) =>
    one({
      securityContext: {
        capabilities: { add: many(count, (index) => `A${index}`), drop: many(count, (index) => `D${index}`) },
      },
    }),
  ),
  'annotations under the prefix of networks': fill((count) =>
    podOf(
      { containers: [{ name: 'app' }] },
      Object.fromEntries(many(count, (index) => [`k8s.v1.cni.cncf.io/${index}`, ''])),
    ),
  ),
  'pull secrets': fill((count) =>
    podOf({ containers: [{ name: 'app' }], imagePullSecrets: many(count, (index) => ({ name: `s${index}` })) }),
  ),
  'an annotation of one long key': podOf(
    { containers: [{ name: 'app' }] },
    { [`k8s.v1.cni.cncf.io/${'/'.repeat(2 * mebibyte)}`]: 'macvtap' },
  ),
  'a quantity of digits': one({ resources: { limits: { cpu: '9'.repeat(2 * mebibyte), memory: '1' } } }),
};

for (const [what, pod] of Object.entries(dear)) {
  test.serial(`2 MiB of ${what} are decided within seconds`, async (t) => {
    const api = openOfflineText('{ mutators: { dragonfly: { pullSecrets: [ours] } } }', 'settings');
    for (const view of ['VIEW_BASIC', 'VIEW_FULL'] as const) {
      const started = process.cpuUsage();
      const { allowed: _, ...rest } = await api.mutatePod(requestOf(pod, view));
      t.true(process.cpuUsage(started).user < 3_000_000, view);
      t.true(JSON.stringify(rest).length < 3 * mebibyte);
    }
  });
}
