// Callers outside of this repository build on the contract, so what was promised to them stays.
//
// The promise is a sentence at the head of the contract. It is older than the first release, so there are three versions
// to compare with: the first one that made it, that of the main branch, and that of the last release.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { projectRoot } from '../kit/project.js';

const run = promisify(execFile);
const inProject = { cwd: projectRoot };

const contract = 'proto/podmutator/v1/pod_mutator.proto';
const promise = 'nothing is deleted, renamed or renumbered';

interface Version {
  readonly name: string;
  /** Finds its commit; undefined if there is none in this checkout. */
  readonly find: () => Promise<string | undefined>;
}

const versions: readonly Version[] = [
  { name: 'the first one with the promise', find: findFirst },
  { name: 'the main branch', find: async () => (await ask('rev-parse', 'origin/main')) ?? ask('rev-parse', 'main') },
  { name: 'the last release', find: () => ask('describe', '--tags', '--abbrev=0', '--match', 'v*') },
];

for (const { name, find } of versions) {
  test(`nothing in the contract breaks callers of ${name}`, async (t) => {
    const commit = await find();
    if (commit === undefined || !(await ask('show', `${commit}:${contract}`))?.includes(promise)) {
      t.log(`not compared: ${commit === undefined ? 'not in this checkout' : `${commit} promises nothing yet`}`);
      t.pass();
      return;
    }
    t.is(await findBreaks(commit), '');
  });
}

test('the contract makes the promise that it is held to', (t) => {
  t.true(readFileSync(join(projectRoot, contract), 'utf8').includes(promise));
});

async function findFirst(): Promise<string | undefined> {
  return (await ask('log', '--reverse', '--format=%H', `-S${promise}`, '--', contract))?.split('\n')[0];
}

/** What git says; undefined if it fails or says nothing. */
async function ask(...args: readonly string[]): Promise<string | undefined> {
  const { stdout } = await run('git', [...args], inProject).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}

async function findBreaks(commit: string): Promise<string> {
  const repository = await ask('rev-parse', '--path-format=absolute', '--git-common-dir');
  const against = `${repository}#format=git,ref=${await ask('rev-parse', `${commit}^{commit}`)}`;
  const buf = join(projectRoot, 'node_modules/.bin/buf');
  return run(buf, ['breaking', '--against', against], inProject).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
}
