// Child processes that never outlive the tests, and that tell their last words when they fail.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface ProgramOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly logFile: string;
}

export interface Program {
  /** Resolves as soon as `isReady` does, rejects with the end of the log if the program ends before that. */
  waitUntil(isReady: () => Promise<boolean>): Promise<void>;
  /** SIGTERM, and SIGKILL if it takes longer than 20 seconds. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

const startBoundMs = 60_000;
const stopBoundMs = 20_000;

export function startProgram(command: string, { args, env, logFile }: ProgramOptions): Program {
  const log = createWriteStream(logFile);
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
    child.on('error', () => resolve(null));
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.on('exit', kill);
  const pidFile = `${logFile}.pid`;
  writeFileSync(pidFile, String(child.pid ?? ''));
  return {
    async waitUntil(isReady) {
      const end = Date.now() + startBoundMs;
      while (!(await isReady().catch(() => false))) {
        if (hasEnded(child) || Date.now() > end) {
          const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-15).join('\n');
          throw new Error(`${command} did not become ready; its last words:\n${lines}`);
        }
        await setTimeout(100);
      }
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = globalThis.setTimeout(kill, stopBoundMs);
      const code = await ended;
      clearTimeout(timer);
      process.off('exit', kill);
      log.end();
      await rm(pidFile, { force: true });
      return code;
    },
  };
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/** Ends what a test process left behind when it was killed itself. */
export function killLeftovers(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.pid'))) {
    try {
      process.kill(Number(readFileSync(join(folder, name), 'utf8')), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Ports that nobody listens on at the moment. They are held together, so no two are the same. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening');
      return (server.address() as { port: number }).port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
