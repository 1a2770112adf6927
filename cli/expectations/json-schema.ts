// The published schema of expectation files: editors complete and check with it.

import * as z from 'zod';
import { expectationFileSchema } from './schema.js';

/** The text of `docs/schemas/podmutator-test.schema.json`. */
export function createJsonSchema(): string {
  const title = 'Expectations of podmutator test';
  const schema = z.toJSONSchema(expectationFileSchema, { io: 'input' });
  return `${JSON.stringify({ $schema: schema.$schema, title, ...schema }, null, 2)}\n`;
}
