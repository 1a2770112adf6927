// The API server identifies itself to the webhook, with the certificate that its admission configuration names.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { createAuthority } from '../kit/certificates.js';
import { createMacvtapContainer, createPod, isPrivileged, listContainers, openCluster, until } from './cluster.js';
import type { Status } from './kube.js';
import { startProduct } from './product.js';
import { createWebhookConfiguration, ownWebhooksLabel } from './webhooks.js';

const cluster = openCluster();
const wantsMacvtap = createPod({ spec: { containers: [createMacvtapContainer()] } });

test('a webhook with --client-ca takes reviews of its API server, and refuses those of any other', async (t) => {
  const { access } = cluster;
  const namespace = await cluster.createNamespace({
    labels: { [ownWebhooksLabel]: 'true', 'kubevirt.io/use-macvtap': 'true' },
  });
  const trusting = await startProduct(access, { clientCa: access.ca });
  const strange = await startProduct(access, { clientCa: (await createAuthority('Another Authority')).ca });
  t.teardown(() => Promise.all([trusting.stop(), strange.stop()]));
  const { create } = cluster.kube;
  const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
  const name = `mutual-${namespace}`;
  const configurationOf = (adapterUrl: string): object =>
    createWebhookConfiguration({ name, adapterUrl, ca: access.ca, namespace });
  await create(path, configurationOf(trusting.url));
  t.teardown(() => cluster.kube.delete(`${path}/${name}`));
  await until('the Pod to be privileged', async () => {
    const { status, body } = await cluster.tryPod(namespace, wantsMacvtap, '?dryRun=All');
    t.is(status, 201);
    return listContainers(body as Pod).every(isPrivileged);
  });

  await cluster.kube.merge(`${path}/${name}`, configurationOf(strange.url));
  await until('the refusal', async () => {
    const { status, body } = await cluster.tryPod(namespace, wantsMacvtap, '?dryRun=All');
    return (
      status === 500 && /"macvtap\.podmutator\.dev".*asked for the client to provide credentials/.test(textOf(body))
    );
  });
});

const textOf = (body: unknown): string => (body as Status).message;
