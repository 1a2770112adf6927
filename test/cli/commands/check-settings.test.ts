import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { bareEnvironment, run } from '../../kit/command.js';

async function writeSettings(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-check-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'config.yaml');
  await writeFile(file, text);
  return file;
}

for (const command of ['serve', 'service']) {
  test(`${command} --check says that settings are valid, and starts nothing`, async (t) => {
    const file = await writeSettings(t, 'mutators: {macvtap: {match: strict}}\n');
    // An address that cannot be listened on, and no certificate: whoever started would fail.
    const { code, stdout, stderr } = await run('podmutator', [
      command,
      '--check',
      '--config',
      file,
      '--grpc-addr',
      'no',
    ]);
    t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    t.regex(stdout, /^\S+config\.yaml: the settings are valid, revision sha256:[0-9a-f]{64}\n$/);
  });

  test(`${command} --check says all that is wrong with settings, each with its place`, async (t) => {
    const file = await writeSettings(t, 'mutators:\n  macvtap: {mach: plain}\n  dragonfly: {proxyPort: 0}\n');
    const { code, stdout, stderr } = await run('podmutator', [command, '--check'], { PODMUTATOR_CONFIG: file });
    t.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    t.regex(stderr, /config\.yaml:2:13: mutators\.macvtap\.mach: unknown key; did you mean "match"\?/);
    t.regex(stderr, /config\.yaml:3:15: mutators\.dragonfly\.proxyPort/);
  });

  test(`${command} --check without a settings file is wrong usage`, async (t) => {
    t.is(bareEnvironment()['PODMUTATOR_CONFIG'], undefined);
    const { code, stderr } = await run('podmutator', [command, '--check']);
    t.is(code, 2);
    t.regex(stderr, /--check: expected a settings file, by --config or PODMUTATOR_CONFIG/);
  });
}
