// What only a terminal shows, and a reader that goes away: with real pipes, and a real terminal from `script`.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import anyTest from 'ava';
import { bareEnvironment } from '../../kit/command.js';
import { writeFiles } from '../../kit/preview-command.js';
import { projectRoot } from '../../kit/project.js';

const execute = promisify(execFile);
const command = `'${process.execPath}' '${join(projectRoot, 'build/cli/podmutator.js')}'`;
const pod = (name: string): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, annotations: {k8s.v1.cni.cncf.io/networks: macvtap0}}
spec: {containers: [{name: a, image: a}]}
`;

async function run(program: string, args: readonly string[]) {
  const { NO_COLOR, ...env } = bareEnvironment();
  return execute(program, [...args], { env: { ...env, TERM: 'xterm' }, maxBuffer: 16 * 1024 * 1024 });
}

// The options are those of util-linux; the one of BSD has others.
const hasTerminal = await execute('script', ['--version']).then(
  ({ stdout }) => stdout.includes('util-linux'),
  () => false,
);
const test = hasTerminal ? anyTest : anyTest.skip;
const skipped = hasTerminal ? '' : 'skipped, for script of util-linux is not installed: ';

/** Runs a shell command on a terminal, and gives back all that it shows there. */
async function show(line: string): Promise<string> {
  return (await run('script', ['--quiet', '--return', '--command', line, '/dev/null'])).stdout;
}

// An input that takes its time makes the wait, so that nothing has to be computed for so long. The clock of the input
// starts when the command opens it, however long that takes.
async function createSlowInput(): Promise<{ readonly feed: string; readonly pipe: string }> {
  const root = await writeFiles({ 'two.yaml': `${pod('one')}---\n${pod('two')}` });
  const pipe = join(root, 'pipe');
  await execute('mkfifo', [pipe]);
  return { pipe, feed: `(exec 3>'${pipe}'; sleep 1.2; cat '${join(root, 'two.yaml')}' >&3) &` };
}

const bar = /\r\[#* *\] [12]\/2 documents/;

for (const verb of ['preview -o patch', 'lint', 'explain']) {
  test(`${skipped}${verb} shows a bar to who waits at a terminal for more than a second, and takes it away`, async (t) => {
    const { feed, pipe } = await createSlowInput();
    const shown = await show(`${feed} ${command} ${verb} '${pipe}' >/dev/null; true`);
    t.regex(shown, bar);
    // What comes behind the last bar begins on an empty line.
    t.true(shown.slice(shown.lastIndexOf('documents')).startsWith('documents\r\u001b[K'), shown);
  });
}

test(`${skipped}short work shows no bar`, async (t) => {
  const root = await writeFiles({ 'one.yaml': pod('one') });
  t.notRegex(await show(`${command} preview -o patch ${join(root, 'one.yaml')} >/dev/null`), /documents/);
});

anyTest('where nobody sits at a terminal, no bar is shown', async (t) => {
  const { feed, pipe } = await createSlowInput();
  const { stdout, stderr } = await run('sh', ['-c', `${feed} ${command} preview -o patch '${pipe}'`]);
  t.is(stdout.trimEnd().split('\n').length, 2);
  t.notRegex(stderr, /documents|\r/);
});

test(`${skipped}on a terminal the output is a coloured diff, unless NO_COLOR is set`, async (t) => {
  const root = await writeFiles({ 'one.yaml': pod('one') });
  const line = `${command} preview ${join(root, 'one.yaml')}`;
  const [coloured, plain] = await Promise.all([show(line), show(`NO_COLOR=1 ${line}`)]);
  t.true(coloured.includes('\u001b[32m+'));
  t.regex(plain, /^\+.*privileged: true/m);
  t.false(plain.includes('\u001b['));
});

// Far more than a pipe holds: 64 KiB.
for (const format of ['diff', 'yaml']) {
  anyTest(`a reader of -o ${format} that goes away after one line ends the command without a word`, async (t) => {
    const documents = Array.from({ length: 250 }, (_, index) => `# ${'x'.repeat(300)}\n${pod(`pod-${index}`)}`);
    const root = await writeFiles({ 'many.yaml': documents.join('---\n') });
    const line = `${command} preview -o ${format} '${join(root, 'many.yaml')}' | head -1`;
    const { stdout, stderr } = await run('bash', ['-c', `${line}; echo "\${PIPESTATUS[0]}"`]);
    t.is(stdout.trimEnd().split('\n').length, 2);
    t.notRegex(stderr, /EPIPE|\n\s+at |Error/);
    t.regex(stdout, /\n3\n$/);
  });
}
