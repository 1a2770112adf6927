// Translates between messages and what callers send and read, in a thread of its own, one after the other.

import { Worker } from 'node:worker_threads';
import { type ErrorDetails, PodMutatorError } from '../../proto/errors.js';
import type { PreviewedText } from '../../proto/preview-answer.js';
import { buildFolder } from '../../runtime/folders.js';
import type { AnswerForm } from './media-types.js';

/** `read`: the JSON of a PreviewRequest → message; `write`: a PreviewResponse → its JSON, or what people read. */
export type JsonTask = { readonly bytes: Uint8Array<ArrayBuffer> } & (
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly form: AnswerForm; readonly text: PreviewedText }
);

export interface JsonJob {
  readonly id: number;
  readonly task: JsonTask;
}

export type JsonAnswer =
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string; readonly details: ErrorDetails }
  | { readonly kind: 'bug'; readonly id: number; readonly message: string; readonly stack: string };

interface Waiting {
  readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (error: Error) => void;
}

/** A preview of 16 MiB on the wire takes about half of it as objects. */
const defaultMemoryMb = 192;

const stopping = new PodMutatorError('the adapter is stopping', { code: 'UNAVAILABLE', reason: 'DRAINING' });

const lost = new PodMutatorError('another preview took all memory; try again', {
  code: 'UNAVAILABLE',
  reason: 'PREVIEW_INTERRUPTED',
});

const tooComplex = new PodMutatorError(
  'the preview takes too much memory as JSON; split the manifest, or name objects',
  {
    code: 'RESOURCE_EXHAUSTED',
    reason: 'ANSWER_TOO_LARGE',
  },
);

/** Starts the thread at once: whoever opens the page should not wait for it. */
export class JsonWorker {
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #lastId = 0;
  #isClosed = false;

  readonly #memoryMb: number;

  constructor({ memoryMb = defaultMemoryMb }: { readonly memoryMb?: number } = {}) {
    this.#memoryMb = memoryMb;
    this.#thread = this.#startThread();
  }

  /**
   * Hands the bytes of `task` over, which must have memory of their own and are empty afterwards. Rejects with
   * PodMutatorError if they are not the JSON of such a message, or with Error for a bug.
   */
  async translate(task: JsonTask): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isClosed) {
      throw stopping;
    }
    this.#thread ??= this.#startThread();
    const thread = this.#thread;
    this.#lastId += 1;
    const id = this.#lastId;
    const job: JsonJob = { id, task };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      thread.postMessage(job, [task.bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = this.#thread;
    this.#fail(stopping, stopping);
    await thread?.terminate();
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('adapter/playground/json-thread.js', buildFolder), {
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb },
    });
    const fail = (error: Error): void => {
      if (thread === this.#thread) this.#fail(error, lost);
    };
    thread.on('message', (answer: JsonAnswer) => this.#settle(answer));
    thread.on('error', (error: Error & { readonly code?: string }) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooComplex : error),
    );
    thread.on('exit', (code) => fail(new Error(`the thread of the JSON form ended with exit code ${code}`)));
    thread.unref();
    return thread;
  }

  // The oldest job is the one that was being done; the others had no part in it.
  #fail(oldest: Error, others: Error): void {
    this.#thread = undefined;
    const failed = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const [index, { reject }] of failed.entries()) reject(index === 0 ? oldest : others);
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
