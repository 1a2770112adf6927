// From start to exit: signals, an orderly stop, and nothing that can hang.

import type { Logger } from 'pino';
import { settleWriters } from '../../runtime/line-writer.js';

/** How long to go on serving, and how long what is in flight may take after that. */
export interface Shutdown {
  readonly graceMs: number;
  readonly timeoutMs: number;
}

/**
 * Waits for SIGTERM or SIGINT, then stops. A person at the keyboard (SIGINT) need not wait for the grace. A second
 * signal ends the process at once. Resolves when everything has stopped; the caller decides on the exit code.
 */
export async function stopOnSignal(
  stop: (shutdown: Shutdown) => Promise<void>,
  shutdown: Shutdown,
  logger: Logger,
): Promise<void> {
  const signal = await nextSignal();
  logger.info({ signal }, 'stopping');
  void nextSignal().then(() => process.exit(1));
  await stop(signal === 'SIGINT' ? { ...shutdown, graceMs: 0 } : shutdown);
  logger.info('stopped');
  await settleWriters();
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const finish = (signal: NodeJS.Signals): void => {
      process.off('SIGTERM', finish);
      process.off('SIGINT', finish);
      resolve(signal);
    };
    process.on('SIGTERM', finish);
    process.on('SIGINT', finish);
  });
}
