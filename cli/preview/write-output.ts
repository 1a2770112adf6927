// Standard output of a verb. A reader that goes away in the middle (`| head`) ends the process without a word.

import { exitCodes } from '../command.js';

/** Writes text, or its bytes, and waits until it is taken, so that a slow reader bounds what is held in memory. */
export async function writeOutput(text: string | Uint8Array): Promise<void> {
  if (text.length === 0) {
    return;
  }
  await new Promise<void>((resolve, reject) => {
    // Emitted behind the callback of a write that failed: without a listener it would end the process with a stack.
    process.stdout.once('error', reject);
    process.stdout.write(text, (error) => {
      if (error) return reject(error);
      process.stdout.off('error', reject);
      return resolve();
    });
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      process.exit(exitCodes.unavailable);
    }
    throw new Error(`standard output cannot be written: ${error.message}`, { cause: error });
  });
}
