// Reports against the schemas under docs/schemas/, taken at their word: what is printed has to be described there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { projectRoot } from './project.js';

/** Reads a published schema. */
export function readSchema(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(projectRoot, 'docs/schemas', `${name}.schema.json`), 'utf8')) as Record<
    string,
    unknown
  >;
}

/**
 * Compares a report with a published schema. The schema allows fields that later versions add; this version must
 * print none that it leaves out.
 * @returns what is wrong; `[]` if nothing is
 */
export function findSchemaErrors(name: string, report: unknown): readonly string[] {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(close(readSchema(name)) as object);
  validate(report);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function close(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(close);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const members = Object.entries(schema).map(([key, value]) => [key, key === 'if' ? value : close(value)]);
  const closed = Object.fromEntries(members) as Record<string, unknown>;
  return 'properties' in closed ? { additionalProperties: false, ...closed } : closed;
}
