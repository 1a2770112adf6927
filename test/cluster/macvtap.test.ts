// macvtap on stored Pods: what the API server keeps after our patch, its defaults and its validation.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import {
  createMacvtapContainer,
  createPod,
  findContainer,
  isPrivileged,
  listContainers,
  openCluster,
  readExample,
} from './cluster.js';
import { runKubectl } from './kubectl.js';

const cluster = openCluster();
const optIn = { 'kubevirt.io/use-macvtap': 'true' };
const networks = 'k8s.v1.cni.cncf.io/networks';
const virtLauncher = readExample('virt-launcher.yaml');

test('the non-root virt-launcher is accepted, and every container gets the rights', async (t) => {
  const { pod, warnings } = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), virtLauncher);
  t.deepEqual(warnings, []);
  t.is(listContainers(pod).length, 6);
  for (const { name, securityContext } of listContainers(pod)) {
    t.true(securityContext?.privileged, name);
    t.true(securityContext?.allowPrivilegeEscalation, name);
    t.deepEqual(securityContext?.capabilities?.drop, ['ALL'], name);
    t.deepEqual(securityContext?.capabilities?.add?.slice(-3), ['DAC_OVERRIDE', 'NET_ADMIN', 'SYS_RAWIO'], name);
  }
  t.deepEqual(findContainer(pod, 'compute').securityContext?.capabilities?.add, [
    'NET_BIND_SERVICE',
    'DAC_OVERRIDE',
    'NET_ADMIN',
    'SYS_RAWIO',
  ]);
});

test('without our patch the API server refuses a privileged virt-launcher', async (t) => {
  const [compute, ...others] = virtLauncher.spec?.containers ?? [];
  const privileged = { ...compute, securityContext: { ...compute?.securityContext, privileged: true } };
  const spec = { ...virtLauncher.spec, containers: [privileged, ...others] } as Pod['spec'];
  const { status, body } = await cluster.tryPod(await cluster.createNamespace(), { ...virtLauncher, spec } as Pod);
  t.is(status, 422);
  t.regex((body as { message: string }).message, /allowPrivilegeEscalation.*privileged/);
});

test('a virt-launcher changes in the security contexts of its containers and nowhere else', async (t) => {
  const spec = { ...virtLauncher.spec, automountServiceAccountToken: false } as NonNullable<Pod['spec']>;
  const changed = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), { ...virtLauncher, spec });
  const plain = await cluster.storePod(await cluster.createNamespace(), { ...virtLauncher, spec });
  const withoutContexts = ({ metadata, spec }: Pod): unknown => ({
    labels: metadata?.labels,
    annotations: metadata?.annotations,
    finalizers: metadata?.finalizers,
    spec: {
      ...spec,
      initContainers: spec?.initContainers?.map(({ securityContext: _, ...rest }) => rest),
      containers: spec?.containers.map(({ securityContext: _, ...rest }) => rest),
    },
  });
  t.deepEqual(withoutContexts(changed.pod), withoutContexts(plain.pod));
  t.true(listContainers(plain.pod).every((container) => !isPrivileged(container)));
});

test('a Pod without a name of its own gets one from generateName', async (t) => {
  const { pod } = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), virtLauncher);
  t.regex(pod.metadata.name, /^virt-launcher-vm1-.+/);
});

test('a native sidecar stays one', async (t) => {
  const { pod } = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), virtLauncher);
  t.is(pod.spec?.initContainers?.[0]?.name, 'guest-console-log');
  t.is(pod.spec?.initContainers?.[0]?.restartPolicy, 'Always');
});

test('a namespace that has not opted in keeps its Pods as they are', async (t) => {
  const { pod } = await cluster.storePod(await cluster.createNamespace(), virtLauncher);
  t.false(listContainers(pod).some(isPrivileged));
});

const limitsOnly = { limits: { 'macvtap.network.kubevirt.io/eno1': '1' } };
const signals: readonly (readonly [title: string, pod: Pod, isWanted: boolean])[] = [
  ['the short form of the annotation', createPod({ annotations: { [networks]: 'vms/macvtap-eno1@net1' } }), true],
  ['the JSON form of the annotation', createPod({ annotations: { [networks]: '[{"name":"macvtap-eno1"}]' } }), true],
  ['malformed JSON that mentions macvtap', createPod({ annotations: { [networks]: '[{"name":"macvtap' } }), true],
  ['another case of key and value', createPod({ annotations: { 'K8S.v1.cni.cncf.io/Networks': 'MacVTap' } }), true],
  ['a resource', createPod({ spec: { containers: [createMacvtapContainer()] } }), true],
  [
    'a resource in limits only',
    createPod({ spec: { containers: [createMacvtapContainer({ resources: limitsOnly })] } }),
    true,
  ],
  [
    'a resource of an init container',
    createPod({ spec: { initContainers: [createMacvtapContainer({ name: 'setup' })] } }),
    true,
  ],
  ['an annotation of another group', createPod({ annotations: { 'example.com/networks': 'macvtap' } }), false],
  ['another network', createPod({ annotations: { [networks]: 'bridge-net' } }), false],
  ['no signal at all', createPod(), false],
];
for (const [title, pod, isWanted] of signals) {
  test(`${title}: ${isWanted ? 'privileged' : 'left alone'}`, async (t) => {
    const stored = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), pod);
    t.true(listContainers(stored.pod).every((container) => isPrivileged(container) === isWanted));
    t.deepEqual(stored.warnings, []);
  });
}

test('an annotation of the namespace counts for its Pods', async (t) => {
  const namespace = await cluster.createNamespace({ labels: optIn, annotations: { [networks]: 'macvtap-eno1' } });
  const { pod } = await cluster.storePod(namespace, createPod());
  t.true(listContainers(pod).every(isPrivileged));
});

test('an explicit "not privileged" is overridden', async (t) => {
  const securityContext = { privileged: false, allowPrivilegeEscalation: false };
  const spec = { containers: [createMacvtapContainer({ securityContext })] };
  const { pod } = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), createPod({ spec }));
  t.like(findContainer(pod, 'app').securityContext, { privileged: true, allowPrivilegeEscalation: true });
});

test('a container that drops a capability it gets is accepted, with a warning', async (t) => {
  const securityContext = { capabilities: { drop: ['NET_ADMIN'] } };
  const spec = { containers: [createMacvtapContainer({ securityContext })] };
  const { warnings } = await cluster.storePod(await cluster.createNamespace({ labels: optIn }), createPod({ spec }));
  t.is(warnings.length, 1);
  t.regex(warnings[0] ?? '', /^(\S+ )?CAPABILITY_DROPPED/);
});

test('kubectl stores the example as it is printed in the documentation', async (t) => {
  const namespace = await cluster.createNamespace({ labels: optIn });
  const { code, output } = await runKubectl(cluster.access, [
    'create',
    '--namespace',
    namespace,
    '--filename',
    'examples/virt-launcher.yaml',
    '--output',
    'jsonpath={.spec.containers[*].securityContext.privileged}',
  ]);
  t.is(code, 0, output);
  t.is(output, 'true true true');
});
