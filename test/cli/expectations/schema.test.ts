import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { createJsonSchema } from '../../../cli/expectations/json-schema.js';
import { projectRoot } from '../../kit/project.js';

test('the published schema is the one that the command uses', async (t) => {
  const published = await readFile(join(projectRoot, 'docs/schemas/podmutator-test.schema.json'), 'utf8');
  t.is(published, createJsonSchema(), 'run `npm run generate:schemas`');
});

test('the published schema refuses unknown keys everywhere, and explains what it allows', (t) => {
  const { properties, additionalProperties } = JSON.parse(createJsonSchema());
  const { expect, given } = properties.cases.items.properties;
  t.deepEqual([additionalProperties, expect.additionalProperties, given.additionalProperties], [false, false, false]);
  t.is(expect.minProperties, 1);
  t.deepEqual(properties.cases.items.required, ['name', 'object', 'expect']);
  t.true(Object.values(given.properties).every((one) => (one as { description?: string }).description));
});
