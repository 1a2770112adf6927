// --namespaces=FILE: what it accepts, what it refuses and how it says so, and how it follows changes.

import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type FileLoad, openNamespaceFile } from '../../../adapter/namespaces/file.js';
import { readNamespaceManifest } from '../../../adapter/namespaces/manifest.js';
import type { NamespaceSource } from '../../../adapter/namespaces/source.js';
import { until } from '../../kit/until.js';

const shop = `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    dragonflyoss-injection: enabled
`;
const anyTime = { deadline: Number.POSITIVE_INFINITY };

async function makeFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-namespaces-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

interface Opened {
  readonly path: string;
  readonly source: NamespaceSource;
  readonly loads: readonly FileLoad[];
}

async function openFile(t: ExecutionContext, yaml: string): Promise<Opened> {
  const path = join(await makeFolder(t), 'namespaces.yaml');
  await writeFile(path, yaml);
  const loads: FileLoad[] = [];
  const source = await openNamespaceFile({ path, onLoad: (load) => loads.push(load), intervalMs: 20 });
  t.teardown(() => source.close());
  return { path, source, loads };
}

test('answers for the namespaces of the file and no others', async (t) => {
  const { source } = await openFile(t, shop);
  t.true(source.isReady());
  t.deepEqual(source.lookup('shop', anyTime), {
    found: true,
    labels: { 'kubernetes.io/metadata.name': 'shop', 'dragonflyoss-injection': 'enabled' },
    annotations: {},
  });
  for (const name of ['elsewhere', 'constructor', '__proto__', '']) {
    t.deepEqual(source.lookup(name, anyTime), { found: false, reason: 'NAMESPACE_NOT_FOUND' });
  }
});

test('takes documents, lists and what kubectl prints', (t) => {
  const namespaces = readNamespaceManifest(
    'file',
    `---
# nothing here
---
apiVersion: v1
kind: Namespace
metadata: {name: one}
---
apiVersion: v1
kind: List
metadata: {resourceVersion: ""}
items:
- apiVersion: v1
  kind: Namespace
  metadata:
    name: two
    uid: 0b1e
    creationTimestamp: "2024-01-01T00:00:00Z"
    resourceVersion: "5"
    labels: {kubernetes.io/metadata.name: two}
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: "{}"
      k8s.v1.cni.cncf.io/networks: macvtap-net
  spec: {finalizers: [kubernetes]}
  status: {phase: Active}
`,
  );
  t.deepEqual(
    [...namespaces],
    [
      ['one', { labels: { 'kubernetes.io/metadata.name': 'one' }, annotations: {} }],
      [
        'two',
        {
          labels: { 'kubernetes.io/metadata.name': 'two' },
          annotations: { 'k8s.v1.cni.cncf.io/networks': 'macvtap-net' },
        },
      ],
    ],
  );
});

test('an empty List knows no namespace', (t) => {
  t.is(readNamespaceManifest('file', '{apiVersion: v1, kind: List, items: []}').size, 0);
});

test('a file without any object is an accident', (t) => {
  for (const text of ['', ' \n', '\ufeff', '# nothing\n', '---\n', '---\n---\n', 'null\n', '~']) {
    t.throws(() => readNamespaceManifest('file', text), { message: /^file: expected Namespaces, found nothing; if/ });
  }
});

const head = 'apiVersion: v1\nkind: Namespace\n';
for (const [title, yaml, message] of [
  [
    'a misspelt field',
    `${head}metadata:\n  name: a\n  lables: {}\n`,
    'file:5: metadata.lables: no such field of a Namespace',
  ],
  [
    'a value that is not a string',
    `${head}metadata:\n  name: a\n  labels:\n    x: y\n    inject: true\n`,
    'file:7: metadata.labels.inject: expected a string, got true; put it in quotes',
  ],
  [
    'a missing name',
    `${head}metadata:\n  labels: {}\n`,
    /^file:\d: metadata(\.name)?: expected a string, got undefined/,
  ],
  [
    'a name that no namespace can have',
    `${head}metadata:\n  name: A_b\n`,
    'file:4: metadata.name: expected the name of a namespace',
  ],
  ['another kind', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n', /^file:2: kind: .*"Namespace"/],
  ['a text', 'just text', /^file:1: .*expected object/],
  ['broken YAML', `${head}metadata: {name: a\n`, /^file:\d: /],
  ['a repeated key', `${head}kind: Namespace\n`, /^file:3: .*unique/],
  [
    'a repeated namespace',
    `${head}metadata: {name: a}\n---\n${head}metadata:\n  name: a\n`,
    'file:8: metadata.name: namespace "a" is in the file twice',
  ],
  [
    'a foreign name label',
    `${head}metadata:\n  name: a\n  labels:\n    kubernetes.io/metadata.name: b\n`,
    'file:6: metadata.labels.kubernetes.io/metadata.name: expected "a", the name of the namespace',
  ],
  [
    'a fault in a list',
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata: {name: a}\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: b\n    label: {}\n`,
    'file:11: items.1.metadata.label: no such field of a Namespace',
  ],
] as const) {
  test(`refuses ${title} and says where`, (t) => {
    t.throws(() => readNamespaceManifest('file', yaml), { message });
  });
}

test('a file that cannot be read or used at the start is an error', async (t) => {
  const path = join(await makeFolder(t), 'absent.yaml');
  await t.throwsAsync(openNamespaceFile({ path, onLoad: () => {} }), {
    message: `cannot read the namespaces file "${path}": ENOENT: no such file or directory, open '${path}'`,
  });
  await writeFile(path, 'kind: Namespaces');
  await t.throwsAsync(openNamespaceFile({ path, onLoad: () => {} }), { message: new RegExp(`^${path}:1: `) });
});

test('follows a change', async (t) => {
  const { path, source, loads } = await openFile(t, shop);
  await writeFile(path, shop.replace('enabled', 'disabled'));
  await until(() => loads.length >= 2);
  t.like(source.lookup('shop', anyTime), { labels: { 'dragonflyoss-injection': 'disabled' } });
});

test('follows the symbolic links that Kubernetes swaps for a ConfigMap', async (t) => {
  const folder = await makeFolder(t);
  const path = join(folder, 'namespaces.yaml');
  await writeFile(join(folder, 'one'), shop);
  await writeFile(join(folder, 'two'), shop.replace('name: shop', 'name: bazaar'));
  await symlink('one', join(folder, '..data'));
  await symlink('..data', path);
  const loads: FileLoad[] = [];
  const source = await openNamespaceFile({ path, onLoad: (load) => loads.push(load), intervalMs: 20 });
  t.teardown(() => source.close());
  await symlink('two', join(folder, '..new'));
  await rename(join(folder, '..new'), join(folder, '..data'));
  await until(() => loads.length >= 2);
  t.like(source.lookup('bazaar', anyTime), { found: true });
  t.like(source.lookup('shop', anyTime), { found: false });
});

test('a file that breaks or goes keeps the last good content, and recovers', async (t) => {
  const { path, source, loads } = await openFile(t, shop);
  await writeFile(path, `${shop}\n  lables: {}`);
  await until(() => loads.length === 2);
  t.like(loads[1], { ok: false });
  t.like(source.lookup('shop', anyTime), { found: true });
  await rm(path);
  await until(() => loads.length === 3);
  t.like(loads[2], { ok: false });
  t.like(source.lookup('shop', anyTime), { found: true });
  await writeFile(path, shop.replace('name: shop', 'name: bazaar'));
  await until(() => loads.length === 4);
  t.like(loads[3], { ok: true, namespaces: 1 });
  t.like(source.lookup('bazaar', anyTime), { found: true });
});
