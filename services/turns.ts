// Decisions that hold the thread for long leave it free for as long afterwards.
//
// A Pod of a thousand containers takes tens of milliseconds, one of some megabytes hundreds, most of them to read it. Of
// twelve at once each small Pod would wait for all; like this it waits for one. What is large then waits its turn, what
// is small never does.

import type { KubernetesObject } from './pod/read-pod.js';

/** Shorter decisions disturb no other. */
const longMs = 5;

/** Turns of the event loop in which sockets are read ahead of the next long decision. */
const roundsMin = 8;

/** Pods with more containers than these are large. */
const fewContainers = 32;

/** So are those of more bytes; they are not even read before their turn. */
const fewBytes = 128 * 1024;

type Read = () => KubernetesObject;

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #freeUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Decides: at once if the Pod is small, or if nothing large was decided just now. */
  take<T>(bytes: number, read: Read, decide: (read: Read) => T): T | Promise<T> {
    if (this.#waiting.length === 0 && performance.now() >= this.#freeUntil) {
      return this.#measure(() => decide(read));
    }
    if (bytes > fewBytes) {
      return this.#wait().then(() => this.#measure(() => decide(read)));
    }
    const object = read();
    const run = (): T => this.#measure(() => decide(() => object));
    return isLarge(object) ? this.#wait().then(run) : run();
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

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
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
