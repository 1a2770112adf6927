// Runs the built commands as a user does, each in a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './project.js';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  /** What the log line "ready" says, such as the addresses in use. */
  readonly ready: Readonly<Record<string, string>>;
  /** Resolves with what stands on standard error, once `pattern` is in it. */
  readonly stderrWith: (pattern: RegExp) => Promise<string>;
  /** Log lines so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly pid: number;
  /** Sends the signal and resolves with the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Whoever sees to it that what was started ends. */
export interface Owner {
  teardown(end: () => void): void;
}

const children = new Set<ChildProcess>();

const endChildren = (): void => {
  for (const child of children) child.kill('SIGKILL');
};

// A test file that fails in the middle runs no teardown, and one that is too late is ended by SIGTERM.
process.on('exit', endChildren);
process.once('SIGTERM', () => {
  endChildren();
  process.kill(process.pid, 'SIGKILL');
});

/** Sees to it that a process ends with its owner, and with the tests at the latest, however these end. */
export function endWith(owner: Owner, child: ChildProcess): void {
  children.add(child);
  child.once('exit', () => children.delete(child));
  owner.teardown(() => void child.kill('SIGKILL'));
}

/** One of ours, or the path of that of another build, without its ending. */
type Name = 'podmutator' | 'webhook-sidecard' | `/${string}`;

function start(name: Name, args: readonly string[], env: Readonly<Record<string, string>>) {
  return spawn(process.execPath, [resolve(projectRoot, 'build/cli', `${name}.js`), ...args], {
    cwd: projectRoot,
    env: { ...bareEnvironment(), ...env },
  });
}

/**
 * The environment without what would change a command: variables that are flags, and the collection of coverage,
 * which doubles what a short process costs.
 */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { TLS_CERT_FILE, TLS_KEY_FILE, PODMUTATOR_CONFIG, NODE_V8_COVERAGE, ...rest } = process.env;
  return rest;
}

/** Runs a command to its end. */
export async function run(name: Name, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const child = start(name, args, env);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Starts a command and waits until it says that it is ready; it is ended with its owner, such as a test. */
export async function launch(
  owner: Owner,
  name: Name,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Started> {
  const child = start(name, args, env);
  const log: Record<string, unknown>[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const closed = once(child, 'close') as Promise<[number | null]>;
  endWith(owner, child);
  const ready = await new Promise<Record<string, string>>((resolve, reject) => {
    createInterface(child.stdout).on('line', (text) => {
      const line = JSON.parse(text) as Record<string, string>;
      log.push(line);
      if (line['msg'] === 'ready') resolve(line);
    });
    void closed.then(([code]) => reject(new Error(`${name} ended with ${code}: ${stderr}`)));
  });
  return {
    ready,
    log,
    pid: child.pid as number,
    async stderrWith(pattern) {
      while (!pattern.test(stderr)) await once(child.stderr, 'data');
      return stderr;
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return (await closed)[0];
    },
  };
}
