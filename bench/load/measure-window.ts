// The measured part of a load: what the processes cost from its first moment to its last, and how long answers took.

import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHistogram, type Histogram } from '../measure/histogram.js';
import { readCpuMicros, readMachineSeconds, readResidentMegabytes } from '../measure/process-usage.js';
import { nowMicros } from './clock.js';
import type { Job, MemorySample, Report } from './job.js';

/** How long an answer may take before the load counts as hung. */
const stallMs = 30_000;
const memoryIntervalMs = 500;

/** What the load itself goes by. */
export interface Course {
  /** Where latencies go at the moment. */
  latencies: Histogram;
  isRunning: boolean;
}

export function createCourse(): Course {
  return { latencies: createHistogram(), isRunning: true };
}

type Window = Pick<Job, 'warmupMs' | 'window' | 'pids'>;

/**
 * Waits for the end of the warm-up, then measures.
 * @param failed rejects if an answer is wrong; never resolves
 */
export async function measureWindow(job: Window, course: Course, failed: Promise<never>): Promise<Report> {
  await Promise.race([sleep(job.warmupMs), failed]);
  const latencies = createHistogram();
  const memory: MemorySample[] = [];
  const readMemory = (): void => {
    memory.push({ answers: latencies.count, resident: job.pids.map(readResidentMegabytes) });
  };
  const readAll = (): readonly number[] => [process.pid, ...job.pids].map(readCpuMicros);
  const [before, machineBefore, begin] = [readAll(), readMachineSeconds(), nowMicros()];
  course.latencies = latencies;
  const timer = setInterval(readMemory, memoryIntervalMs);
  try {
    await Promise.race([waitForEnd(job.window, latencies), failed]);
  } finally {
    clearInterval(timer);
  }
  const [end, machineAfter, after] = [nowMicros(), readMachineSeconds(), readAll()];
  const answers = latencies.count;
  if (answers === 0) {
    throw new Error('expected answers, found none in the whole window');
  }
  readMemory();
  course.isRunning = false;
  const [own = 0, ...theirs] = after.map((micros, index) => (micros - (before[index] ?? 0)) / answers);
  const seconds = (end - begin) / 1e6;
  const ours = (own + sum(theirs)) * answers * 1e-6;
  return {
    answers,
    seconds,
    cpuMicrosPerAnswer: sum(theirs),
    cpuMicrosByProcess: theirs,
    loadMicrosPerAnswer: own,
    othersPercent: Math.max(0, (100 * (machineAfter - machineBefore - ours)) / seconds / cpus().length),
    p50Ms: latencies.percentile(0.5) / 1000,
    p99Ms: latencies.percentile(0.99) / 1000,
    maxMs: latencies.max / 1000,
    memory,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function waitForEnd(window: Job['window'], latencies: Histogram): Promise<void> {
  if ('ms' in window) {
    await sleep(window.ms);
    return;
  }
  let [seen, seenAt] = [0, nowMicros()];
  while (latencies.count < window.answers) {
    await sleep(5);
    if (latencies.count > seen) {
      [seen, seenAt] = [latencies.count, nowMicros()];
    } else if (nowMicros() - seenAt > stallMs * 1000) {
      throw new Error(`expected ${window.answers} answers, found ${seen} and none for ${stallMs / 1000} s`);
    }
  }
}
