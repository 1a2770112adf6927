// Logs are JSON lines on standard output, one per request. Lines may be lost, answers may not: see line-writer. Lines
// wait for each other a moment, so that one write takes many of them.

import { setLogger } from '@grpc/grpc-js';
import { type Logger, pino } from 'pino';
import { Counter, type Registry } from 'prom-client';
import { LineWriter } from './line-writer.js';

export type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** Who writes, such as "service". */
  readonly name: string;
  /** Where lines that were dropped are counted. */
  readonly registry?: Registry;
}

const waiting = { waitingBytes: 8192, waitingMs: 100, maxBytes: 1024 * 1024 };
const tellEveryMs = 60_000;

/** Creates the logger of a process. */
export function createLogger({ level, name, registry }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { name },
      timestamp: createClock(),
      formatters: { level: (label) => ({ level: label }) },
    },
    new LineWriter({ descriptor: 1, ...waiting, onDrop: createDropReport(name, registry) }),
  );
}

/**
 * Counts lines that were dropped, and says so on standard error: at once, and then once a minute at most. Opens standard
 * error right away, so that a warning of Node cannot get stuck there either.
 */
function createDropReport(name: string, registry: Registry | undefined): (lines: number, problem: string) => void {
  const counter = new Counter({
    name: 'podmutator_log_lines_dropped_total',
    help: 'Lines of the log that were dropped because standard output did not take them.',
    registers: registry ? [registry] : [],
  });
  let total = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const notices = openNotices();
  return (lines, problem) => {
    counter.inc(lines);
    total += lines;
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    notices.write(`${name}: standard output does not take the log (${problem}); lines dropped so far: ${total}\n`);
  };
}

let notices: LineWriter | undefined;

function openNotices(): LineWriter {
  notices ??= new LineWriter({ descriptor: 2, waitingBytes: 1, waitingMs: 0, maxBytes: 64 * 1024, onDrop() {} });
  return notices;
}

/** Writes to standard error what a server has to say there. Where that cannot be written, it is lost. */
export function writeNotice(text: string): void {
  openNotices().write(text);
}

/** Writes the time as pino's own `isoTime` does, but all of it only once a second. */
function createClock(): () => string {
  let second = Number.NaN;
  let prefix = '';
  return () => {
    const now = Date.now();
    const milliseconds = now % 1000;
    if (now - milliseconds !== second) {
      second = now - milliseconds;
      prefix = `,"time":"${new Date(second).toISOString().slice(0, -'000Z'.length)}`;
    }
    return `${prefix}${String(milliseconds).padStart(3, '0')}Z"`;
  };
}

/**
 * Sends what grpc-js itself has to say to `logger`. It says little; for a bug report set GRPC_TRACE=all and
 * GRPC_VERBOSITY=DEBUG.
 */
export function routeGrpcLog(logger: Logger): void {
  const log =
    (level: 'error' | 'info' | 'debug') =>
    (...parts: unknown[]): void =>
      logger[level]({ grpcLog: parts.map(String).join(' ') }, 'grpc-js');
  setLogger({ error: log('error'), info: log('info'), debug: log('debug') });
}
