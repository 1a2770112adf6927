// Standard output or standard error of a server cannot be written to. Lines may be lost then; no answer is, and SIGTERM
// ends the process as ever.

import { execFile, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, existsSync, readFileSync, truncateSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { bareEnvironment, endWith } from '../kit/command.js';
import { readSeries } from '../kit/processes.js';
import { projectRoot } from '../kit/project.js';
import { until } from '../kit/until.js';
import {
  brokenOutputs,
  get,
  hasEnded,
  openUnreadPipe,
  type Page,
  type Server,
  type ServerOptions,
  sendReviews,
  startServer,
} from './outputs.js';

const execute = promisify(execFile);
const quick = ['--shutdown-grace', '0ms', '--shutdown-timeout', '1s'];
const dropped = 'podmutator_log_lines_dropped_total';

type Streams = Pick<ServerOptions, 'stdout' | 'stderr' | 'shell'>;

interface Running {
  readonly servers: readonly Server[];
  readonly reviews: string;
  /** One for each process. */
  readonly metrics: readonly Page[];
}

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'podmutator-'));

async function startServe(t: ExecutionContext, streams: Streams, more: readonly string[] = []): Promise<Running> {
  const root = await folder();
  const reviews = join(root, 'adapter');
  const addresses = ['--addr', `unix:${reviews}`, '--grpc-addr', `unix:${join(root, 'grpc')}`];
  const args = ['serve', '--allow-http', '--examples', ...addresses, ...quick, ...more];
  const server = await startServer(t, { args, ...streams, page: { socket: reviews, path: '/livez' } });
  return { servers: [server], reviews, metrics: [{ socket: reviews, path: '/metrics' }] };
}

async function startSidecard(t: ExecutionContext, streams: Streams): Promise<Running> {
  const reviews = join(await folder(), 'adapter');
  const options = { name: 'webhook-sidecard', args: ['--allow-http', '--addr', `unix:${reviews}`] } as const;
  const server = await startServer(t, { ...options, ...streams, page: { socket: reviews, path: '/livez' } });
  return { servers: [server], reviews, metrics: [{ socket: reviews, path: '/metrics' }] };
}

async function startTwo(t: ExecutionContext, streams: Streams): Promise<Running> {
  const root = await folder();
  const [reviews, grpc, metrics] = [join(root, 'adapter'), join(root, 'grpc'), join(root, 'metrics')];
  const serviceArgs = ['service', '--grpc-addr', `unix:${grpc}`, '--metrics-addr', `unix:${metrics}`, ...quick];
  const adapterArgs = ['adapter', '--allow-http', '--addr', `unix:${reviews}`, '--service', `unix:${grpc}`, ...quick];
  const service = await startServer(t, { args: serviceArgs, ...streams, page: { socket: metrics, path: '/healthz' } });
  const mode = ['--service-mode', 'unary'];
  const page = { socket: reviews, path: '/readyz' };
  const adapter = await startServer(t, { args: [...adapterArgs, ...mode], ...streams, page });
  return {
    servers: [adapter, service],
    reviews,
    metrics: [
      { socket: reviews, path: '/metrics' },
      { socket: metrics, path: '/metrics' },
    ],
  };
}

const members = { serve: startServe, 'webhook-sidecard': startSidecard, 'adapter and service': startTwo };

const droppedBy = async (page: Page): Promise<number | undefined> => readSeries((await get(page)).text, dropped);

// The options are those of util-linux; the one of BSD has others. Looked up ahead of the first test.
const hasTerminal = await execute('script', ['--version']).then(
  ({ stdout }) => stdout.includes('util-linux'),
  () => false,
);

async function endAll(t: ExecutionContext, servers: readonly Server[]): Promise<void> {
  const codes = await Promise.all(servers.map(({ stop }) => stop()));
  t.deepEqual([...new Set(codes)], [0]);
}

const told = /standard output does not take the log \(E[A-Z]+: [a-z ]+\); lines dropped so far: \d+\n/g;

