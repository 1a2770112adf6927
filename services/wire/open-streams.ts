// Streams last until somebody ends them. Each is known here until it is over: it ends at its age, so that callers spread
// and none stays for good, and when the server stops.

import type { EventEmitter } from 'node:events';

export interface OpenStreams {
  /**
   * Remembers a stream and how to end it: `expire` at its age, `end` when the server stops. False, and nothing
   * remembered, once the server is stopping.
   */
  readonly add: (call: EventEmitter, end: () => void, expire: () => void) => boolean;
  /** Ends all streams, and lets none begin from now on. */
  readonly endAll: () => void;
}

/** @param ageMs how long a stream may last, ±10 % */
export function createOpenStreams(ageMs: number): OpenStreams {
  const ends = new Set<() => void>();
  let isStopping = false;
  return {
    add(call, end, expire) {
      if (isStopping) {
        return false;
      }
      ends.add(end);
      // Streams that began together must not all come back together.
      const timer = setTimeout(expire, ageMs * (0.9 + Math.random() * 0.2));
      // grpc-js emits this at the end of every call, not only of cancelled ones.
      call.once('cancelled', () => {
        clearTimeout(timer);
        ends.delete(end);
      });
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
