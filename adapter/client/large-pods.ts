// Large Pods go to the service one after the other.
//
// They share a stream with all the others, and what follows waits for what is under way: of a dozen large ones at once,
// each small one would wait for megabytes and for every decision. Like this it waits for one.
//
// The service lets small Pods overtake large ones too, but only those that it has read: without this queue small reviews
// beside twelve Pods of 1,000 containers take five times as long. Where adapter and service are one process, nothing is
// on a wire, and the service alone suffices.

import type { CallOptions, PodMutatorApi } from '../../proto/api.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';

/** In bytes. Usual Pods have some ten thousand. */
const largeBytes = 32 * 1024;

type MutatePod = PodMutatorApi['mutatePod'];

/** The same method, with one large Pod at a time on its way. */
export function queueLargePods(mutatePod: MutatePod): MutatePod {
  let last: Promise<unknown> = Promise.resolve();

  async function queue(request: MutatePodRequest__Output, call: CallOptions): Promise<MutatePodResponse__Output> {
    const before = last;
    let leave = (): void => {};
    last = new Promise<void>((resolve) => {
      leave = resolve;
    });
    try {
      await before;
      // Others may have taken all of its time.
      if (call.signal?.aborted) {
        throw new PodMutatorError('the caller gave up', { code: 'CANCELLED', reason: 'TRANSPORT' });
      }
      return await mutatePod(request, call);
    } finally {
      leave();
    }
  }

  return (request, call = {}) =>
    request.podJson.length > largeBytes ? queue(request, call) : mutatePod(request, call);
}
