// Callers outside of this repository build on the contract, so what main has published stays.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { projectRoot } from '../project.js';

const run = promisify(execFile);
const inProject = { cwd: projectRoot };

test('nothing in the contract breaks callers of the main branch', async (t) => {
  const published = await findPublished();
  if (published === undefined) {
    t.log('not compared: no main branch with a contract in this checkout');
    t.pass();
    return;
  }
  const buf = join(projectRoot, 'node_modules/.bin/buf');
  const against = ['--against', `.git#ref=${published}`];
  const problems = await run(buf, ['breaking', ...against], inProject).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  t.is(problems, '');
});

async function findPublished(): Promise<string | undefined> {
  for (const branch of ['origin/main', 'main']) {
    const contract = `${branch}:proto/podmutator/v1/pod_mutator.proto`;
    const found = await run('git', ['rev-parse', '--verify', '--quiet', contract], inProject).catch(() => undefined);
    if (found) {
      const { stdout } = await run('git', ['rev-parse', branch], inProject);
      return stdout.trim();
    }
  }
  return undefined;
}
