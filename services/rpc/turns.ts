// Decisions that hold the thread for long leave it free for as long afterwards.
//
// A Pod of a thousand containers takes tens of milliseconds, one of some megabytes hundreds, most of them to read it. Of
// twelve at once each small Pod would wait for all; like this it waits for one. What is large then waits its turn, what
// is small never does. An adapter sends large Pods one by one by itself, since they share a wire with the small ones; the
// other callers of the service do not, nor does an adapter in the same process.

import type { KubernetesObject } from '../pod/read-pod.js';
import { overloaded } from './refusals.js';

/** Shorter decisions disturb no other. */
const longMs = 5;

/** Turns of the event loop in which sockets are read ahead of the next long decision. */
const roundsMin = 8;

/** Pods with more containers than these are large. */
const fewContainers = 32;

/** Longer texts are large whatever they hold. They wait as they came: read, a Pod can take twenty times the memory. */
const fewBytes = 32 * 1024;

/** What the texts that wait may have together; beyond it the service is overloaded. */
const waitingBytesMax = 32 * 1024 * 1024;

type Read = () => KubernetesObject;

interface Job<T> {
  readonly bytes: number;
  readonly read: Read;
  readonly decide: (read: Read) => T;
}

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #waitingBytes = 0;
  #freeUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * Decides: at once if the Pod is small, or if nothing large was decided just now.
   * @throws PodMutatorError if too much waits already
   */
  take<T>({ bytes, read, decide }: Job<T>): T | Promise<T> {
    if (this.#waiting.length === 0 && performance.now() >= this.#freeUntil) {
      return this.#measure(() => decide(read));
    }
    if (bytes > fewBytes) {
      return this.#wait(bytes).then(() => this.#measure(() => decide(read)));
    }
    const object = read();
    const run = (): T => this.#measure(() => decide(() => object));
    return isLarge(object) ? this.#wait(bytes).then(run) : run();
  }

  #measure<T>(decide: () => T): T {
    const begin = performance.now();
    try {
      return decide();
    } finally {
      const end = performance.now();
      if (end - begin >= longMs) this.#freeUntil = end + (end - begin);
    }
  }

  #wait(bytes: number): Promise<void> {
    if (this.#waitingBytes + bytes > waitingBytesMax) {
      throw overloaded;
    }
    this.#waitingBytes += bytes;
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        this.#waitingBytes -= bytes;
        resolve();
      });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#waiting.length > 0) {
      this.#timer ??= setTimeout(() => this.#next(roundsMin), this.#freeUntil - performance.now());
    }
  }

  // Time alone says little: another process may have had the processor meanwhile.
  #next(rounds: number): void {
    if (rounds > 0) {
      setImmediate(() => this.#next(rounds - 1));
      return;
    }
    this.#waiting.shift()?.();
    // Behind the decision, which says how long to wait.
    setImmediate(() => {
      this.#timer = undefined;
      this.#schedule();
    });
  }
}

function isLarge(object: KubernetesObject): boolean {
  const { containers, initContainers } = object.isPod ? object.pod.spec : {};
  return (containers?.length ?? 0) + (initContainers?.length ?? 0) > fewContainers;
}
