// A command may start others: all of them are what it costs.

import { readdirSync, readFileSync } from 'node:fs';

/** The process and all that come from it, by the parents in /proc. */
export function findDescendants(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readParent(name) === pid)
    .map(Number);
  return [pid, ...children.flatMap(findDescendants)];
}

function readParent(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended since the folder was read.
    return undefined;
  }
}
