// A copy of the callers beside a copy of the contract, as in a checkout, so that what their tools generate stays out of
// this one.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Finished, Owner } from '../cli/command.js';
import { projectRoot } from '../project.js';

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
  const options = { cwd: folder, env: { ...process.env, PATH: path, GOBIN: join(root, 'bin') } };
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
