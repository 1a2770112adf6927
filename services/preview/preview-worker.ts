// Previews of a server, and decisions with everything about them (VIEW_FULL), in a thread of their own.
//
// Reading a manifest can take seconds, as can explaining a large Pod, and while JavaScript computes, its thread answers nobody: no review, no health
// check. So a thread of its own does it. It is started by the first of them, since most instances never see one, and
// stopped when nobody asks any more. There is one, so that previews cannot take all processors; others wait in a queue.
// Nothing but an end of the thread interrupts a computation: that is how deadlines are kept.

import { Worker } from 'node:worker_threads';
import type { CallOptions } from '../../proto/api.js';
import { EncodedPreview } from '../../proto/encoded-preview.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { PodMutator } from '../../proto/load.js';
import { buildFolder } from '../../runtime/folders.js';
import { PatchCheckError } from '../decisions/pipeline.js';
import { InputError, type InputProblem } from '../pod/input-error.js';
import { checkAnswerSize } from '../rpc/answer-size.js';
import type { EvaluationJob, FullViewJob, PreviewJob } from '../rpc/evaluation-job.js';
import { callerGone, callTooLong, deadlinePassed, draining, overloaded } from '../rpc/refusals.js';

/** How previews are kept from disturbing reviews. */
export interface PreviewLimits {
  /** Evaluations that may wait, and characters that their manifests and Pods may have together. Beyond it new ones are rejected. */
  readonly queueMax: number;
  readonly queueCharactersMax: number;
  /** How long a thread without work is kept. */
  readonly idleMs: number;
  /** What the objects of the thread may take. A manifest that needs more ends it. */
  readonly memoryMb: number;
}

export const previewDefaults: Omit<PreviewLimits, 'memoryMb'> = {
  queueMax: 256,
  queueCharactersMax: 32 * 1024 * 1024,
  idleMs: 60_000,
};

export interface ThreadData {
  /** Address of the module that exports `mutators`, since functions cannot cross to a thread; undefined: the registry. */
  readonly mutatorModule: string | undefined;
  /** Names of the mutators that the service runs. */
  readonly mutators: readonly string[];
}

/** What becomes of a job. Errors travel as data, since an error that crosses loses its class. */
export type ThreadAnswer =
  | { readonly kind: 'response'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'input-error'; readonly problem: InputProblem }
  | { readonly kind: 'patch-check-error' | 'error'; readonly message: string; readonly stack: string };

type PreviewWorkerOptions = PreviewLimits & ThreadData;

interface Task {
  readonly job: EvaluationJob;
  readonly settle: (outcome: Outcome) => void;
}

type Outcome = { readonly bytes: Uint8Array } | { readonly error: Error };

/** What a stream has around a response: a number, and lengths. */
const itemBytes = 32;

const { responseDeserialize } = PodMutator.service.MutatePod;

