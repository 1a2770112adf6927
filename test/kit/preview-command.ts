// Runs `podmutator preview` as a pipe would.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bareEnvironment, type Finished } from './command.js';
import { projectRoot } from './project.js';

export interface PreviewRun {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command to its end, in the root of the checkout. */
export async function runPreview({ args, stdin = '', env = {} }: PreviewRun): Promise<Finished> {
  const { NO_COLOR, ...rest } = bareEnvironment();
  const command = [join(projectRoot, 'build/cli/podmutator.js'), 'preview', ...args];
  const child = spawn(process.execPath, command, { cwd: projectRoot, env: { ...rest, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  // A command that refuses its flags does not wait for its input.
  child.stdin.on('error', () => undefined).end(stdin);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Writes files into a new directory and returns its path. */
export async function writeFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'podmutator-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}
