// What config/ ships, put into a real API server as an operator does it.

import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { parse, parseAllDocuments } from 'yaml';
import { createServiceAccount, hasDragonfly, isPrivileged, listContainers, until } from '../cluster/cluster.js';
import type { StoredPod } from '../cluster/kube.js';
import { runKubectl } from '../cluster/kubectl.js';
import { readShippedConfiguration, withAddress } from '../cluster/webhooks.js';
import { run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { openInstallTarget, step, systemNamespace } from './installed.js';
import { type PodTemplate, type Running, startShippedPod } from './shipped-processes.js';

const target = openInstallTarget();
const read = (path: string): Promise<string> => readFile(join(projectRoot, 'config', path), 'utf8');
const withImage = (text: string): string =>
  text.replaceAll('image: IMG', 'image: registry.example/webhook-sidecard:v1');
const withBundle = (text: string, ca: string): string =>
  text.replaceAll('CA_BUNDLE', Buffer.from(ca).toString('base64'));
const inOrder = ['namespace', 'rbac', 'settings', 'service', 'deployment', 'grpc', 'webhook'];

let running: Running;

step('the plain files are accepted one after the other, without a word from Pod Security', async (t) => {
  for (const name of inOrder) {
    const text = withImage(await read(`base/${name}.yaml`));
    // A namespace that does not exist yet cannot hold anything, not even for a try.
    if (name !== 'namespace') await target.current.apply(text, true);
    const file = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'plain.yaml');
    await writeFile(file, text);
    const { code, messages } = await runKubectl(target.current.access, ['apply', '--validate=strict', '-f', file]);
    t.deepEqual({ code, messages }, { code: 0, messages: '' }, name);
  }
});

step('the comment in the webhook configuration is the place for the CA bundle', async (t) => {
  const { access, apply, kubectl } = target.current;
  const text = withBundle((await read('base/webhook.yaml')).replaceAll('# caBundle', 'caBundle'), access.ca);
  await apply(text);
  const bundles = await kubectl('get', 'mutatingwebhookconfiguration', 'podmutator', '-o', 'jsonpath={..caBundle}');
  const bundle = Buffer.from(access.ca).toString('base64');
  t.is(bundles, `${bundle} ${bundle}`);
});

const overlays: readonly (readonly [name: string, kinds: readonly string[]])[] = [
  ['default', ['Certificate', 'Issuer', 'MutatingWebhookConfiguration', 'Deployment']],
  ['own-secret', ['MutatingWebhookConfiguration', 'Deployment']],
];
for (const [name, kinds] of overlays) {
  step(`the overlay ${name} is accepted`, async (t) => {
    const { access, apply, kubectl } = target.current;
    const text = withBundle(withImage(await kubectl('kustomize', `config/${name}`)), access.ca);
    const words = await apply(text, true);
    for (const kind of kinds) t.regex(words, new RegExp(`^${kind.toLowerCase()}[./]`, 'm'));
    // As whole values: the base64 of an authority may have the letters of a placeholder in it.
    t.deepEqual(text.match(/: (IMG|CA_BUNDLE)$/gm), null);
  });
}

step('the overlay own-authority is accepted with what `podmutator certs` wrote', async (t) => {
  const { apply, kubectl } = target.current;
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-config-'));
  await cp(join(projectRoot, 'config'), folder, { recursive: true });
  const out = join(folder, 'own-authority');
  t.is((await run('podmutator', ['certs', '--out', out])).code, 0);
  const text = withImage(await kubectl('kustomize', out));
  t.regex(await apply(text, true), /^secret\/webhook-sidecard-tls/m);
  t.is(text.split(Buffer.from(await readFile(join(out, 'ca.crt'))).toString('base64')).length - 1, 3);
});

step('the options are accepted on top of an overlay, and the autoscaler alone counts the replicas', async (t) => {
  const { apply, kubectl } = target.current;
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-overlay-'));
  const to = (path: string): string => relative(folder, join(projectRoot, 'config', path));
  const options = ['autoscaling', 'monitoring', 'playground'].map((name) => to(`options/${name}`));
  const overlay = { kind: 'Kustomization', resources: [to('default')], components: options };
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(overlay));
  const text = withImage(await kubectl('kustomize', folder));
  const words = await apply(text, true);
  for (const kind of ['horizontalpodautoscaler', 'servicemonitor', 'prometheusrule']) t.regex(words, new RegExp(kind));
  const objects = parseAllDocuments(text).map((document) => document.toJS());
  const { spec } = objects.find(({ kind }) => kind === 'Deployment');
  t.false('replicas' in spec);
  const [adapter, service] = spec.template.spec.containers;
  t.true(adapter.args.includes('--playground') && !service.args.includes('--playground'));
});

step('the options for other callers of the gRPC API are accepted, and do what they say', async (t) => {
  const { apply, kubectl } = target.current;
  const render = async (option: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'podmutator-overlay-'));
    const to = (path: string): string => relative(folder, join(projectRoot, 'config', path));
    const overlay = { kind: 'Kustomization', resources: [to('default')], components: [to(`options/${option}`)] };
    await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(overlay));
    const text = withImage(await kubectl('kustomize', folder));
    await apply(text, true);
    return parseAllDocuments(text)
      .map((document) => document.toJS())
      .filter(({ metadata }) => metadata.name === 'podmutator-grpc');
  };
  t.deepEqual(await render('without-grpc'), []);
  const secured = await render('grpc-tls');
  t.is(secured.find(({ kind }) => kind === 'Service').spec.ports[0].appProtocol, 'https');
  const { containers, volumes } = secured.find(({ kind }) => kind === 'Deployment').spec.template.spec;
  const files = containers[0].args.flatMap((arg: string) => /^--grpc-[a-z-]+=(\/.*)\/[^/]+$/.exec(arg)?.[1] ?? []);
  t.is(files.length, 3);
  const mounted = containers[0].volumeMounts.find(({ mountPath }: { mountPath: string }) => mountPath === files[0]);
  t.truthy(volumes.find(({ name }: { name: string }) => name === mounted.name).secret.secretName);
});

