// One Pod on its way through a stream: from the call until the answer, the deadline, or the caller's change of mind.
//
// An item outlives streams. It waits while there is none, and it is sent again when the stream that had it breaks:
// evaluations are pure, so nobody can tell whether the first one took place.

import type { CallOptions, CallSignal } from '../../proto/api.js';
import { type ErrorCode, PodMutatorError } from '../../proto/errors.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';

/** For calls that name no deadline; without one a call could wait for ever. */
export const defaultTimeoutMs = 30_000;

export class PendingItem {
  readonly promise: Promise<MutatePodResponse__Output>;
  /** Undefined once nobody waits any more: a Pod may be large, and its place in a stream lives on. */
  #request: MutatePodRequest__Output | undefined;
  #resolve!: (response: MutatePodResponse__Output) => void;
  #reject!: (error: PodMutatorError) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: CallSignal | undefined;
  readonly #onGivenUp: (item: PendingItem) => void;
  #lostStreams = 0;
  #wasSent = false;

  constructor(request: MutatePodRequest__Output, options: CallOptions, onGivenUp: (item: PendingItem) => void) {
    this.#request = request;
    this.#onGivenUp = onGivenUp;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const { deadline = Date.now() + defaultTimeoutMs, signal } = options;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, deadline - Date.now()));
    this.#signal = signal;
    if (signal?.aborted) {
      this.#cancel();
      return;
    }
    signal?.addEventListener('abort', this.#cancel, { once: true });
  }

  get isSettled(): boolean {
    return this.#request === undefined;
  }

  /** The request, to be sent now. */
  takeOff(): MutatePodRequest__Output | undefined {
    this.#wasSent = true;
    return this.#request;
  }

  /**
   * The stream that had the item ended without an answer to it. Returns whether it may be sent again: after a stream
   * that broke once, after one that the service ended in good order as often as need be.
   */
  survives(error: PodMutatorError | undefined): boolean {
    if (error && !this.isSettled) {
      this.#lostStreams += 1;
      if (this.#lostStreams > 1) this.reject(error);
    }
    return !this.isSettled;
  }

  resolve(response: MutatePodResponse__Output): void {
    this.#settle();
    this.#resolve(response);
  }

  reject(error: PodMutatorError): void {
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.#request = undefined;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#cancel);
  }

  #giveUp(code: ErrorCode, message: string): void {
    this.reject(new PodMutatorError(message, { code, reason: 'TRANSPORT' }));
    this.#onGivenUp(this);
  }

  #expire(): void {
    if (this.#wasSent) {
      this.#giveUp('DEADLINE_EXCEEDED', 'the service did not answer before the deadline');
      return;
    }
    this.#giveUp('UNAVAILABLE', 'there was no connection to the service before the deadline');
  }

  readonly #cancel = (): void => this.#giveUp('CANCELLED', 'the caller gave up');
}
