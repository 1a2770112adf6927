// The time that one review has: it ends when the answer is there, when the time is over, or when the client is gone.
//
// An AbortController and a race of promises would say the same, and took a twentieth of the adapter's time: Node makes an
// event target and a list of listeners of each. What is needed of a signal is one flag and one listener.

import type { ServerResponse } from 'node:http';
import type { CallSignal } from '../../proto/api.js';
import { ClientGoneError } from './body.js';

/** The time budget of the review is spent. */
export class DeadlineError extends Error {}

/**
 * Runs `work` until it is done, the time is over or the client is gone; in the latter cases its signal is aborted and
 * whatever it still does is nobody's business any more.
 * @throws DeadlineError, ClientGoneError, or what `work` rejects with
 */
export function withinTime<T>(
  response: ServerResponse,
  budgetMs: number,
  work: (deadline: number, signal: CallSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const signal = new ReviewSignal();
    const end = (): void => {
      clearTimeout(timer);
      response.off('close', leave);
    };
    const fail = (error: unknown): void => {
      end();
      signal.abort();
      reject(error);
    };
    const leave = (): void => fail(new ClientGoneError());
    const timer = setTimeout(() => fail(new DeadlineError()), budgetMs);
    response.once('close', leave);
    work(Date.now() + budgetMs, signal).then((value) => {
      end();
      resolve(value);
    }, fail);
  });
}

class ReviewSignal implements CallSignal {
  aborted = false;
  #listener: (() => void) | undefined;

  abort(): void {
    this.aborted = true;
    this.#listener?.();
    this.#listener = undefined;
  }

  /** One listener at a time: a review is one call. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listener = listener;
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    if (this.#listener === listener) this.#listener = undefined;
  }
}
