// Where the contract is in its compiled form: reflection serves it, and the JSON form is derived from it.

import { packageFolder } from '../runtime/folders.js';

/** The file descriptor set that buf built from the contract, comments included. */
export const descriptorSetFile = new URL('proto/gen/descriptors.binpb', packageFolder);
