// Logs are JSON lines on standard output, one per request, written asynchronously: a slow reader of the log must not
// slow down answers. Lines wait for each other a moment, so that one write takes many of them. What is still in memory is
// written when the process exits.

import { setLogger } from '@grpc/grpc-js';
import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** Who writes, such as "service". */
  readonly name: string;
}

/** Lines are written once there are so many bytes of them, or after this time. */
const waitingBytes = 8192;
const waitingMs = 100;

/** Creates the logger of a process or of one part of it. */
export function createLogger({ level, name }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { name },
      timestamp: createClock(),
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 1, sync: false, minLength: waitingBytes, periodicFlush: waitingMs }),
  );
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
