// What standard output and standard error of a process can lead to when something is wrong with them.

import { execFile, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { type RequestOptions, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { macvtapPod, reviewOf } from '../kit/adapter.js';
import { bareEnvironment, endWith } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { until } from '../kit/until.js';

const execute = promisify(execFile);

export interface Output {
  readonly descriptor: number;
  /** To be called once the process has it. */
  readonly release: () => void;
}

/** A pipe that is not read. It stays open at this end until the test process ends. */
export async function openUnreadPipe(): Promise<Output & { readonly path: string }> {
  const path = await createPipe();
  return { path, descriptor: openSync(path, constants.O_RDWR), release() {} };
}

/** By what is wrong: opens an output that is so. */
export const brokenOutputs: Readonly<Record<string, () => Promise<Output>>> = {
  async 'a full disk'() {
    const descriptor = openSync('/dev/full', 'w');
    return { descriptor, release: () => closeSync(descriptor) };
  },
  'a pipe that is not read': openUnreadPipe,
  async 'a pipe whose reader is gone'() {
    const path = await createPipe();
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const descriptor = openSync(path, 'w');
    const release = (): void => [descriptor, reader].forEach(closeSync);
    return { descriptor, release };
  },
};

async function createPipe(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'pipe');
  await execute('mkfifo', [path]);
  return path;
}

export interface Server {
  readonly pid: number;
  /** Standard error so far; empty if it leads elsewhere. */
  readonly stderr: () => string;
  /** Sends SIGTERM and resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface ServerOptions {
  readonly name?: 'podmutator' | 'webhook-sidecard';
  readonly args: readonly string[];
  readonly stdout?: number | 'ignore';
  readonly stderr?: number | 'pipe';
  /** How bash starts the process, which is `"$@"`. */
  readonly shell?: string;
  /** A page of the server over its socket: it is ready when that says 200. */
  readonly page: Page;
}

export interface Page {
  readonly socket: string;
  readonly path: string;
}

/** Starts a server whose output may lead nowhere, so readiness is asked for and not read. It ends with the test. */
export async function startServer(t: ExecutionContext, options: ServerOptions): Promise<Server> {
  const { name = 'podmutator', args, stdout = 'ignore', stderr = 'pipe', shell = 'exec "$@"', page } = options;
  const command = [process.execPath, join(projectRoot, 'build/cli', `${name}.js`), ...args];
  const child = spawn('bash', ['-c', shell, 'bash', ...command], {
    cwd: projectRoot,
    env: bareEnvironment(),
    stdio: ['ignore', stdout, stderr],
  });
  endWith(t, child);
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more) => (text += more));
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}: ${text}`);
    return (await get(page)).status === 200;
  });
  return {
    pid: child.pid as number,
    stderr: () => text,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

interface Response {
  readonly status: number;
  readonly text: string;
}

/** GET over a socket; status 0 if nothing listens. */
export function get({ socket, path }: Page): Promise<Response> {
  return send({ socketPath: socket, path });
}

const body = JSON.stringify(reviewOf(macvtapPod));

/** Sends reviews, ten at a time, and resolves with the statuses that are not 200. */
export async function sendReviews(socket: string, count: number): Promise<readonly number[]> {
  let left = count;
  const wrong: number[] = [];
  const run = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const options = { socketPath: socket, path: '/mutate?timeout=10s', method: 'POST' };
      const { status } = await send({ ...options, headers: { 'content-type': 'application/json' } }, body);
      if (status !== 200) wrong.push(status);
    }
  };
  await Promise.all(Array.from({ length: 10 }, run));
  return wrong;
}

function send(options: RequestOptions, text = ''): Promise<Response> {
  return new Promise((resolve) => {
    const lost = (): void => resolve({ status: 0, text: '' });
    const outgoing = request({ agent: false, ...options }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (more) => (answer += more));
      response.on('error', lost).on('end', () => resolve({ status: response.statusCode ?? 0, text: answer }));
    });
    outgoing.on('error', lost).end(text);
  });
}

/** Whether the process has ended; its parent need not have noticed. */
export async function hasEnded(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}
