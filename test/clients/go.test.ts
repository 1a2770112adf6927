import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import anyTest from 'ava';
import { parse } from 'yaml';
import { launch } from '../cli/command.js';
import { projectRoot } from '../project.js';
import { createCaller, isInstalled } from './caller.js';

const hasGo = await isInstalled('go', 'version');
const test = hasGo ? anyTest : anyTest.skip;

test(`${hasGo ? '' : 'skipped, for Go is not installed: '}the caller in Go creates the Pods that we expect`, async (t) => {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const caller = await createCaller(t, 'go');
  const { code, stdout, stderr } = await caller.runReadme(0, String(service.ready['grpc']));
  t.is(code, 0, stderr);
  const [importer, launcher] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  t.like(importer, { metadata: { name: 'importer' }, spec: { initContainers: [{ name: 'd7y-cli-tools' }] } });
  // The snapshot is what `podmutator test` holds the same Pod against.
  const snapshot = await readFile(join(projectRoot, 'examples/snapshots/virt-launcher.yaml'), 'utf8');
  t.deepEqual(launcher, parse(snapshot));
  t.regex(stderr, /dragonfly-pod\.yaml: [1-9]\d* changes/);

  await caller.run(`echo '{"kind": "Pod", "apiVersion": "v1", "spec": "none"}' > broken.yaml`);
  const broken = await caller.run(`go run . --server ${service.ready['grpc']} broken.yaml`);
  t.is(broken.code, 1);
  t.regex(broken.stderr, /broken\.yaml: not allowed: .*spec/);
});
