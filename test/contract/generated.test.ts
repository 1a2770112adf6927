// What is generated from the .proto files is committed; this tells when it is out of date.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { projectRoot } from '../kit/project.js';

const run = promisify(execFile);

test('generated types and descriptors are those of the contract', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-generate-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['proto', 'package.json', 'buf.yaml']) {
    await cp(join(projectRoot, name), join(folder, name), { recursive: true });
  }
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  await run('npm', ['run', 'generate'], { cwd: folder });

  const fresh = await readTree(join(folder, 'proto/gen'));
  const committed = await readTree(join(projectRoot, 'proto/gen'));
  t.true(fresh.size > 10);
  t.deepEqual([...committed.keys()], [...fresh.keys()], 'run `npm run generate`');
  const stale = [...fresh].filter(([name, bytes]) => !committed.get(name)?.equals(bytes)).map(([name]) => name);
  t.deepEqual(stale, [], 'run `npm run generate`');
});

async function readTree(root: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const contents = files.sort().map(async (name) => [name, await readFile(join(root, name))] as const);
  return new Map(await Promise.all(contents));
}
