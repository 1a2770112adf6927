// What one manifest may ask for. Reading takes microseconds for each word and sign, and a tree hundreds of bytes; an
// object takes a millisecond. 4 MiB hold 1.3 million words and signs if people write them, and three times as many
// if somebody wants to know.

import { InputError } from '../pod/input-error.js';

const tokensMax = 1_000_000;
const objectsMax = 5_000;

/** Counts down while a manifest is read or evaluated, and throws InputError where it ends. */
export interface WorkLimit {
  readonly spend: (count?: number) => void;
}

/** Bounds one pass over the words and signs of a manifest. */
export const createTokenLimit = (): WorkLimit => createLimit(tokensMax, 'words and signs');

/** Bounds documents and objects of Lists. */
export const createObjectLimit = (): WorkLimit => createLimit(objectsMax, 'documents and objects');

function createLimit(limit: number, what: string): WorkLimit {
  let size = 0;
  return {
    spend(count = 1) {
      size += count;
      if (size > limit) {
        const description = `expected at most ${limit} ${what}, found more; split it`;
        throw new InputError({
          reason: 'MANIFEST_TOO_COMPLEX',
          field: 'manifest',
          description,
          exceeded: { limit, size },
        });
      }
    },
  };
}
