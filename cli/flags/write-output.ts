// Standard output and standard error of a command that does one thing and ends. All of the output is written, or the
// command says that it is not: what reads it usually acts on it.

import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { exitCodes } from './exit-codes.js';

/**
 * Writes text, or its bytes, to standard output and waits until it is taken, so that a slow reader bounds what is held
 * in memory. A reader that goes away in the middle (`| head`) ends the process without a word.
 * @throws Error saying why it cannot be written
 */
export async function writeOutput(text: string | Uint8Array): Promise<void> {
  try {
    await write(process.stdout, 1, text);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EPIPE') process.exit(exitCodes.unavailable);
    throw new Error(`standard output cannot be written: ${message}`, { cause });
  }
}

/** Writes to standard error. Where that cannot be written, the exit code has to do. */
export async function writeMessage(text: string): Promise<void> {
  await write(process.stderr, 2, text).catch(() => {});
}

async function write(stream: NodeJS.WriteStream, descriptor: 1 | 2, text: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(text);
  if (!(stream instanceof Socket)) {
    // A file. Node's stream for it takes the first part of a text on a disk that becomes full for all of it.
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    return;
  }
  if (bytes.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    // Emitted behind the callback of a write that failed: without a listener it would end the process with a stack.
    stream.once('error', reject);
    stream.write(bytes, (error) => {
      if (error) return reject(error);
      stream.off('error', reject);
      return resolve();
    });
  });
}
