// The settings of the mutators as a JSON schema, for what checks them before the service sees them: the chart's values.

import * as z from 'zod';
import type { Mutator } from './mutator.js';

/**
 * The schema of the settings' key `mutators`. What only a program can check, such as two settings that contradict each
 * other, is not in it.
 */
export function createMutatorsSchema(mutators: readonly Mutator[]): object {
  const properties = Object.fromEntries(mutators.map(({ name, settings }) => [name, describe(settings)]));
  return { type: 'object', additionalProperties: false, properties };
}

function describe(settings: z.ZodType): object {
  // The draft that Helm reads. What is given counts, not what becomes of it.
  const { $schema, default: _, ...schema } = z.toJSONSchema(settings, { io: 'input', target: 'draft-7' });
  return schema;
}
