// What docs/testing.md shows is what happens: its file, its commands, their output.

import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { projectRoot } from '../../kit/project.js';

const execute = promisify(execFile);
const script = join(projectRoot, 'build/cli/podmutator.js');
const command = `podmutator() { "${process.execPath}" "${script}" "$@"; }`;

test('docs/testing.md shows what really happens', async (t) => {
  const page = await readFile(join(projectRoot, 'docs/testing.md'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-docs-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['deployment.yaml', 'namespaces.yaml']) {
    await copyFile(join(projectRoot, 'examples', name), join(folder, name));
  }
  const [, expectations = ''] = /^```yaml\n(.*?)^```$/ms.exec(page) ?? [];
  await writeFile(join(folder, 'front.podmutator-test.yaml'), expectations);
  const sessions = [...page.matchAll(/^```console\n(.*?)^```$/gms)].map(([, session = '']) => session);
  t.true(sessions.length >= 4);
  for (const session of sessions) {
    let shown = '';
    for (const [, line = ''] of session.matchAll(/^\$ (.*)$/gm)) {
      const { stdout, stderr } = await execute('bash', ['-c', `${command}; ${line}`], { cwd: folder }).catch(
        (error: { stdout: string; stderr: string }) => error,
      );
      shown += `$ ${line}\n${stdout}${stderr}`;
    }
    t.is(shown, session);
  }
});
