// --namespaces=cluster against the real API server: rights, changes, and namespaces younger than the watch.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { watchClusterNamespaces } from '../../adapter/namespaces/cluster.js';
import type { NamespaceSource } from '../../adapter/namespaces/source.js';
import { createPod, createServiceAccount, expect, hasDragonfly, openCluster, until } from './cluster.js';
import { writeKubeconfig } from './control-plane.js';
import { runKubectl } from './kubectl.js';

const cluster = openCluster();
const labels = { 'dragonflyoss-injection': 'enabled' };
const soon = (): { deadline: number } => ({ deadline: Date.now() + 50_000 });

let source: NamespaceSource;

const openSource = async (token: string, name: string): Promise<NamespaceSource> => {
  process.env['KUBECONFIG'] = await writeKubeconfig(cluster.access, name, token);
  const opened = await watchClusterNamespaces({ log: pino({ enabled: false }), registry: new Registry() });
  cluster.cleanUp(opened.close);
  return opened;
};

test.before('watch with the limited token', async () => {
  source = await openSource(cluster.access.limitedToken, 'watcher');
  await until('the first list', async () => source.isReady());
});

test('get, list and watch on namespaces are all the rights that it has', async (t) => {
  const can = async (verb: string, resource: string): Promise<string> => {
    const args = ['auth', 'can-i', verb, resource, '--all-namespaces', '--as', cluster.access.limitedUser];
    return (await runKubectl(cluster.access, args)).output.trim();
  };
  for (const verb of ['get', 'list', 'watch']) t.is(await can(verb, 'namespaces'), 'yes');
  t.is(await can('patch', 'namespaces'), 'no');
  t.is(await can('get', 'pods'), 'no');
  t.is(await can('get', 'secrets'), 'no');
});

test('knows the namespaces of the cluster and follows their changes', async (t) => {
  t.like(await source.lookup('kube-system', soon()), { found: true });
  const name = await cluster.createNamespace({ labels });
  const read = async (): Promise<string | undefined> => {
    const lookup = await source.lookup(name, soon());
    return lookup.found ? lookup.labels['dragonflyoss-injection'] : lookup.reason;
  };
  t.is(await read(), 'enabled');
  await cluster.kube.merge(`/api/v1/namespaces/${name}`, { metadata: { labels: { 'dragonflyoss-injection': 'no' } } });
  await until('the changed label', async () => (await read()) === 'no');
});

test('a namespace that does not exist is not found', async (t) => {
  t.deepEqual(await source.lookup('no-such-namespace', soon()), { found: false, reason: 'NAMESPACE_NOT_FOUND' });
});

test('a token that the API server does not know is forbidden, and never ready', async (t) => {
  const stranger = await openSource('no-such-token', 'stranger');
  t.deepEqual(await stranger.lookup('kube-system', soon()), { found: false, reason: 'NAMESPACE_FORBIDDEN' });
  t.false(stranger.isReady());
});

test('Pods created together with their namespace see its label', async (t) => {
  const stored = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const name = `burst-${index}`;
      const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
      expect(201, await cluster.kube.create('/api/v1/namespaces', namespace));
      await createServiceAccount(cluster.kube, name);
      return cluster.tryPod(name, createPod());
    }),
  );
  t.is(stored.filter(({ status }) => status === 201).length, 60);
  t.is(stored.filter(({ body }) => hasDragonfly(body as Pod)).length, 60);
});

test('many Pods in one new namespace see its label', async (t) => {
  const namespace = await cluster.createNamespace({ labels });
  const stored = await Promise.all(Array.from({ length: 100 }, () => cluster.tryPod(namespace, createPod())));
  t.is(stored.filter(({ body }) => hasDragonfly(body as Pod)).length, 100);
});
