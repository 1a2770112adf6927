// What happens to Pods after they were created, with webhooks that are called for every operation and subresource:
// operators do register them that way, and a patch would then fail every change of a label.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import {
  createMacvtapContainer,
  createPod,
  expect,
  hasDragonfly,
  isPrivileged,
  listContainers,
  openCluster,
  until,
} from './cluster.js';
import type { StoredPod } from './kube.js';
import { startProduct } from './product.js';
import { createWebhookConfiguration, ownWebhooksLabel } from './webhooks.js';

const cluster = openCluster();
const wantsBoth = { annotations: { 'dragonfly.io/inject': 'true' }, spec: { containers: [createMacvtapContainer()] } };
let namespace = '';
let pods = '';

test.before('register both webhooks for every operation', async () => {
  const product = await startProduct(cluster.access);
  cluster.cleanUp(product.stop);
  namespace = await cluster.createNamespace({
    labels: { [ownWebhooksLabel]: 'true', 'kubevirt.io/use-macvtap': 'true' },
  });
  pods = `/api/v1/namespaces/${namespace}/pods`;
  await cluster.register(
    createWebhookConfiguration({
      name: 'every-operation',
      adapterUrl: product.url,
      ca: cluster.access.ca,
      namespace,
      isEverything: true,
    }),
  );
  await until('the webhooks to be called', async () => {
    const { body } = await cluster.tryPod(namespace, createPod(wantsBoth), '?dryRun=All');
    return hasDragonfly(body as Pod) && listContainers(body as Pod).every(isPrivileged);
  });
});

const mutated = async (): Promise<StoredPod> => (await cluster.storePod(namespace, createPod(wantsBoth))).pod;

test('a label on a mutated Pod', async (t) => {
  const { metadata, spec } = await mutated();
  const { body } = expect(
    200,
    await cluster.kube.merge<Pod>(`${pods}/${metadata.name}`, { metadata: { labels: { team: 'a' } } }),
  );
  t.is(body.metadata?.labels?.['team'], 'a');
  t.deepEqual(body.spec, spec);
});

test('a label on a Pod that was not mutated, and that asks for everything only now', async (t) => {
  const { metadata, spec } = (await cluster.storePod(namespace, createPod())).pod;
  const annotations = { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap-eno1' };
  const change = { metadata: { labels: { team: 'a' }, annotations } };
  const { body } = expect(200, await cluster.kube.merge<Pod>(`${pods}/${metadata.name}`, change));
  t.deepEqual(body.spec, spec);
  t.false(hasDragonfly(body));
});

test('a Pod that is replaced as a whole', async (t) => {
  const pod = await mutated();
  const next = { ...pod, metadata: { ...pod.metadata, labels: { team: 'b' } } };
  const { body } = expect(200, await cluster.kube.request<Pod>('PUT', `${pods}/${pod.metadata.name}`, next));
  t.deepEqual(body.spec, pod.spec);
});

test('an image that is changed', async (t) => {
  const { metadata } = await mutated();
  const change = [{ op: 'replace', path: '/spec/containers/0/image', value: 'registry.example/app:v2' }];
  const path = `${pods}/${metadata.name}`;
  const { body } = expect(200, await cluster.kube.request<Pod>('PATCH', path, change, 'application/json-patch+json'));
  t.is(body.spec?.containers[0]?.image, 'registry.example/app:v2');
});

test('the status that a kubelet reports', async (t) => {
  const { metadata, spec } = await mutated();
  const change = { status: { phase: 'Running' } };
  const { body } = expect(200, await cluster.kube.merge<Pod>(`${pods}/${metadata.name}/status`, change));
  t.is(body.status?.phase, 'Running');
  t.deepEqual(body.spec, spec);
});

test('an ephemeral container that is added for debugging', async (t) => {
  const { metadata, spec } = await mutated();
  const change = { spec: { ephemeralContainers: [{ name: 'debug', image: 'registry.example/debug:v1' }] } };
  const path = `${pods}/${metadata.name}/ephemeralcontainers`;
  const { body } = expect(200, await cluster.kube.merge<Pod>(path, change));
  const { ephemeralContainers, ...rest } = body.spec ?? {};
  t.is(ephemeralContainers?.[0]?.name, 'debug');
  t.is(ephemeralContainers?.[0]?.securityContext, undefined);
  t.is(ephemeralContainers?.[0]?.env, undefined);
  t.deepEqual(rest, spec);
});

test('a binding to a node', async (t) => {
  const { metadata } = await mutated();
  const binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: metadata.name },
    target: { apiVersion: 'v1', kind: 'Node', name: 'node-1' },
  };
  expect(201, await cluster.kube.create(`${pods}/${metadata.name}/binding`, binding));
  t.is((await cluster.kube.get<Pod>(`${pods}/${metadata.name}`)).body.spec?.nodeName, 'node-1');
});

test('the removal of a Pod', async (t) => {
  const { metadata } = await mutated();
  expect(200, await cluster.kube.delete(`${pods}/${metadata.name}`));
  t.is((await cluster.kube.get(`${pods}/${metadata.name}`)).status, 404);
});
