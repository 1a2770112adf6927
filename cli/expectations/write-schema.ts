// `npm run generate:schemas`: writes the published schema of expectation files.

import { writeFile } from 'node:fs/promises';
import { createJsonSchema } from './json-schema.js';

await writeFile(new URL('../../../schemas/podmutator-test.schema.json', import.meta.url), createJsonSchema());
