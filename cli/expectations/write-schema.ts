// `npm run generate:schemas`: writes the published schema of expectation files, and the settings into that of the chart.

import { readFile, writeFile } from 'node:fs/promises';
import { mutators } from '../../services/registry.js';
import { createSettingsSchemas } from '../../services/settings/settings-json-schema.js';
import { createJsonSchema } from './json-schema.js';

await writeFile(new URL('../../../docs/schemas/podmutator-test.schema.json', import.meta.url), createJsonSchema());

const chart = new URL('../../../dist/chart/values.schema.json', import.meta.url);
const schema = JSON.parse(await readFile(chart, 'utf8'));
Object.assign(schema.properties, createSettingsSchemas(mutators));
await writeFile(chart, `${JSON.stringify(schema, null, 2)}\n`);
