import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { parse } from 'yaml';
import { projectRoot } from '../kit/project.js';
import { assertDocumented, assertReadsAll, isInstalled, type Prepared, prepare } from './caller.js';

const hasGo = await isInstalled('go', 'version');
const every = anyTest as TestFn<Prepared>;
const test = hasGo ? every.serial : every.serial.skip;
const skipped = hasGo ? '' : 'skipped, for Go is not installed: ';
if (hasGo) prepare(every, 'go');

test(`${skipped}the caller in Go creates the Pods that we expect, from those of client-go`, async (t) => {
  const { address, caller, example } = t.context;
  t.is(example.code, 0, example.stderr);
  const [importer, launcher] = example.stdout
    .trim()
    .split('\n')
    // client-go writes the resources of a container also if there are none.
    .map((line) => JSON.parse(line.replaceAll('"resources":{},', '')) as Readonly<Record<string, unknown>>);
  t.like(importer, { metadata: { name: 'importer' }, spec: { initContainers: [{ name: 'd7y-cli-tools' }] } });
  t.false('kind' in (importer ?? {}));
  // The snapshot is what `podmutator test` holds the same Pod against.
  const snapshot = await readFile(join(projectRoot, 'examples/snapshots/virt-launcher.yaml'), 'utf8');
  const { metadata, spec } = parse(snapshot) as Readonly<Record<string, object>>;
  t.deepEqual(launcher?.['metadata'], metadata);
  t.deepEqual(launcher?.['spec'], spec);
  t.regex(example.stderr, /dragonfly-pod\.yaml: [1-9]\d* changes/);

  await caller.run(`echo '{"kind": "Pod", "apiVersion": "v1"}' > broken.yaml`);
  const broken = await caller.run(`go run . --server ${address} broken.yaml`);
  t.is(broken.code, 1);
  t.regex(broken.stderr, /broken\.yaml: not allowed: .*POD_SHAPE_INVALID/);
});

test(`${skipped}a client in Go writes every answer as JSON, and takes what the documentation says`, async (t) => {
  await assertReadsAll(t, { program: 'call.go', as: 'call/main.go', command: 'go run ./call' });
});

test(`${skipped}the Go of the documentation prints what it says`, async (t) => {
  await assertDocumented(t, { language: 'go', as: 'documented/main.go', command: 'go run ./documented' });
});
