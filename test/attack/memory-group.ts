// The memory limit of a container, around one process: the kernel kills it beyond, and Node knows of it.
//
// It needs a control group that this process may make. Where it may not, Node is told the limit, and the peak that
// /proc tells is held against it, but nothing is killed.

import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MemoryGroup {
  /** What to start, so that it runs in the group, in place of `command args`. */
  wrap(command: string, args: readonly string[]): readonly [string, readonly string[]];
  /** After the process has ended. */
  remove(): void;
}

let groups = 0;
/** The kernel may need a moment after a process has ended, so they are tried again. */
const left = new Set<string>();

function removeFolders(folder: string): void {
  left.add(folder);
  for (const one of left) {
    try {
      rmdirSync(one);
      left.delete(one);
    } catch {
      // The next time, or never: an empty group costs nothing.
    }
  }
}

export function createMemoryGroup(bytes: number): MemoryGroup {
  const folder = makeFolder(bytes);
  if (folder === undefined) {
    const limits = [`--max-old-space-size=${bytes / 2 ** 20}`, '--import', tellLimit(bytes)];
    return { wrap: (command, args) => [command, [...limits, ...args]], remove() {} };
  }
  return {
    wrap: (command, args) => ['/bin/sh', ['-c', enter, folder, command, ...args]],
    remove: () => removeFolders(folder),
  };
}

/** The shell becomes a member and then the command. */
const enter = 'echo $$ > "$0/cgroup.procs" && exec "$@"';

function tellLimit(bytes: number): string {
  return `data:text/javascript,process.constrainedMemory=()=>${bytes}`;
}

// Version 1 has a tree for memory alone, version 2 one for everything.
function makeFolder(bytes: number): string | undefined {
  try {
    const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
    const own = lines.find((line) => line.includes(':memory:'))?.split(':')[2];
    const [parent, file] =
      own === undefined
        ? [
            join('/sys/fs/cgroup', lines.find((line) => line.startsWith('0::'))?.slice('0::'.length) ?? ''),
            'memory.max',
          ]
        : [join('/sys/fs/cgroup/memory', own), 'memory.limit_in_bytes'];
    groups += 1;
    const folder = join(parent, `podmutator-${process.pid}-${groups}`);
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, file), String(bytes), { flag: 'r+' });
    } catch (error) {
      rmdirSync(folder);
      throw error;
    }
    return folder;
  } catch {
    return undefined;
  }
}
