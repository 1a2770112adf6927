// What is made of the contract is not in git: `npm run build` makes it where it is missing or older than the contract.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { projectRoot } from '../kit/project.js';

const run = promisify(execFile);
const descriptors = 'proto/gen/descriptors.binpb';
const contract = 'proto/podmutator/v1/pod_mutator.proto';

/** A copy of what is in git of it; with the generated files if `isGenerated`. */
async function copyContract(t: ExecutionContext, isGenerated: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-generate-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['proto', 'package.json', 'package-lock.json', 'buf.yaml']) {
    await cp(join(projectRoot, name), join(folder, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => isGenerated || !path.endsWith('/proto/gen'),
    });
  }
  return folder;
}

async function generate(folder: string): Promise<void> {
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules')).catch(() => undefined);
  await run(process.execPath, ['proto/generate.js'], { cwd: folder });
}

test('the generated types and descriptors are those of the contract', async (t) => {
  const folder = await copyContract(t, false);
  await generate(folder);
  const fresh = await readTree(join(folder, 'proto/gen'));
  const used = await readTree(join(projectRoot, 'proto/gen'));
  t.true(fresh.size > 10);
  t.deepEqual([...used.keys()], [...fresh.keys()], 'run `npm run build`');
  const stale = [...fresh].filter(([name, bytes]) => !used.get(name)?.equals(bytes)).map(([name]) => name);
  t.deepEqual(stale, [], 'run `npm run build`');
});

test('they are made anew if the contract is newer, and else left alone', async (t) => {
  const folder = await copyContract(t, true);
  const madeAt = async (): Promise<number> => (await stat(join(folder, descriptors))).mtimeMs;
  // Long ago, so that the clock of the file system does not matter.
  const past = new Date('2026-01-01');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name !== descriptors);
  await Promise.all(names.map((name) => utimes(join(folder, name), past, past)));
  const before = await madeAt();
  await generate(folder);
  t.is(await madeAt(), before);

  await writeFile(
    join(folder, contract),
    `${await readFile(join(folder, contract), 'utf8')}\nmessage AddedByTest {}\n`,
  );
  const [now, earlier] = [new Date(), new Date(Date.now() - 60_000)];
  await utimes(join(folder, descriptors), earlier, earlier);
  await utimes(join(folder, contract), now, now);
  await generate(folder);
  t.true((await readFile(join(folder, descriptors))).includes('AddedByTest'));
  t.true([...(await readTree(join(folder, 'proto/gen'))).keys()].includes('podmutator/v1/AddedByTest.ts'));
});

test('without what generates, an error names the command that brings it', async (t) => {
  const folder = await copyContract(t, false);
  const { stderr } = await t.throwsAsync<Error & { stderr: string }>(
    run(process.execPath, ['proto/generate.js'], { cwd: folder }),
  );
  t.regex(stderr, /expected node_modules\/@grpc\/proto-loader\/\S+, found no such file; run `npm ci`/);
});

async function readTree(root: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const contents = files.sort().map(async (name) => [name, await readFile(join(root, name))] as const);
  return new Map(await Promise.all(contents));
}
