// One process as the image runs it: with its flags, its environment and the memory limit of a container.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { nodeEnvironment, nodeFlags } from '../kit/project.js';
import { createMemoryGroup } from './memory-group.js';

export interface ConfinedProcess {
  readonly name: string;
  readonly limitBytes: number;
  readonly pid: number;
  isAlive(): boolean;
  /** Forgets the peak so far; what is resident now is where the next one begins. */
  resetPeak(): void;
  /** The most that was resident since then. */
  readPeakBytes(): number;
  /** Resolves with the exit code, null after a signal. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export interface ConfinedOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly limitBytes: number;
  /** A file, or a pipe that is never read. */
  readonly stdout: { readonly file: string } | 'unread';
}

export function startConfined({ name, args, limitBytes, stdout }: ConfinedOptions): ConfinedProcess {
  const group = createMemoryGroup(limitBytes);
  const [command, all] = group.wrap(process.execPath, [...nodeFlags, ...args]);
  const output = stdout === 'unread' ? 'pipe' : openSync(stdout.file, 'a');
  const child = spawn(command, all, {
    stdio: ['ignore', output, 'inherit'],
    env: { ...process.env, ...nodeEnvironment, NODE_ENV: 'production' },
  });
  if (typeof output === 'number') closeSync(output);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const pid = child.pid as number;
  // Of the last moment at which it could be read: nothing is told of a process that has ended.
  let peakBytes = 0;
  const readPeakBytes = (): number => {
    peakBytes = readPeak(pid) ?? peakBytes;
    return peakBytes;
  };
  return {
    name,
    limitBytes,
    pid,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    resetPeak() {
      // "5" is the peak, see proc(5).
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    },
    readPeakBytes,
    async stop(signal) {
      child.kill(signal);
      const [code] = await exited;
      process.off('exit', kill);
      group.remove();
      return code;
    },
  };
}

function readPeak(pid: number): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