for (const [wrong, open] of Object.entries(brokenOutputs)) {
  const own = wrong === 'a full disk' && !existsSync('/dev/full') ? test.skip : test.serial;

  for (const [member, start] of Object.entries(members)) {
    own(`${member}: standard output is ${wrong}: no review is lost, and SIGTERM ends it`, async (t) => {
      const { descriptor, release } = await open();
      const { servers, reviews, metrics } = await start(t, { stdout: descriptor });
      release();
      t.deepEqual(await sendReviews(reviews, 300), []);
      if (wrong !== 'a pipe that is not read') {
        for (const page of metrics) await until(async () => ((await droppedBy(page)) ?? 0) >= 300);
        for (const { stderr } of servers) t.is(stderr().match(told)?.length, 1, stderr());
      }
      await endAll(t, servers);
    });
  }

  own(`both outputs are ${wrong}: no review is lost, and SIGTERM ends the process`, async (t) => {
    const [stdout, stderr] = [await open(), await open()];
    const { servers, reviews } = await startServe(t, { stdout: stdout.descriptor, stderr: stderr.descriptor });
    stdout.release();
    stderr.release();
    t.deepEqual(await sendReviews(reviews, 300), []);
    await endAll(t, servers);
  });
}

test.serial('both outputs are closed: no review is lost, and SIGTERM ends the process', async (t) => {
  const { servers, reviews } = await startServe(t, { shell: 'exec "$@" >&- 2>&-' });
  t.deepEqual(await sendReviews(reviews, 50), []);
  await endAll(t, servers);
});

test.serial('a pipe that is read late and slowly gets every line, whole and in order', async (t) => {
  const { descriptor, path } = await openUnreadPipe();
  const { servers, reviews, metrics } = await startServe(t, { stdout: descriptor });
  // Twice what a pipe holds.
  t.deepEqual(await sendReviews(reviews, 300), []);
  const text: string[] = [];
  const reader = createReadStream(path, { highWaterMark: 4096 });
  closeSync(descriptor);
  const reading = (async () => {
    for await (const piece of reader) {
      text.push(String(piece));
      await setTimeout(2);
    }
  })();
  t.deepEqual(await sendReviews(reviews, 200), []);
  t.is(await droppedBy(metrics[0] as Page), 0);
  await endAll(t, servers);
  await reading;
  const lines = text
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly time: string; readonly uid?: string; readonly msg: string });
  t.is(lines.filter(({ uid }) => uid !== undefined).length, 500);
  t.is(lines.at(-1)?.msg, 'stopped');
  const times = lines.map(({ time }) => time);
  t.deepEqual(times, times.toSorted());
});

test.serial(
  'a file that has no room for a while: lines go on as soon as there is room, and none is glued to half a line',
  async (t) => {
    const file = join(await folder(), 'log');
    // Node ignores the signal that comes with this limit, so a file of 40 KiB is what a full disk would be.
    const { servers, reviews, metrics } = await startServe(t, { shell: `ulimit -f 40; exec "$@" >>'${file}'` });
    const [page = { socket: '', path: '' }] = metrics;
    t.deepEqual(await sendReviews(reviews, 300), []);
    await until(async () => ((await droppedBy(page)) ?? 0) > 100);
    t.is(readFileSync(file).length, 40 * 1024);
    truncateSync(file, 20 * 1024);
    t.deepEqual(await sendReviews(reviews, 5), []);
    await endAll(t, servers);
    const text = readFileSync(file, 'utf8');
    const [torn, ...lines] = text
      .slice(20 * 1024)
      .trimEnd()
      .split('\n');
    t.is(torn, '');
    // So many may have waited that the file is full again, within a line.
    if (!text.endsWith('\n')) lines.pop();
    // Those of before that still waited when there was room again, and the five.
    t.true(lines.filter((line) => JSON.parse(line).uid !== undefined).length >= 5);
  },
);