step('the Pod of the Deployment is accepted where Pod Security enforces the level restricted', async (t) => {
  const { metadata, spec } = await readTemplate();
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, generateName: 'podmutator-' }, spec };
  const { status, body, warnings } = await target.current.kube.create<Pod>(
    `/api/v1/namespaces/${systemNamespace}/pods?dryRun=All`,
    pod,
  );
  t.is(status, 201, JSON.stringify(body));
  t.deepEqual(warnings, []);
  const mounts = body.spec?.containers.map(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }) => mountPath));
  const isToken = (path: string): boolean => path.includes('serviceaccount');
  t.deepEqual(
    mounts?.map((paths) => paths.some(isToken)),
    [true, false],
    'only the adapter has a token',
  );
});

step('the service account may watch Namespaces and nothing else', async (t) => {
  const user = `system:serviceaccount:${systemNamespace}:podmutator`;
  const can = async (verb: string, resource: string): Promise<string> => {
    const args = ['auth', 'can-i', verb, resource, '--all-namespaces', '--as', user];
    return (await runKubectl(target.current.access, args)).output.trim();
  };
  for (const verb of ['get', 'list', 'watch']) t.is(await can(verb, 'namespaces'), 'yes');
  for (const [verb, resource] of [
    ['update', 'namespaces'],
    ['get', 'secrets'],
    ['list', 'pods'],
  ] as const) {
    t.is(await can(verb, resource), 'no', `${verb} ${resource}`);
  }
});

step('with the shipped arguments, rights, settings and rules the samples are mutated', async (t) => {
  const { access, apply, kube, kubectl } = target.current;
  const { data } = parse(await read('base/settings.yaml'));
  const shipped = { template: await readTemplate(), namespace: systemNamespace, settings: data['config.yaml'] };
  running = await startShippedPod(target.current, shipped);
  await apply(JSON.stringify(withAddress(readShippedConfiguration(), { adapterUrl: running.url, ca: access.ca })));
  await kubectl('apply', '-f', 'config/samples/namespaces.yaml');
  for (const name of ['podmutator-sample', 'podmutator-sample-vms']) await createServiceAccount(kube, name);
  const readPod = async (namespace: string, name: string): Promise<StoredPod> =>
    (await kube.get<StoredPod>(`/api/v1/namespaces/${namespace}/pods/${name}`)).body;
  // The API server learns of a new configuration a moment after it is stored.
  await until('the webhook to be called', async () => {
    await kubectl('apply', '-k', 'config/samples/');
    if (hasDragonfly(await readPod('podmutator-sample', 'importer'))) return true;
    await kubectl('delete', 'pod', 'importer', '-n', 'podmutator-sample', '--now');
    return false;
  });
  t.true(listContainers(await readPod('podmutator-sample-vms', 'virt-launcher-vm1')).every(isPrivileged));
});

step('a Pod that is injected costs one review, although the API server changes it once more', async (t) => {
  const { kube } = target.current;
  const before = await countReviews();
  const pod = parse(await read('samples/dragonfly-pod.yaml'));
  const path = '/api/v1/namespaces/podmutator-sample/pods';
  const { status } = await kube.create(path, { ...pod, metadata: { ...pod.metadata, name: 'counted' } });
  t.is(status, 201);
  const { body } = await kube.get<StoredPod>(`${path}/counted`);
  t.true(hasDragonfly(body));
  t.true(
    body.spec?.initContainers?.[0]?.volumeMounts?.some(({ mountPath }) => mountPath.includes('serviceaccount')),
    'the change that IfNeeded would count',
  );
  t.is((await countReviews()) - before, 1);
});

step('what was deleted by kustomize leaves nothing in the cluster', async (t) => {
  const { kubectl } = target.current;
  await running.stop();
  await kubectl('delete', '-k', 'config/samples/', '--ignore-not-found=true', '--wait=false');
  await kubectl('delete', '-k', 'config/default', '--ignore-not-found=true', '--wait=false');
  const label = 'app.kubernetes.io/name=podmutator';
  const kinds = 'mutatingwebhookconfigurations,clusterroles,clusterrolebindings';
  t.is(await kubectl('get', kinds, '-l', label, '-o', 'name'), '');
  t.regex(await kubectl('get', 'namespace', systemNamespace, '-o', 'jsonpath={.status.phase}'), /Terminating/);
});

async function readTemplate(): Promise<PodTemplate> {
  return parseAllDocuments(await read('base/deployment.yaml'))
    .map((document) => document.toJS({ maxAliasCount: 100 }))
    .find(({ kind }) => kind === 'Deployment').spec.template;
}

async function countReviews(): Promise<number> {
  const text = await running.metrics();
  return [...text.matchAll(/^podmutator_reviews_total\{[^}]*\} (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}
