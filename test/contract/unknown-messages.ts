// Responses of a service that is newer than this version: one of everything, and 99 in each enumeration.

import {
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonObject,
  type JsonValue,
  toBinary,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { readDescriptors } from '../../proto/descriptor-set.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readDescriptors()));
const seen = new Set<string>();

/** The enumerations that were written so far. */
export const enumerations = (): ReadonlySet<string> => seen;

// One branch of each oneof is enough; an object that could not be evaluated hides its verdict.
const leftOut = new Set(['Denied', 'PreviewProblem', 'google.rpc.Status']);

function fill(schema: DescMessage, depth = 0): JsonObject {
  return Object.fromEntries(
    schema.fields.flatMap((field) => {
      const value = fillField(field, depth);
      return value === undefined ? [] : [[field.jsonName, field.fieldKind === 'list' ? [value] : value]];
    }),
  );
}

function fillField(field: DescField, depth: number): JsonValue | undefined {
  if (field.enum) {
    seen.add(field.enum.typeName);
    return 99;
  }
  if (field.fieldKind !== 'map' && field.message) {
    const { name, typeName } = field.message;
    const isFilled = depth < 8 && !leftOut.has(name) && !typeName.startsWith('google.');
    return isFilled ? fill(field.message, depth + 1) : undefined;
  }
  // Texts that are read as JSON; the patch of a Pod is bytes, and may be empty.
  return field.name.endsWith('_json') || field.name === 'json_patch'
    ? '[]'.slice(field.scalar === 12 ? 2 : 0)
    : undefined;
}

/** A message of the contract as such a service sends it; `change` may set what matters. */
export function encode(name: string, change: (message: JsonObject) => JsonObject = (message) => message): Buffer {
  const schema = registry.getMessage(name.includes('.') ? name : `podmutator.v1.${name}`) as DescMessage;
  return Buffer.from(toBinary(schema, fromJson(schema, change(fill(schema)), { registry })));
}
