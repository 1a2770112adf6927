// Every command, with a standard output that does not take all of it: a sentence, and no exit code that says that all
// went well. What reads half of a YAML text would apply that half.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { bareEnvironment, type Finished, launch, run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';

// The two files that know what can go wrong with an output: of a command that ends, and of a server.
const writers = ['cli/flags/write-output.ts', 'runtime/line-writer.ts'];

test('whatever is printed goes through one of two files', (t) => {
  const folders = ['adapter', 'cli', 'proto', 'runtime', 'services'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true }).map((file) => `${folder}/${String(file)}`),
  );
  const direct = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      /\bprocess\.std(?:out|err)\b(?!\.isTTY)/.test(readFileSync(join(projectRoot, file), 'utf8')),
  );
  t.deepEqual(direct.toSorted(), writers);
});

/** By command: arguments with which it prints something and ends. */
const invocations: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '--help': [[]],
  '--version': [[]],
  serve: [['--help'], ['--check', '--config', 'examples/config.yaml']],
  service: [['--help'], ['--check', '--config', 'examples/config.yaml']],
  adapter: [['--help']],
  'webhook-sidecard': [['--help']],
  certs: [['--help'], ['--out', 'FOLDER']],
  health: [['--help'], ['--url', 'HEALTH']],
  preview: [
    ['--help'],
    ...['yaml', 'patch', 'diff', 'json', 'summary', 'github', 'sarif', 'junit', 'markdown'].map((format) => [
      ...['-o', format, 'examples/helm-output.yaml'],
    ]),
  ],
  test: [['--help'], ...['text', 'junit', 'json'].map((format) => ['--ci', '-o', format, 'examples'])],
  explain: [['--help'], ...['text', 'json'].map((format) => ['-o', format, 'examples/virt-launcher.yaml'])],
  lint: [['--help'], ...['text', 'json', 'github', 'sarif'].map((format) => ['-o', format, 'examples/mistakes.yaml'])],
};

const servers = ['serve', 'service', 'adapter', 'webhook-sidecard'];

/** Runs podmutator through a line of bash, in which it is `"$@"`. */
async function runIn(line: string, args: readonly string[], stdout: number | 'pipe' = 'pipe'): Promise<Finished> {
  const command = [process.execPath, join(projectRoot, 'build/cli/podmutator.js'), ...args];
  const child = spawn('bash', ['-c', line, 'bash', ...command], {
    cwd: projectRoot,
    env: bareEnvironment(),
    stdio: ['ignore', stdout, 'pipe'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: '', stderr };
}

test('every command is here', async (t) => {
  const { stdout } = await run('podmutator', ['--help']);
  const [, list = ''] = /\nCommands:\n(.*?)\n\n/s.exec(stdout) ?? [];
  const commands = list.split('\n').map((line) => line.trim().split(' ')[0] ?? '');
  t.deepEqual(
    commands.toSorted(),
    Object.keys(invocations)
      .filter((name) => !name.startsWith('-'))
      .toSorted(),
  );
});

for (const [command, all] of Object.entries(invocations)) {
  for (const args of all) {
    const title = [command, ...args].join(' ');
    const own = existsSync('/dev/full') ? test : test.skip;
    own(`${title} on a full disk ends with a sentence, and not with 0`, async (t) => {
      const full = openSync('/dev/full', 'w');
      const { code, stderr } = await runIn('exec "$@"', await fillIn(t, [command, ...args]), full);
      t.is(code, servers.includes(command) ? 1 : 3, stderr);
      t.regex(
        stderr,
        /^(?:podmutator\b.*|webhook-sidecard): standard output cannot be written: ENOSPC: no space left on device/m,
      );
      t.notRegex(stderr, /\n\s+at /);
    });
  }
}

async function fillIn(t: Parameters<typeof launch>[0], args: readonly string[]): Promise<readonly string[]> {
  if (args.includes('FOLDER')) {
    const folder = join(mkdtempSync(join(tmpdir(), 'podmutator-')), 'certificates');
    return args.map((word) => (word === 'FOLDER' ? folder : word));
  }
  if (!args.includes('HEALTH')) return args;
  const addresses = ['--addr', '127.0.0.1:0', '--grpc-addr', '127.0.0.1:0'];
  const { ready } = await launch(t, 'podmutator', ['serve', '--allow-http', ...addresses]);
  return args.map((word) => (word === 'HEALTH' ? `http://${ready['webhook']}/readyz` : word));
}

// Node ignores the signal that comes with the limit, so a file of 1 KiB is what a disk is that becomes full.
for (const args of [
  ['preview', '-o', 'yaml', 'examples/helm-output.yaml'],
  ['explain', 'examples/virt-launcher.yaml'],
  ['preview', '--help'],
]) {
  test(`${args.join(' ')}: a disk that becomes full in the middle is an error, not a short text`, async (t) => {
    const file = join(mkdtempSync(join(tmpdir(), 'podmutator-')), 'out');
    const { code, stderr } = await runIn(`ulimit -f 1; exec "$@" >'${file}'`, args);
    t.is(statSync(file).size, 1024);
    t.is(code, 3, stderr);
    t.regex(stderr, /standard output cannot be written: EFBIG: file too large/);
  });
}

test('standard output that is open for reading only is told', async (t) => {
  const { code, stderr } = await runIn('exec "$@" 1</dev/null', ['preview', 'examples/helm-output.yaml']);
  t.is(code, 3);
  t.regex(stderr, /standard output cannot be written: EBADF: bad file descriptor/);
});

for (const to of ['/dev/full', '&-']) {
  test(`standard error on ${to} changes neither the output nor the exit code`, async (t) => {
    const args = ['preview', '-o', 'yaml', '--exit-code', 'examples/helm-output.yaml'];
    const good = await run('podmutator', args);
    const file = join(mkdtempSync(join(tmpdir(), 'podmutator-')), 'out');
    const { code } = await runIn(`exec "$@" >'${file}' 2>${to}`, args);
    t.is(code, 1);
    t.is(statSync(file).size, Buffer.byteLength(good.stdout));
    t.is((await runIn(`exec "$@" 2>${to}`, ['preview', '--nope'])).code, 2);
  });
}

test('a reader of standard error that goes away ends nothing', async (t) => {
  const broken = Array.from({ length: 20 }, () => 'nowhere.yaml');
  const { code } = await runIn('exec "$@" 2> >(true)', ['preview', ...broken]);
  t.is(code, 2);
});
