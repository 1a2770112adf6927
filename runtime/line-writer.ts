// Standard output and standard error of a server. What reads them may be slow, gone or stuck, and a file may have no
// room: lines are dropped then. No write waits, none throws, and what waits in memory is bounded.
//
// A pipe or a terminal is written to at once: the kernel takes what it has room for. A write to anything else may take
// its time, so a thread of libuv makes it.

import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';

export interface LineWriterOptions {
  readonly descriptor: 1 | 2;
  /** Lines are written once there are so many bytes of them, or after `waitingMs`. */
  readonly waitingBytes: number;
  readonly waitingMs: number;
  /** Bytes that may wait; a line beyond them is dropped. */
  readonly maxBytes: number;
  /** Told how many lines were dropped, and why. */
  readonly onDrop: (lines: number, problem: string) => void;
}

const newline = 0x0a;
const unread = 'what reads it is too slow, or does not read';
/** How long to wait for a reader that has fallen behind: longer with each try in vain. */
const retryMs = { first: 1, longest: 50 };
/** Chunks shorter than this go together: many short writes by a thread take longer than one. */
const shortBytes = 64 * 1024;
/** The time that an exit gives to what is still in memory. A write that takes longer by then is stuck. */
const exitMs = 1000;

export class LineWriter {
  readonly #options: LineWriterOptions;
  readonly #descriptor: number;
  readonly #isBlocking: boolean;
  /** Lines that wait for more of them. */
  #lines = '';
  /** What is to be written, in order. */
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  /** Whether what was written last is a part of a line, and whether the rest of it was dropped. */
  #isMidLine = false;
  #isTorn = false;
  #timer: NodeJS.Timeout | undefined;
  /** Whether the timer is for a reader that has fallen behind. */
  #isBehind = false;
  #retryMs = retryMs.first;
  /** Since when a thread writes the first chunk. */
  #writingSince: number | undefined;

  constructor(options: LineWriterOptions) {
    this.#options = options;
    const own = openOnceMore(options.descriptor);
    this.#descriptor = own ?? options.descriptor;
    this.#isBlocking = own === undefined;
    writers.push(this);
  }

  /** Takes a line with its line break. */
  write(line: string): void {
    const { waitingBytes, waitingMs, maxBytes, onDrop } = this.#options;
    if (this.#bytes + this.#lines.length + line.length > maxBytes) {
      onDrop(1, unread);
      return;
    }
    this.#lines += line;
    if (this.#lines.length < waitingBytes) {
      this.#timer ??= setTimeout(this.#send, waitingMs).unref();
      return;
    }
    this.#collect();
    if (!this.#isBehind) this.#send();
  }

  /** Whether there is anything left to write. */
  get isBusy(): boolean {
    return this.#bytes > 0 || this.#lines !== '';
  }

  /** Whether a thread hangs in a write that nothing can end but the end of the process. */
  get isStuck(): boolean {
    return this.#writingSince !== undefined && performance.now() - this.#writingSince > exitMs;
  }

  /** Writes all that is there without going back to the event loop, and drops what is left at the given time. */
  finish(end: number): void {
    if (this.isStuck) return;
    if (this.#writingSince !== undefined) {
      // The exit waits for the thread. It has the first chunk, and most likely needs no more than this to write it.
      pause(5);
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
    }
    for (let chunk = this.#next(); chunk; chunk = this.#next()) {
      try {
        this.#take(writeSync(this.#descriptor, chunk));
      } catch (error) {
        if (isReaderBusy(error) && performance.now() < end) pause(retryMs.longest);
        else this.#drop(error);
      }
    }
  }

  /** The first chunk, made of the lines that wait if there is no other. */
  #next(): Buffer | undefined {
    if (this.#chunks.length === 0) this.#collect();
    const [chunk] = this.#chunks;
    if (this.#chunks.length > 1 && chunk && chunk.length < shortBytes) {
      this.#chunks.unshift(Buffer.concat(this.#chunks.splice(0)));
    }
    return this.#chunks[0];
  }

  #collect(): void {
    if (this.#lines === '') return;
    const chunk = Buffer.from(this.#isTorn ? `\n${this.#lines}` : this.#lines);
    this.#isTorn = false;
    this.#lines = '';
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  readonly #send = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isBehind = false;
    if (this.#isBlocking) this.#sendByThread();
    else this.#sendNow();
  };

  #sendNow(): void {
    for (let chunk = this.#next(); chunk; chunk = this.#next()) {
      try {
        this.#take(writeSync(this.#descriptor, chunk));
      } catch (error) {
        if (this.#fail(error)) return;
      }
    }
  }

  #sendByThread(): void {
    const chunk = this.#writingSince === undefined ? this.#next() : undefined;
    if (!chunk) return;
    this.#writingSince = performance.now();
    write(this.#descriptor, chunk, (error, count) => {
      this.#writingSince = undefined;
      if (!error) this.#take(count);
      if (!error || !this.#fail(error)) this.#sendByThread();
    });
  }

  #take(count: number): void {
    const chunk = this.#chunks.shift() as Buffer;
    this.#bytes -= count;
    this.#retryMs = retryMs.first;
    if (count > 0) this.#isMidLine = chunk[count - 1] !== newline;
    if (count < chunk.length) this.#chunks.unshift(chunk.subarray(count));
  }

  /** Tells whether there will be another try; if not, what was to be written is dropped. */
  #fail(error: unknown): boolean {
    if (isReaderBusy(error)) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#send, this.#retryMs).unref();
      this.#retryMs = Math.min(2 * this.#retryMs, retryMs.longest);
      this.#isBehind = true;
      return true;
    }
    this.#drop(error);
    return false;
  }

  #drop(error: unknown): void {
    let lines = 0;
    for (const chunk of this.#chunks.splice(0)) {
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) lines += 1;
    }
    this.#bytes = 0;
    this.#isTorn = this.#isMidLine;
    const problem = isReaderBusy(error) ? unread : (error as Error).message.replace(/, write$/, '');
    if (lines > 0) this.#options.onDrop(lines, problem);
  }
}

const writers: LineWriter[] = [];
let exitEnd: number | undefined;

/** Gives what is still in memory its time to be written. To be awaited by a server that has ended everything else. */
export async function settleWriters(): Promise<void> {
  exitEnd = performance.now() + exitMs;
  while (writers.some(({ isBusy }) => isBusy) && performance.now() < exitEnd) await sleep(10);
}

// Whatever ends the process. The log comes before standard error, which tells what of it was dropped.
process.on('exit', () => {
  exitEnd ??= performance.now() + exitMs;
  const isStuck = writers.some((writer) => writer.isStuck);
  for (const writer of writers) writer.finish(exitEnd);
  // An exit waits for all threads, so it would wait for ever.
  if (isStuck) process.kill(process.pid, 'SIGKILL');
});

/**
 * Opens a pipe or a terminal once more, so that writes to it never wait. The flag belongs to an open file: set on the one
 * that other processes have as well, it would be theirs to take away. Undefined where that cannot be done.
 */
function openOnceMore(descriptor: 1 | 2): number | undefined {
  const found = fstatSync(descriptor);
  // Node sets the flag when it makes a stream of a pipe or a socket. With luck it stays, and no thread gets stuck.
  if (found.isFIFO() || found.isSocket()) (descriptor === 1 ? process.stdout : process.stderr).on('error', () => {});
  if (!found.isFIFO() && !isatty(descriptor)) return undefined;
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

function isReaderBusy(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EAGAIN';
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
