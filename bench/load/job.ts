// What the process that makes the load is asked for, and what it reports. Plain data.

import type { AnswerRule } from './expected-answer.js';

export interface Job {
  readonly url: string;
  readonly ca: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: Uint8Array;
  /** Where the body has room for a serial number; without it all bodies are alike. */
  readonly serialAt?: number | undefined;
  /** The status of every answer. */
  readonly status: number;
  readonly rule: AnswerRule;
  readonly connections: number;
  /** Open loop: reviews per second on a fixed schedule. Without it every connection sends as soon as it can. */
  readonly perSecond?: number | undefined;
  readonly warmupMs: number;
  /** The measured window: so long, or until so many reviews were answered. */
  readonly window: { readonly ms: number } | { readonly answers: number };
  /** The processes whose CPU time and memory are read at both ends of the window. */
  readonly pids: readonly number[];
}

export interface MemorySample {
  /** Reviews that were answered by then. */
  readonly answers: number;
  /** Of each process, in megabytes. */
  readonly resident: readonly number[];
}

export interface Report {
  readonly answers: number;
  readonly seconds: number;
  /** CPU time of all processes together. */
  readonly cpuMicrosPerAnswer: number;
  /** CPU time of each process, in the order of the job. */
  readonly cpuMicrosByProcess: readonly number[];
  /** CPU time that the load itself took. */
  readonly loadMicrosPerAnswer: number;
  /** What everything else on the machine took of its CPU time, in percent. */
  readonly othersPercent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Twice a second through the window, and at its end. */
  readonly memory: readonly MemorySample[];
}