/** The previews of a server. */
export class PreviewWorker {
  readonly #options: PreviewWorkerOptions;
  readonly #waiting: Task[] = [];
  #active: Task | undefined;
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: PreviewWorkerOptions) {
    this.#options = options;
  }

  /**
   * Evaluates a preview, within the deadline of the call and the longest time that the settings allow.
   * Rejects with InputError, PatchCheckError, PodMutatorError, or Error for a bug.
   */
  async runPreview(job: PreviewJob, call: CallOptions): Promise<EncodedPreview> {
    return new EncodedPreview(await this.#run(job, call));
  }

  /** Decides on a Pod and tells everything about it; otherwise as above. */
  async runFullView(job: FullViewJob, call: CallOptions): Promise<MutatePodResponse__Output> {
    const { buffer, byteOffset, byteLength } = await this.#run(job, call);
    checkAnswerSize('MutatePod', byteLength + itemBytes, job.request.maxResponseBytes);
    return responseDeserialize(Buffer.from(buffer, byteOffset, byteLength));
  }

  async #run(job: EvaluationJob, call: CallOptions): Promise<Uint8Array> {
    if (this.#isClosed) {
      throw draining;
    }
    if (this.#isFull(job)) {
      throw overloaded;
    }
    return new Promise((resolve, reject) => {
      const stopWatching = watchCall(job, call, (error) => {
        if (task === this.#active) void this.#endThread();
        task.settle({ error });
      });
      const task: Task = {
        job,
        settle: (outcome) => {
          stopWatching();
          this.#remove(task);
          if ('bytes' in outcome) resolve(outcome.bytes);
          else reject(outcome.error);
        },
      };
      this.#waiting.push(task);
      if (!this.#active) this.#startNext();
    });
  }

  /** Ends the thread; previews that are not done are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const task of [...this.#waiting]) task.settle({ error: draining });
    const ended = this.#endThread();
    this.#active?.settle({ error: draining });
    await ended;
  }

  #isFull(job: EvaluationJob): boolean {
    const { queueMax, queueCharactersMax } = this.#options;
    const characters = this.#waiting.reduce((sum, waiting) => sum + measure(waiting.job), 0);
    return this.#waiting.length >= queueMax || characters + measure(job) > queueCharactersMax;
  }

  #remove(task: Task): void {
    if (task === this.#active) {
      this.#startNext();
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(task), 1);
  }

  #startNext(): void {
    clearTimeout(this.#idle);
    const next = this.#waiting.shift();
    this.#active = next;
    if (!next) {
      this.#idle = setTimeout(() => this.#endThread(), this.#options.idleMs).unref();
      return;
    }
    this.#thread ??= this.#startThread();
    try {
      this.#thread.postMessage(toMessage(next.job));
    } catch (error) {
      next.settle({ error: error as Error });
    }
  }

  #startThread(): Worker {
    const { mutatorModule, mutators, memoryMb } = this.#options;
    const thread = new Worker(new URL('services/preview-thread.js', buildFolder), {
      workerData: { mutatorModule, mutators } satisfies ThreadData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const fail = (error: Error): void => {
      if (thread === this.#thread) {
        this.#thread = undefined;
        this.#active?.settle({ error });
      }
    };
    thread.on('message', (answer: ThreadAnswer) => {
      if (thread === this.#thread) this.#active?.settle(toOutcome(answer));
    });
    thread.on('error', (error) => fail(toThreadError(error, memoryMb, this.#active?.job.kind)));
    thread.on('exit', (code) => fail(new Error(`the thread of the previews ended with exit code ${code}`)));
    thread.unref();
    return thread;
  }

  async #endThread(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}

// Calls `end` once, when the time is over or the caller gone. Returns what ends the watch.
function watchCall(job: EvaluationJob, call: CallOptions, end: (error: PodMutatorError) => void): () => void {
  const { deadline = Number.POSITIVE_INFINITY, signal } = call;
  const longest = job.loaded.settings.limits.maxCallSeconds * 1000;
  const left = deadline - Date.now();
  const timer = setTimeout(() => end(left < longest ? deadlinePassed : callTooLong), Math.min(left, longest));
  const leave = (): void => end(callerGone);
  signal?.addEventListener('abort', leave, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  };
}

function toOutcome(answer: ThreadAnswer): Outcome {
  switch (answer.kind) {
    case 'response':
      return { bytes: answer.bytes };
    case 'input-error':
      return { error: new InputError(answer.problem) };
    default: {
      const error = answer.kind === 'error' ? new Error(answer.message) : new PatchCheckError(answer.message);
      error.stack = answer.stack;
      return { error };
    }
  }
}

function measure({ kind, request }: EvaluationJob): number {
  return kind === 'preview'
    ? request.contextManifests.reduce((sum, { length }) => sum + length, request.manifest.length)
    : request.podJson.length;
}

// The bytes of a Pod are a part of its message, which would cross as a whole.
function toMessage(job: EvaluationJob): EvaluationJob {
  if (job.kind === 'preview') {
    return job;
  }
  return { ...job, request: { ...job.request, podJson: Buffer.from(new Uint8Array(job.request.podJson).buffer) } };
}

function toThreadError(
  error: Error & { readonly code?: string },
  memoryMb: number,
  kind: EvaluationJob['kind'] | undefined,
): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
    return error;
  }
  if (kind === 'full view') {
    const description = `expected a Pod that can be explained in ${memoryMb} MiB of memory, found one that needs more`;
    return new PodMutatorError(`pod_json: ${description}; VIEW_BASIC needs less`, {
      code: 'RESOURCE_EXHAUSTED',
      reason: 'POD_TOO_COMPLEX',
      violations: [{ field: 'pod_json', description }],
    });
  }
  const description = `expected a manifest that can be evaluated in ${memoryMb} MiB of memory, found one that needs more`;
  return new PodMutatorError(`manifest: ${description}; split it`, {
    code: 'RESOURCE_EXHAUSTED',
    reason: 'MANIFEST_TOO_COMPLEX',
    violations: [{ field: 'manifest', description }],
  });
}
