// podmutator.dev/preview/v1 is a PreviewResponse in other words: the same ones, whichever way the response came, and with
// each field where docs/preview.md says.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonValue,
  toBinary,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import test from 'ava';
import fc from 'fast-check';
import { readDescriptors } from '../../proto/descriptor-set.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import { toJsonObject } from '../../proto/json.js';
import { PodMutator } from '../../proto/load.js';
import { writeResponseDiff, writeResponseReport } from '../../proto/preview-answer.js';
import { encode } from '../contract/unknown-messages.js';
import { isUpdate, projectRoot } from '../kit/project.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readDescriptors()));
const name = 'podmutator.v1.PreviewResponse';
const schema = registry.getMessage(name) as DescMessage;
const text = { manifest: 'a: b\n---\n# Source: c.yaml\nd: e\n', name: 'all.yaml' };

const read = (json: JsonValue): Buffer => Buffer.from(toBinary(schema, fromJson(schema, json, { registry })));

/** The response as a client of gRPC holds it, and as the JSON form has it. */
function readBoth(bytes: Buffer): readonly PreviewResponse__Output[] {
  const ofJson = toJsonObject(name, bytes) as unknown as PreviewResponse__Output;
  return [PodMutator.service.Preview.responseDeserialize(bytes), ofJson];
}

const diff = '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a: b\n+a: c\n';

function arbitraryOf(field: DescField): fc.Arbitrary<JsonValue> {
  if (field.enum) return fc.constantFrom<JsonValue>(...field.enum.values.map((value) => value.name), 99);
  if (field.message?.typeName === 'google.rpc.Status') return fc.record({ message: fc.string() });
  if (field.message) return messageOf(field.message);
  if (field.name === 'json_patch') return fc.constantFrom('', '[]', '[{"op":"remove","path":"/a"}]');
  if (field.name === 'value_json') return fc.constantFrom('', '"a"', '{"a":[1]}');
  if (field.name === 'diff') return fc.constantFrom('', diff);
  return { 8: fc.boolean(), 9: fc.string({ maxLength: 8 }) }[Number(field.scalar)] ?? fc.nat({ max: 9 });
}

function messageOf({ fields }: DescMessage): fc.Arbitrary<JsonValue> {
  const own = fields.map((field) => {
    const value = arbitraryOf(field);
    return [field.jsonName, field.fieldKind === 'list' ? fc.array(value, { maxLength: 2 }) : value] as const;
  });
  return fc.record(Object.fromEntries(own), { requiredKeys: [] }) as fc.Arbitrary<JsonValue>;
}

test('a response says the same, whether it comes by gRPC or as JSON', (t) => {
  fc.assert(
    fc.property(messageOf(schema), (json) => {
      const [one, other] = readBoth(read(json)) as [PreviewResponse__Output, PreviewResponse__Output];
      t.is(writeResponseReport(one, text), writeResponseReport(other, text));
      t.is(writeResponseDiff(one, text), writeResponseDiff(other, text));
    }),
    { numRuns: 200 },
  );
});

test('values that are newer than this version have words', (t) => {
  for (const response of readBoth(encode('PreviewResponse'))) {
    const report = writeResponseReport(response, text);
    t.notRegex(report, /undefined|99/);
    const [object] = JSON.parse(report).objects;
    t.like(object, { verdict: 'unknown', incomplete: true, basis: 'unknown', findings: { 0: { severity: 'error' } } });
    t.like(object.mutators[0], { outcome: 'unknown', alternatives: { 0: { outcome: 'unknown' } } });
  }
});

/** Paths of all fields that hold a value. */
function listLeaves({ fields }: DescMessage, path = ''): readonly string[] {
  return fields.flatMap((field) => {
    const own = `${path}${field.name}${field.fieldKind === 'list' ? '[]' : ''}`;
    if (field.message?.typeName === 'google.rpc.Status') return [`${own}.message`];
    return field.message ? listLeaves(field.message, `${own}.`) : [own];
  });
}

/** A response in which every field has a value, that of `changed` another one. */
function fill({ fields }: DescMessage, changed: string, path = ''): JsonValue {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const own = `${path}${field.name}${field.fieldKind === 'list' ? '[]' : ''}`;
      // An object has no verdict beside an error, and one of 0.1 has the error alone.
      const isError = own === 'results[].problem' || own === 'results[].error';
      if (isError && !changed.startsWith(own)) return [];
      const value = fillField(field, own, changed);
      return [[field.jsonName, field.fieldKind === 'list' ? [value] : value]];
    }),
  );
}

function fillField(field: DescField, path: string, changed: string): JsonValue {
  if (field.message?.typeName === 'google.rpc.Status') return { message: changed === `${path}.message` ? 'b' : 'a' };
  if (field.message) return fill(field.message, changed, `${path}.`);
  const isChanged = path === changed;
  if (field.enum) return field.enum.values[isChanged ? 2 : 1]?.name ?? 99;
  const letter = isChanged ? 'b' : 'a';
  const special: Readonly<Record<string, JsonValue>> = {
    json_patch: `[{"op":"${letter}"}]`,
    value_json: `"${letter}"`,
    operation_indexes: isChanged ? 1 : 0,
  };
  const byType: Readonly<Record<number, JsonValue>> = { 8: isChanged, 9: letter };
  return special[field.name] ?? byType[Number(field.scalar)] ?? (isChanged ? 2 : 1);
}

function flatten(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((member) => flatten(member, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
}

/** The values of a report, by their paths. */
function report(changed: string): ReadonlyMap<string, string> {
  const [response] = readBoth(read(fill(schema, changed)));
  const values = new Map<string, string>();
  for (const [path, value] of flatten(JSON.parse(writeResponseReport(response as PreviewResponse__Output, text)))) {
    values.set(path, `${values.get(path) ?? ''}${JSON.stringify(value)}`);
  }
  return values;
}

/** Where a field of a response is in the report: what is another value there if the field has one. */
function findInReport(leaf: string): readonly string[] {
  const base = ['results[].problem', 'results[].error'].find((path) => leaf.startsWith(path)) ?? '';
  const [one, other] = [report(base), report(leaf)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

const page = join(projectRoot, 'docs/preview.md');
const head = '| PreviewResponse | podmutator.dev/preview/v1 |\n|---|---|\n';

test('the documentation says where each field of a response is in a report', (t) => {
  const rows = listLeaves(schema).map((leaf) => {
    const found = findInReport(leaf).map((path) => `\`${path}\``);
    return `| \`${leaf}\` | ${found.join(', ') || '–'} |\n`;
  });
  t.true(rows.length > 80);
  const markdown = readFileSync(page, 'utf8');
  const [, shown = ''] = markdown.split(head);
  const table = /^(?:\|.*\n)*/.exec(shown)?.[0] ?? '';
  if (isUpdate && table !== rows.join('')) {
    writeFileSync(
      page,
      markdown.replace(head + table, () => head + rows.join('')),
    );
    t.fail('rewritten; look at the diff');
    return;
  }
  t.is(table, rows.join(''));
});
