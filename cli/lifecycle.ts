// From start to exit: signals, an orderly stop, and nothing that can hang.

import type { Logger } from 'pino';

export interface Running {
  /** Ends the work in an orderly way and resolves in bounded time. */
  readonly stop: () => Promise<void>;
}

/**
 * Waits for SIGTERM or SIGINT, then stops. A second signal ends the process at once.
 * Resolves when everything has stopped; the caller decides on the exit code.
 */
export async function stopOnSignal(running: Running, logger: Logger): Promise<void> {
  const signal = await nextSignal();
  logger.info({ signal }, 'stopping');
  void nextSignal().then(() => process.exit(1));
  await running.stop();
  logger.info('stopped');
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
