// Where the contract is in its compiled form: reflection serves it, and the JSON form is derived from it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../runtime/folders.js';

/** Reads the file descriptor set that `npm run build` makes of the contract, comments included. */
export function readDescriptors(): Buffer {
  const file = fileURLToPath(new URL('proto/gen/descriptors.binpb', packageFolder));
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${file}: expected the compiled contract, found no file to read; run \`npm run build\``, {
      cause: error,
    });
  }
}