(hasTerminal ? test.serial : test.skip)(
  'a terminal that stands still: no review is lost, and SIGTERM ends the process',
  async (t) => {
    const root = await folder();
    const [reviews, pidFile] = [join(root, 'adapter'), join(root, 'pid')];
    const command = [process.execPath, join(projectRoot, 'build/cli/podmutator.js'), 'serve', '--allow-http', ...quick];
    const addresses = ['--addr', `unix:${reviews}`, '--grpc-addr', `unix:${join(root, 'grpc')}`];
    const line = `echo $$ >'${pidFile}'; exec ${[...command, ...addresses].map((word) => `'${word}'`).join(' ')}`;
    const terminal = spawn('script', ['--quiet', '--command', line, '/dev/null'], {
      env: { ...bareEnvironment(), SHELL: '/bin/sh' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    endWith(t, terminal);
    terminal.stdout.resume();
    await until(async () => (await get({ socket: reviews, path: '/livez' })).status === 200);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    t.teardown(async () => void ((await hasEnded(pid)) || process.kill(pid, 'SIGKILL')));
    terminal.kill('SIGSTOP');
    t.deepEqual(await sendReviews(reviews, 400), []);
    process.kill(pid, 'SIGTERM');
    await until(() => hasEnded(pid));
    t.pass();
  },
);

const logModule = join(projectRoot, 'build/runtime/log.js');

function runScript(t: ExecutionContext, script: string, stdio: StdioOptions) {
  const imports = `
    import { spawnSync } from 'node:child_process';
    import { Registry } from 'prom-client';
    import { createLogger } from '${logModule}';
    import { settleWriters } from '${join(projectRoot, 'build/runtime/line-writer.js')}';
    const registry = new Registry();
    const logger = createLogger({ level: 'info', name: 'service', registry });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${imports}\n${script}`], {
    stdio,
    cwd: projectRoot,
  });
  endWith(t, child);
  const ended = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  return { child, ended };
}

test.serial(
  'what waits for a pipe that is not read is bounded; lines beyond are dropped, counted and told',
  async (t) => {
    const { descriptor } = await openUnreadPipe();
    const script = `
    const text = 'x'.repeat(1000);
    for (let line = 0; line < 50_000; line += 1) {
      logger.info(text);
      if (line % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    process.send(await registry.metrics());
    process.disconnect();`;
    const { child, ended } = runScript(t, script, ['ignore', descriptor, 'pipe', 'ipc']);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (piece) => (stderr += piece));
    const [metrics] = (await once(child, 'message')) as [string];
    const kept = 50_000 - (readSeries(metrics, dropped) ?? 0);
    t.true(kept > 1000 && kept < 1200, `${kept}`);
    t.deepEqual(await ended, [0, null]);
    t.regex(stderr, /^service: standard output does not take the log \(.*does not read\); lines dropped so far: 1\n$/);
  },
);

test.serial(
  'an exception that nothing catches ends the process with 1, also with both outputs in one pipe that is full',
  async (t) => {
    const { descriptor } = await openUnreadPipe();
    const script = `
    for (let line = 0; line < 5000; line += 1) logger.info({ line }, 'x');
    process.emitWarning('a warning that has nowhere to go');
    setTimeout(() => { throw new Error('x'.repeat(100_000)); }, 300);`;
    const { ended } = runScript(t, script, ['ignore', descriptor, descriptor]);
    t.deepEqual(await ended, [1, null]);
  },
);

test.serial('a write that gets stuck stops neither the process nor its end', async (t) => {
  // A child of Node makes writes to a socket that both have wait again.
  const script = `
    const lines = setInterval(() => { for (let line = 0; line < 100; line += 1) logger.info({ line }, 'x'); }, 10);
    setTimeout(() => spawnSync('true', [], { stdio: ['ignore', 1, 'ignore'] }), 100);
    setTimeout(async () => {
      process.stderr.write('alive');
      await settleWriters();
      process.exit();
    }, 2000);`;
  const { child, ended } = runScript(t, script, ['ignore', 'pipe', 'pipe']);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
  t.deepEqual(await ended, [null, 'SIGKILL']);
  t.regex(stderr, /alive/);
});
