// Both mutators on one Pod, and webhooks of others before and after ours.

import test, { type ExecutionContext } from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import {
  createMacvtapContainer,
  createPod,
  findContainer,
  hasDragonfly,
  isPrivileged,
  listContainers,
  openCluster,
  until,
  variablesOf,
} from './cluster.js';
import type { StoredPod } from './kube.js';
import { startProduct } from './product.js';
import { createWebhookConfiguration, ownWebhooksLabel, startForeignWebhook } from './webhooks.js';

const cluster = openCluster();
const labels = { 'kubevirt.io/use-macvtap': 'true', 'dragonflyoss-injection': 'enabled' };
const macvtapPod = createPod({ spec: { containers: [createMacvtapContainer()] } });

// The API server learns of a new configuration a moment after it is stored.
const untilSeen = (namespace: string, pod: Pod, isSeen: (pod: Pod) => boolean): Promise<void> =>
  until('the webhook to be called', async () => {
    const { status, body } = await cluster.tryPod(namespace, pod, '?dryRun=All');
    return status === 201 && isSeen(body as Pod);
  });

test('a Pod that asks for both gets both, also in the init container that was added', async (t) => {
  const { pod, warnings } = await cluster.storePod(await cluster.createNamespace({ labels }), macvtapPod);
  t.true(hasDragonfly(pod));
  t.true(variablesOf(findContainer(pod, 'app')).includes('DRAGONFLY_TOOLS_PATH'));
  t.true(listContainers(pod).every(isPrivileged));
  t.false(
    warnings.some((text) => text.includes('CONFLICT')),
    'ours does not stand in our own way',
  );
});

test('a Pod that asks for both in a namespace without macvtap gets dragonfly only', async (t) => {
  const namespace = await cluster.createNamespace({ labels: { 'dragonflyoss-injection': 'enabled' } });
  const { pod } = await cluster.storePod(namespace, macvtapPod);
  t.true(hasDragonfly(pod));
  t.false(listContainers(pod).some(isPrivileged));
});

const late = { name: 'late', image: 'registry.example/late:v1' };

const storeWithLateContainer = async (t: ExecutionContext, namespace: string): Promise<StoredPod> => {
  const webhook = await startForeignWebhook(cluster.access, ({ spec }) =>
    spec.containers.some(({ name }) => name === 'late') ? [] : [{ op: 'add', path: '/spec/containers/-', value: late }],
  );
  t.teardown(webhook.close);
  await cluster.register(webhook.configuration(`zz-late-container-${namespace}`, namespace));
  await untilSeen(namespace, macvtapPod, (pod) => pod.spec?.containers.length === 2 && hasDragonfly(pod));

  const { pod, warnings } = await cluster.storePod(namespace, macvtapPod);
  t.true(listContainers(pod).every(isPrivileged));
  t.is(new Set(variablesOf(findContainer(pod, 'app'))).size, variablesOf(findContainer(pod, 'app')).length);
  t.is(pod.spec?.initContainers?.length, 1);
  const volumes = pod.spec?.volumes?.map(({ name }) => name) ?? [];
  t.is(new Set(volumes).size, volumes.length);
  t.false(
    warnings.some((text) => text.includes('CONFLICT')),
    warnings.join('\n'),
  );
  return pod;
};

test('a container that a later webhook adds gets the rights of macvtap, and as shipped nothing of dragonfly', async (t) => {
  const pod = await storeWithLateContainer(t, await cluster.createNamespace({ labels }));
  t.deepEqual(variablesOf(findContainer(pod, 'late')), []);
});

test('where both are called again, a late container gets what it lacks, and nothing is there twice', async (t) => {
  const product = await startProduct(cluster.access);
  cluster.cleanUp(product.stop);
  const namespace = await cluster.createNamespace({ labels: { ...labels, [ownWebhooksLabel]: 'true' } });
  const { ca } = cluster.access;
  const options = { name: 'called-again', adapterUrl: product.url, ca, namespace, isReinvoked: true };
  await cluster.register(createWebhookConfiguration(options));
  const pod = await storeWithLateContainer(t, namespace);
  t.deepEqual(variablesOf(findContainer(pod, 'late')), variablesOf(findContainer(pod, 'app')));
});

test('a resource that an earlier webhook adds counts as asked for', async (t) => {
  const namespace = await cluster.createNamespace({ labels });
  const { resources } = createMacvtapContainer();
  const webhook = await startForeignWebhook(cluster.access, () => [
    { op: 'add', path: '/spec/containers/0/resources', value: resources },
  ]);
  t.teardown(webhook.close);
  await cluster.register(webhook.configuration('aa-early-resource', namespace));
  await untilSeen(namespace, createPod(), ({ spec }) => spec?.containers[0]?.resources?.limits !== undefined);

  const { pod } = await cluster.storePod(namespace, createPod());
  t.true(listContainers(pod).every(isPrivileged));
});

test('an annotation that an earlier webhook adds counts as asked for', async (t) => {
  const namespace = await cluster.createNamespace();
  const webhook = await startForeignWebhook(cluster.access, () => [
    { op: 'add', path: '/metadata/annotations', value: { 'dragonfly.io/inject': 'true' } },
  ]);
  t.teardown(webhook.close);
  await cluster.register(webhook.configuration('aa-early-annotation', namespace));
  await untilSeen(namespace, createPod(), ({ metadata }) => metadata?.annotations !== undefined);

  const { pod } = await cluster.storePod(namespace, createPod());
  t.true(hasDragonfly(pod));
});

test('a later change that adds no container has our part stored once', async (t) => {
  const namespace = await cluster.createNamespace({ labels });
  const webhook = await startForeignWebhook(cluster.access, () => [
    { op: 'add', path: '/metadata/labels', value: { late: 'yes' } },
  ]);
  t.teardown(webhook.close);
  await cluster.register(webhook.configuration('zz-late-label', namespace));
  await untilSeen(namespace, macvtapPod, ({ metadata }) => metadata?.labels !== undefined);

  const { pod, warnings } = await cluster.storePod(namespace, macvtapPod);
  t.is(pod.spec?.initContainers?.length, 1);
  t.deepEqual(findContainer(pod, 'app').securityContext?.capabilities?.add, ['DAC_OVERRIDE', 'NET_ADMIN', 'SYS_RAWIO']);
  t.false(
    warnings.some((text) => text.includes('CONFLICT')),
    warnings.join('\n'),
  );
});
