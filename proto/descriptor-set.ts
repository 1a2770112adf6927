// Where the contract is in its compiled form: reflection serves it, and the JSON form is derived from it.

import { fileURLToPath } from 'node:url';

/** The file descriptor set that buf built from the contract, comments included. */
export const descriptorSetFile = fileURLToPath(new URL('../../proto/gen/descriptors.binpb', import.meta.url));
