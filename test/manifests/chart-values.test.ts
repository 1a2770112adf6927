// The values of the chart, their schema and their comments belong together.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import test from 'ava';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { mutators } from '../../services/registry.js';
import { readDefaultSettings } from '../../services/settings/settings.js';
import { createSettingsSchemas } from '../../services/settings/settings-json-schema.js';
import { projectRoot } from '../kit/project.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly $ref?: string;
}

const read = (name: string): string => readFileSync(join(projectRoot, 'dist/chart', name), 'utf8');
const schema = JSON.parse(read('values.schema.json')) as Schema;
const document = parseDocument(read('values.yaml'));
const values = document.toJS() as Record<string, unknown>;
const isValid = new Ajv({ strict: false }).compile(schema);

/** Objects whose keys are the chart's, with their paths; what users fill as they like is not among them. */
function* listGroups(node: YAMLMap, part: Schema, path: readonly string[] = []): Generator<Group> {
  const resolved = part.$ref ? (schema.definitions?.[part.$ref.split('/').at(-1) ?? ''] ?? {}) : part;
  if (!resolved.properties) return;
  yield { node, part: resolved, path };
  for (const { key, value } of node.items) {
    const name = String(key);
    if (isMap(value)) yield* listGroups(value, resolved.properties[name] ?? {}, [...path, name]);
  }
}

interface Group {
  readonly node: YAMLMap;
  readonly part: Schema;
  readonly path: readonly string[];
}

const groups = [...listGroups(document.contents as YAMLMap, schema)];

test('the values are what the schema allows', (t) => {
  t.true(isValid(values), JSON.stringify(isValid.errors));
  t.true(groups.length > 10, `${groups.length}`);
});

test('the settings in the schema are those of the code', (t) => {
  const { mutators: mutatorsSchema, limits } = schema.properties as Record<string, unknown>;
  const expected = JSON.parse(JSON.stringify(createSettingsSchemas(mutators)));
  t.deepEqual({ mutators: mutatorsSchema, limits }, expected, 'run `npm run generate:schemas`');
});

test('the limits of the values are the defaults of the service', (t) => {
  t.deepEqual(values['limits'], readDefaultSettings(mutators).limits);
});

for (const limits of [
  { maxContainers: 0 },
  { maxPodBytes: 8 * 2 ** 20 },
  { maxContainer: 5 },
  { maxCallSeconds: '30s' },
]) {
  test(`limits ${JSON.stringify(limits)} are rejected`, (t) => {
    t.false(isValid({ ...values, limits }));
  });
}

for (const [key, value] of [
  ['mach', 'plain'],
  ['match', 'plane'],
  ['enabled', 'yes'],
] as const) {
  test(`mutators.macvtap.${key}=${value} is refused`, (t) => {
    t.false(isValid({ ...values, mutators: { macvtap: { [key]: value } } }));
  });
}

for (const [key, value] of [
  ['proxyport', 4001],
  ['proxyPort', 70_000],
  ['socketPath', 'var/run/dfdaemon.sock'],
  ['namespaceLabel', { key: 'a', value: '-' }],
  ['initContainer', { image: 'two words' }],
] as const) {
  test(`mutators.dragonfly.${key}=${JSON.stringify(value)} is refused`, (t) => {
    t.false(isValid({ ...values, mutators: { dragonfly: { [key]: value } } }));
  });
}

test('every settings file of the examples is accepted as values', (t) => {
  const { mutators: example } = parseDocument(
    readFileSync(join(projectRoot, 'examples/config.yaml'), 'utf8'),
  ).toJS() as { mutators: object };
  t.true(isValid({ ...values, mutators: example }), JSON.stringify(isValid.errors));
});

for (const { node, part, path } of groups) {
  const name = path.join('.') || 'the top';
  test(`${name}: every value is known to the schema, and an unknown one is refused`, (t) => {
    const keys = node.items.map(({ key }) => String(key));
    const known = Object.keys(part.properties ?? {}).filter((key) => key !== 'global');
    // The settings of a mutator have their defaults in the code.
    const listed = path[0] === 'mutators' && path.length > 1 ? known.filter((key) => keys.includes(key)) : known;
    t.deepEqual(keys.toSorted(), listed.toSorted());
    const wrong = structuredClone(values);
    const group = path.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, wrong);
    group['unknown'] = true;
    t.false(isValid(wrong));
  });
}

test('every value has a comment, or its group has one, or a neighbour that it shares', (t) => {
  const bare: string[] = [];
  const look = (map: YAMLMap, path: readonly string[], isSaid: boolean): void => {
    let isNearSaid = false;
    for (const pair of map.items as readonly Pair[]) {
      const name = [...path, String(pair.key)];
      const hasComment = commentOf(pair) || (pair === map.items[0] && Boolean(map.commentBefore));
      isNearSaid = hasComment || (isNearSaid && !(isScalar(pair.key) && pair.key.spaceBefore));
      if (!isNearSaid && !isSaid) bare.push(name.join('.'));
      if (isMap(pair.value)) look(pair.value, name, isNearSaid || isSaid);
    }
  };
  look(document.contents as YAMLMap, [], false);
  t.deepEqual(bare, []);
});

function commentOf({ key, value }: Pair): boolean {
  const inner = isMap(value) ? value.commentBefore : isScalar(value) ? value.comment : undefined;
  return Boolean((isScalar(key) && key.commentBefore) || inner);
}
