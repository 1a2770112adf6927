// What processes cost, as the operating system counts it. Linux only: other systems have no /proc.
//
// CPU time is read per thread from schedstat, in nanoseconds. /proc/PID/stat has the same sum, but in steps of 10 ms,
// which is too coarse for a load of 300 reviews per second.

import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of all threads of a process so far, in microseconds. */
export function readCpuMicros(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]);
  }
  return nanoseconds / 1000;
}

/** Resident memory of one process, in megabytes of 1,000,000 bytes. */
export function readResidentMegabytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** CPU time of the children of this process that have ended, in seconds. Steps of 10 ms. */
export function readEndedChildrenSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  // The second field is the name of the program, in parentheses; it may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

/** CPU time of everything on this machine so far, in seconds. Steps of 10 ms. */
export function readMachineSeconds(): number {
  // cpu user nice system idle iowait irq softirq steal …; guests are counted in user.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = readFileSync('/proc/stat', 'latin1')
    .slice('cpu'.length)
    .trimStart()
    .split(' ', 8)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
}

/** The unit of /proc/PID/stat, which is the same for all architectures that Node runs on. */
const ticksPerSecond = 100;
