// Streams that nobody ends would keep the server from ever stopping, so each is known here until it is over.

import type { EventEmitter } from 'node:events';

export interface OpenStreams {
  /** Remembers a stream and how to end it. False, and nothing remembered, once the server is stopping. */
  readonly add: (call: EventEmitter, end: () => void) => boolean;
  /** Ends all streams, and lets none begin from now on. */
  readonly endAll: () => void;
}

export function createOpenStreams(): OpenStreams {
  const ends = new Set<() => void>();
  let isStopping = false;
  return {
    add(call, end) {
      if (isStopping) {
        return false;
      }
      ends.add(end);
      // grpc-js emits this at the end of every call, not only of cancelled ones.
      call.once('cancelled', () => ends.delete(end));
      return true;
    },
    endAll() {
      isStopping = true;
      for (const end of [...ends]) {
        end();
      }
    },
  };
}
