// How a service tells the callers of MutatePods that it takes several items in one message: a name of the initial
// metadata, since a service that does not know further items would not notice them.

import { Metadata } from '@grpc/grpc-js';

const name = 'podmutator-items-per-message';

export const itemsPerMessage = {
  /** The initial metadata of a service that takes `count` items in one message. */
  write(count: number): Metadata {
    const metadata = new Metadata();
    metadata.set(name, String(count));
    return metadata;
  },

  /** How many items the service with this initial metadata takes in one message; 1 if it does not say. */
  read(metadata: Metadata): number {
    const count = Number(metadata.get(name)[0]);
    return Number.isSafeInteger(count) && count > 0 ? count : 1;
  },
} as const;
