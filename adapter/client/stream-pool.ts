// Streams to all addresses of the service, used in turn. Items wait here while no stream has room.

import type { CallOptions } from '../../proto/api.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PodMutatorClient } from '../../proto/gen/podmutator/v1/PodMutator.js';
import { PendingItem } from './pending-item.js';
import { PodStream } from './stream.js';

export interface StreamPoolOptions {
  readonly createClient: (target: string) => PodMutatorClient;
  readonly onReconnect: () => void;
  /** A stream broke: its address may be gone. */
  readonly onBroken: () => void;
}

export class StreamPool {
  readonly #options: StreamPoolOptions;
  readonly #streams = new Map<string, PodStream>();
  /** The same, to take turns. */
  #turns: readonly PodStream[] = [];
  readonly #waiting = new Set<PendingItem>();
  /** How many items were accepted and are not settled. Not a Set of them: in-flight.ts says why. */
  #open = 0;
  #announceIdle = (): void => {};
  #turn = 0;
  #isClosed = false;

  constructor(options: StreamPoolOptions) {
    this.#options = options;
  }

  /** Makes the streams those of `targets`: opens what is missing, lets go what is no longer among them. */
  setTargets(targets: readonly string[]): void {
    for (const [target, stream] of this.#streams) {
      if (!targets.includes(target)) {
        this.#streams.delete(target);
        stream.close();
      }
    }
    for (const target of targets) {
      if (!this.#streams.has(target)) this.#streams.set(target, this.#createStream(target));
    }
    this.#turns = [...this.#streams.values()];
  }

  mutatePod(request: MutatePodRequest__Output, options: CallOptions): Promise<MutatePodResponse__Output> {
    if (this.#isClosed) {
      return Promise.reject(closedError());
    }
    const item = new PendingItem(request, options, (gone) => this.#giveUp(gone));
    if (!item.isSettled) this.#accept(item);
    return item.promise;
  }

  /** Lets what is in flight be answered for at most `timeoutMs`, then lets go of everything. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    for (const item of this.#waiting) item.reject(closedError());
    this.#waiting.clear();
    const streams = this.#turns;
    for (const stream of streams) stream.close();
    const timer = setTimeout(() => {
      for (const stream of streams) stream.abort();
    }, timeoutMs);
    await this.#whenIdle();
    clearTimeout(timer);
    for (const stream of streams) stream.abort();
  }

  #accept(item: PendingItem): void {
    this.#open += 1;
    const forget = (): void => {
      this.#open -= 1;
      if (this.#open === 0) this.#announceIdle();
    };
    item.promise.then(forget, forget);
    this.#dispatch(item);
  }

  #whenIdle(): Promise<void> {
    if (this.#open === 0) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#announceIdle = resolve;
    });
  }

  #createStream(target: string): PodStream {
    return new PodStream({
      client: this.#options.createClient(target),
      onRoom: () => this.#flush(),
      onLost: (items, error) => this.#takeBack(items, error),
      onReconnect: this.#options.onReconnect,
    });
  }

  #dispatch(item: PendingItem): void {
    const stream = this.#nextStream();
    if (!stream) {
      this.#waiting.add(item);
      return;
    }
    stream.send(item);
  }

  #nextStream(): PodStream | undefined {
    for (let step = 0; step < this.#turns.length; step += 1) {
      this.#turn = (this.#turn + 1) % this.#turns.length;
      const stream = this.#turns[this.#turn];
      if (stream?.hasRoom) {
        return stream;
      }
    }
    return undefined;
  }

  #flush(): void {
    for (const item of this.#waiting) {
      const stream = this.#nextStream();
      if (!stream) {
        return;
      }
      this.#waiting.delete(item);
      stream.send(item);
    }
  }

  #giveUp(item: PendingItem): void {
    this.#waiting.delete(item);
    for (const stream of this.#turns) stream.checkAbandoned();
  }

  #takeBack(items: readonly PendingItem[], error: PodMutatorError | undefined): void {
    if (error) this.#options.onBroken();
    for (const item of items) {
      if (this.#isClosed && !item.isSettled) item.reject(error ?? closedError());
      if (item.survives(error)) this.#dispatch(item);
    }
  }
}

function closedError(): PodMutatorError {
  return new PodMutatorError('the client is closed', { code: 'UNAVAILABLE', reason: 'CLIENT_CLOSED' });
}
