// Translates between messages and their JSON in a thread of its own, one after the other.

import { Worker } from 'node:worker_threads';
import { type ErrorDetails, PodMutatorError } from '../../proto/errors.js';

export interface JsonJob {
  readonly id: number;
  /** `read`: JSON → message; `write`: message → JSON. */
  readonly kind: 'read' | 'write';
  /** The full name of the message. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type JsonAnswer =
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string; readonly details: ErrorDetails }
  | { readonly kind: 'bug'; readonly id: number; readonly message: string; readonly stack: string };

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** A message of the largest size takes about half of it as objects. */
const memoryMb = 512;

/** Starts the thread at once: whoever opens the page should not wait for it. */
export class JsonWorker {
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor() {
    this.#thread = this.#startThread();
  }

  /** Rejects with PodMutatorError if `bytes` are not the JSON of such a message, or with Error for a bug. */
  async translate(kind: JsonJob['kind'], type: string, bytes: Uint8Array): Promise<Uint8Array> {
    if (this.#isClosed) {
      throw new PodMutatorError('the adapter is stopping', { code: 'UNAVAILABLE', reason: 'DRAINING' });
    }
    this.#thread ??= this.#startThread();
    const thread = this.#thread;
    this.#lastId += 1;
    const id = this.#lastId;
    // A copy: small buffers of Node share their memory, which must not be handed over.
    const job: JsonJob = { id, kind, type, bytes: new Uint8Array(bytes) };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      thread.postMessage(job, [job.bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.terminate();
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('./json-thread.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const fail = (error: Error): void => {
      if (thread !== this.#thread) return;
      this.#thread = undefined;
      const failed = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of failed) reject(error);
    };
    thread.on('message', (answer: JsonAnswer) => this.#settle(answer));
    thread.on('error', fail);
    thread.on('exit', (code) => fail(new Error(`the thread of the JSON form ended with exit code ${code}`)));
    thread.unref();
    return thread;
  }

  #settle(answer: JsonAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    switch (answer.kind) {
      case 'bytes':
        waiting?.resolve(answer.bytes);
        return;
      case 'refusal':
        waiting?.reject(new PodMutatorError(answer.message, answer.details));
        return;
      default:
        waiting?.reject(Object.assign(new Error(answer.message), { stack: answer.stack }));
    }
  }
}
