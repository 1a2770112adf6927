// Where the project is, seen from the compiled bench.

import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
