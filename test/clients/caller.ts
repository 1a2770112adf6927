// A copy of the callers beside a copy of the contract, as in a checkout, so that what their tools generate stays out of
// this one.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext, TestFn } from 'ava';
import type { Finished, Owner } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { type Answers, askByGrpcJs, assertAnswers, callsText, launchService, sortItems } from './calls.js';

const execute = promisify(execFile);

export interface Caller {
  /** The folder of the caller in the copy. */
  readonly folder: string;
  /** Runs a command of the shell there and gives back how it ended. */
  readonly run: (command: string) => Promise<Finished>;
  /** Runs the block of its README with this number, counted from 0, against the service at `address`. */
  readonly runReadme: (block: number, address: string) => Promise<Finished>;
}

/** Whether a program is installed. */
export async function isInstalled(program: string, ...args: readonly string[]): Promise<boolean> {
  return execute(program, [...args]).then(
    () => true,
    () => false,
  );
}

/** Copies the caller `name`. It finds no program called `hidden`, although one may be installed. */
export async function createCaller(owner: Owner, name: string, hidden?: string): Promise<Caller> {
  const root = await mkdtemp(join(tmpdir(), `podmutator-${name}-`));
  owner.teardown(() => void rm(root, { recursive: true, force: true }));
  for (const path of ['proto', 'buf.yaml', 'examples']) {
    await cp(join(projectRoot, path), join(root, path), { recursive: true });
  }
  const folder = join(root, 'examples/clients', name);
  const folders = [join(projectRoot, 'node_modules/.bin'), ...(process.env['PATH'] ?? '').split(delimiter)];
  const path = folders.filter((one) => hidden === undefined || !existsSync(join(one, hidden))).join(delimiter);
  const options = { cwd: folder, env: { ...process.env, PATH: path, GOBIN: join(root, 'bin') }, maxBuffer: 1e8 };
  // Bash reads its bashrc where it takes its caller for a remote shell, as it may take Node.js.
  const run = (command: string): Promise<Finished> =>
    execute('bash', ['--norc', '-euo', 'pipefail', '-c', command], options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: Finished) => ({ code, stdout, stderr }),
    );
  const blocks = [...(await readFile(join(folder, 'README.md'), 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)];
  return {
    folder,
    run,
    runReadme: (block, address) => run((blocks[block]?.[1] ?? '').replaceAll('localhost:50051', address)),
  };
}

export interface Prepared {
  /** Of a service. */
  address: string;
  caller: Caller;
  /** How the first block of its README ended. */
  example: Finished;
}

/** Runs the first block of the README of a caller ahead of all tests: it gets what the others need. */
export function prepare(test: TestFn<Prepared>, name: string): void {
  const ends: (() => void)[] = [];
  const owner: Owner = { teardown: (end) => void ends.push(end) };
  test.before(async (t) => {
    const address = await launchService(owner);
    const caller = await createCaller(owner, name);
    t.context = { address, caller, example: await caller.runReadme(0, address) };
  });
  test.after.always(() => {
    for (const end of ends) end();
  });
}

/** Lets the program of the tests that stands in `program` make all calls, with the `command` that runs it. */
export async function assertReadsAll(
  t: ExecutionContext<Prepared>,
  { program, as, command }: { readonly program: string; readonly as: string; readonly command: string },
): Promise<void> {
  const { address, caller } = t.context;
  await addFile(caller, as, await readFile(join(projectRoot, 'test/clients/programs', program)));
  await addFile(caller, 'calls.jsonl', callsText);
  const { code, stdout, stderr } = await caller.run(`${command} ${address} <calls.jsonl`);
  t.is(code, 0, stderr);
  const lines = stdout.trim().split('\n');
  const answers = lines.map((line) => JSON.parse(line) as Answers);
  assertAnswers(t, answers);
  t.deepEqual(sortItems(answers), sortItems(await askByGrpcJs(address)), 'what others read');
  // The service config of the documentation is one that this language takes.
  const config = await readDocumented('json');
  await addFile(caller, 'one.jsonl', '{"Method": "GetServerInfo", "Request": {}}\n');
  await addFile(caller, 'config.json', config);
  const configured = await caller.run(`${command} ${address} "$(cat config.json)" <one.jsonl`);
  t.is(configured.code, 0, configured.stderr);
  t.regex(configured.stdout, /"capabilities"/);
}

/** Runs the example of the documentation in this language as it is printed, but for the address. */
export async function assertDocumented(
  t: ExecutionContext<Prepared>,
  { language, as, command }: { readonly language: string; readonly as: string; readonly command: string },
): Promise<void> {
  const { address, caller } = t.context;
  await addFile(caller, as, (await readDocumented(language)).replace('localhost:50051', address));
  t.deepEqual(await caller.run(command), { code: 0, stdout: await readDocumented('text'), stderr: '' });
}

async function addFile({ folder }: Caller, name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
}

/** The first block of a language in the documentation for callers. */
export async function readDocumented(language: string): Promise<string> {
  const text = await readFile(join(projectRoot, 'docs/api.md'), 'utf8');
  const [, block] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text) ?? [];
  if (block === undefined) throw new Error(`expected a block of ${language} in docs/api.md`);
  return block;
}
