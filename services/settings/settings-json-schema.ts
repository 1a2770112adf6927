// The settings as a JSON schema, for what checks them before the service sees them: the chart's values.

import * as z from 'zod';
import type { Mutator } from '../decisions/mutator.js';
import { limits } from './settings.js';

/**
 * The schemas of the settings' keys. What only a program can check, such as two settings that contradict each
 * other, is not in it.
 */
export function createSettingsSchemas(mutators: readonly Mutator[]): Readonly<Record<'limits' | 'mutators', object>> {
  const properties = Object.fromEntries(mutators.map(({ name, settings }) => [name, describe(settings)]));
  return { mutators: { type: 'object', additionalProperties: false, properties }, limits: describe(limits) };
}

function describe(settings: z.ZodType): object {
  // The draft that Helm reads. What is given counts, not what becomes of it.
  const { $schema, default: _, ...schema } = z.toJSONSchema(settings, { io: 'input', target: 'draft-7' });
  return schema;
}
