// Large Pods go to the service one after the other.
//
// They share a stream with all the others, and what follows waits for what is under way: of a dozen large ones at once,
// each small one would wait for megabytes and for every decision. Like this it waits for one.

import type { CallOptions, PodMutatorApi } from '../proto/api.js';
import type { MutatePodRequest__Output } from '../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../proto/gen/podmutator/v1/MutatePodResponse.js';
import { DeadlineError } from './review-time.js';

/** In bytes. Usual Pods have some ten thousand. */
const largeBytes = 32 * 1024;

/** The same service, with one large Pod at a time on its way. */
export function queueLargePods(api: PodMutatorApi): PodMutatorApi {
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
      if (call.signal?.aborted) throw new DeadlineError();
      return await api.mutatePod(request, call);
    } finally {
      leave();
    }
  }

  return {
    mutatePod: (request, call = {}) =>
      request.podJson.length > largeBytes ? queue(request, call) : api.mutatePod(request, call),
    preview: (request, call) => api.preview(request, call),
    listMutators: (call) => api.listMutators(call),
    getServerInfo: (call) => api.getServerInfo(call),
  };
}
