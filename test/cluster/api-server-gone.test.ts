// podmutator loses the API server that it watches Namespaces of, while that API server goes on asking for reviews.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { readPage, readSeries } from '../kit/processes.js';
import { createPod, hasDragonfly, openCluster, until } from './cluster.js';
import { startProduct } from './product.js';
import { startRelay } from './relay.js';
import { createWebhookConfiguration, ownWebhooksLabel } from './webhooks.js';

const cluster = openCluster();
const labels = { [ownWebhooksLabel]: 'true', 'dragonflyoss-injection': 'enabled' };

test('lost: known namespaces go on, new ones are an unknown fact; back: it catches up', async (t) => {
  const { access } = cluster;
  const apiServerPort = Number(new URL(access.url).port);
  const relay = await startRelay(apiServerPort);
  t.teardown(() => relay.close());
  const product = await startProduct(access, { apiServerUrl: `https://127.0.0.1:${relay.port}` });
  t.teardown(() => product.stop());
  const readMetric = async (series: string): Promise<number | undefined> =>
    readSeries((await readPage(`${product.url}/metrics`, access.ca)).text, series);
  const createNamespace = async (): Promise<string> => {
    const name = await cluster.createNamespace({ labels });
    const configuration = { name: `lost-${name}`, adapterUrl: product.url, ca: access.ca, namespace: name };
    await cluster.register(createWebhookConfiguration(configuration));
    return name;
  };
  const isInjected = async (namespace: string): Promise<boolean> => {
    const { status, body } = await cluster.tryPod(namespace, createPod(), '?dryRun=All');
    t.is(status, 201);
    return hasDragonfly(body as Pod);
  };

  const known = await createNamespace();
  await until('the first injection', () => isInjected(known));

  relay.close();
  await until('the lost watch', async () => (await readMetric('podmutator_namespace_watch_connected')) === 0);
  t.true(await isInjected(known));
  t.is(await product.probe('/readyz'), 200);
  const young = await createNamespace();
  const failures = 'podmutator_namespace_facts_total{result="NAMESPACE_LOOKUP_FAILED"}';
  await until('a review of the new namespace', async () => {
    t.false(await isInjected(young));
    return ((await readMetric(failures)) ?? 0) > 0;
  });

  const back = await startRelay(apiServerPort, relay.port);
  t.teardown(() => back.close());
  await until('the watch', async () => (await readMetric('podmutator_namespace_watch_connected')) === 1);
  await until('the new namespace to be known', () => isInjected(young));
});
