// A process that is measured, started as a user would start it: output to a file, and ended by SIGTERM.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface BenchProcess {
  readonly pid: number;
  /** The line of the log that says "ready", parsed. */
  readonly ready: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly command?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

const startBoundMs = 30_000;
const stopBoundMs = 20_000;

/** Resolves when the process has written a JSON line with "msg":"ready". */
export async function startProcess(options: ProcessOptions): Promise<BenchProcess> {
  const { child, stop } = spawnLogged(options);
  const end = Date.now() + startBoundMs;
  for (;;) {
    const text = await readFile(options.logFile, 'utf8');
    const line = text.split('\n').find((one) => one.includes('"msg":"ready"') && one.endsWith('}'));
    if (line) {
      return { pid: child.pid ?? 0, ready: JSON.parse(line), stop };
    }
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`${options.args.join(' ')} did not get ready; its last words:\n${text.slice(-2000)}`);
    }
    await sleep(10);
  }
}

export interface LoggedProcess {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export function spawnLogged({ command = process.execPath, args, env, logFile }: ProcessOptions): LoggedProcess {
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once('exit', resolve).once('error', resolve);
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.on('exit', kill);
  return {
    child,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(kill, stopBoundMs);
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}
