// What `podmutator preview -o yaml` prints, before a real API server: strict validation, in a dry run.

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { stringify } from 'yaml';
import { readCases } from '../kit/cases.js';
import { runPreview } from '../kit/preview-command.js';
import { projectRoot } from '../kit/project.js';
import { openCluster } from './cluster.js';
import { runKubectl } from './kubectl.js';

const cluster = openCluster();

// The namespaces in which the objects of the manifests live. A dry run creates none.
const namespaces = ['default', 'shop', 'shop-tests'];

test.before(async () => {
  for (const name of namespaces) {
    await cluster.kube.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
    await cluster.kube.create(`/api/v1/namespaces/${name}/serviceaccounts`, account);
  }
});

async function preview(text: string): Promise<string> {
  const args = ['-o', 'yaml', '--namespace-label', 'dragonflyoss-injection=enabled', '-'];
  const { code, stdout, stderr } = await runPreview({ args, stdin: text });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

// As Kubernetes reads it: a plain yes is a truth value there.
const toYaml = (value: unknown): string => stringify(value, { version: '1.1' });

let files = 0;

/** What the API server says to the objects of a manifest. */
async function dryRun(text: string, verb: 'apply' | 'create') {
  files += 1;
  const file = join(cluster.access.folder, `preview-${process.pid}-${files}.yaml`);
  await writeFile(file, text);
  const flags = ['--dry-run=server', '--validate=strict'];
  const { code, output, messages } = await runKubectl(cluster.access, [verb, ...flags, '--filename', file]);
  const taken = output.match(/^\S+ (?=created|configured|unchanged)/gm) ?? [];
  return { code, messages, taken: taken.map((name) => name.trim()) };
}

const sound = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

for (const { file, objects } of [
  { file: 'examples/deployment.yaml', objects: 1 },
  { file: 'examples/dragonfly-pod.yaml', objects: 1 },
  { file: 'examples/mistakes.yaml', objects: 1 },
  { file: 'examples/helm-output.yaml', objects: 7 },
]) {
  test(`the API server takes what the preview makes of ${file}`, async (t) => {
    const before = sound(file);
    const after = await preview(before);
    t.not(after, before);
    const { code, messages, taken } = await dryRun(after, 'apply');
    t.is(code, 0, messages);
    t.is(taken.length, objects, taken.join('\n'));
  });
}

test('the API server takes what the preview makes of every kind of workload', async (t) => {
  const template = {
    metadata: { labels: { app: 'a' }, annotations: { 'k8s.v1.cni.cncf.io/networks': 'macvtap-eno1' } },
    spec: { containers: [{ name: 'a', image: 'registry.example/a:1' }] },
  };
  const once = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
  const selector = { matchLabels: { app: 'a' } };
  const claim = {
    metadata: { name: 'state' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const bodies = [
    ['apps/v1', 'Deployment', { spec: { selector, template } }],
    ['apps/v1', 'ReplicaSet', { spec: { selector, template } }],
    ['apps/v1', 'DaemonSet', { spec: { selector, template } }],
    ['apps/v1', 'StatefulSet', { spec: { selector, template, serviceName: 'a', volumeClaimTemplates: [claim] } }],
    ['v1', 'ReplicationController', { spec: { selector: { app: 'a' }, template } }],
    ['batch/v1', 'Job', { spec: { template: once } }],
    ['batch/v1', 'CronJob', { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: once } } } }],
    ['v1', 'PodTemplate', { template }],
    ['v1', 'Pod', template],
  ] as const;
  const items = bodies.map(([apiVersion, kind, body]) => {
    const { metadata = {}, ...rest } = body as { metadata?: object };
    return { apiVersion, kind, metadata: { ...metadata, name: `every-${kind.toLowerCase()}` }, ...rest };
  });
  const after = await preview(items.map((item) => toYaml(item)).join('---\n'));
  t.is([...after.matchAll(/privileged: true/g)].length, 2 * items.length, 'our init container as well');
  t.is([...after.matchAll(/initContainers:$/gm)].length, items.length);
  const { code, messages, taken } = await dryRun(after, 'apply');
  t.is(code, 0, messages);
  t.is(taken.length, items.length);
});

test('the API server takes every Pod of the cases that it took before, also without a name', async (t) => {
  const pods = readCases().map(({ input: { pod } }, index) => {
    const { namespace: _namespace, ...metadata } = (pod.metadata ?? {}) as { readonly namespace?: string };
    return { ...pod, metadata: { ...metadata, name: `case-${index}` } };
  });
  const readable = pods.filter(({ metadata }) =>
    Object.values((metadata as { annotations?: object }).annotations ?? {}).every((value) => typeof value === 'string'),
  );
  const unnamed = sound('examples/virt-launcher.yaml');
  const text = `${readable.map((pod) => toYaml(pod)).join('---\n')}---\n${unnamed}`;
  const before = await dryRun(text, 'create');
  const after = await dryRun(await preview(text), 'create');
  t.true(before.taken.length > 30, before.messages);
  const lost = before.taken.filter((name) => !/virt-launcher/.test(name) && !after.taken.includes(name));
  t.deepEqual(lost, [], after.messages);
  t.is(after.taken.length, before.taken.length);
});
