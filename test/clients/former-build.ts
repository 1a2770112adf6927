// The program of 0.1, built from the history of this repository.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formerCommit, projectRoot } from '../kit/project.js';

const execute = promisify(execFile);

export interface FormerBuild {
  /** Where its command is, without the ending; undefined if there is none. */
  readonly command?: `/${string}`;
  /** Why there is none. */
  readonly missing?: string;
  readonly remove: () => Promise<void>;
}

/** Builds 0.1. FORMER_BUILD may name a checkout of it that is built. */
export async function buildFormerRelease(): Promise<FormerBuild> {
  const given = process.env['FORMER_BUILD'];
  const root = given ?? (await mkdtemp(join(tmpdir(), 'podmutator-former-')));
  const command = `/${join(root, 'build/cli/podmutator')}`.replace('//', '/') as `/${string}`;
  if (given !== undefined) {
    return { command, remove: async () => undefined };
  }
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true });
  const missing = await build(root);
  if (missing === undefined) {
    return { command, remove };
  }
  await remove();
  return { missing, remove };
}

async function build(root: string): Promise<string | undefined> {
  const run = (program: string, ...args: readonly string[]) => execute(program, args, { cwd: root, maxBuffer: 1e8 });
  const archive = join(root, 'source.tar');
  const hasHistory = await succeeds(execute('git', ['archive', '-o', archive, formerCommit], { cwd: projectRoot }));
  if (!hasHistory) {
    return `commit ${formerCommit} is not in this clone`;
  }
  await run('tar', '-x', '-f', archive);
  if (!(await succeeds(run('npm', 'ci', '--ignore-scripts')))) {
    return 'the packages of 0.1 cannot be installed here';
  }
  await run(join(root, 'node_modules/.bin/tsc'), '-p', '.');
  return undefined;
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
