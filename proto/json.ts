// The proto3 JSON form of the contract (https://protobuf.dev/programming-guides/json), derived from the descriptors:
// what grpcurl prints and takes.
//
// The loader's own objects are not that form: they spell bytes, Any and absent fields in ways of their own.

import {
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  fromJsonString,
  type JsonObject,
  toBinary,
  toJson,
  toJsonString,
} from '@bufbuild/protobuf';
import { isFieldError } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { findNearest } from '../runtime/text/find-nearest.js';
import { locateJsonError } from '../runtime/text/locate-json-error.js';
import { readDescriptors } from './descriptor-set.js';
import { PodMutatorError } from './errors.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readDescriptors()));

const descriptionLength = 256;

/**
 * Writes a message as JSON. `type` is the full name of the message, `bytes` its form on the wire. Fields that have their
 * default are left out.
 */
export function writeJson(type: string, bytes: Uint8Array): string {
  const schema = findSchema(type);
  return toJsonString(schema, fromBinary(schema, bytes), { registry });
}

/** The JSON of a message as an object, in which fields that have their default are there. */
export function toJsonObject(type: string, bytes: Uint8Array): JsonObject {
  const schema = findSchema(type);
  return toJson(schema, fromBinary(schema, bytes), { registry, alwaysEmitImplicit: true }) as JsonObject;
}

/**
 * Reads a message from JSON and returns its form on the wire. Fields may have the names of the contract or those of
 * JSON (`namespace_labels`, `namespaceLabels`).
 * @throws PodMutatorError INVALID_ARGUMENT naming the field, what was expected and what came
 */
export function readJson(type: string, text: string): Uint8Array<ArrayBuffer> {
  const schema = findSchema(type);
  try {
    return toBinary(schema, fromJsonString(schema, text, { registry }));
  } catch (cause) {
    const { field, description } = describeProblem(schema, text, cause);
    throw new PodMutatorError(
      `${field}: ${description}`,
      { code: 'INVALID_ARGUMENT', reason: 'REQUEST_JSON_INVALID', violations: [{ field, description }] },
      { cause },
    );
  }
}

function findSchema(type: string): DescMessage {
  const schema = registry.getMessage(type);
  if (!schema) {
    throw new Error(`expected a message of the contract, found "${type}"`);
  }
  return schema;
}

interface Problem {
  readonly field: string;
  readonly description: string;
}

function describeProblem(schema: DescMessage, text: string, error: unknown): Problem {
  const value = tryToParse(text);
  if (value === undefined) {
    return { field: 'body', description: `expected JSON${describePlace(text)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { field: 'body', description: `expected a JSON object, found ${describeKind(value)}` };
  }
  const unknown = findUnknown(schema, value);
  if (unknown) {
    return unknown;
  }
  const { cause, message } = error as Error;
  if (isFieldError(cause)) {
    return { field: cause.field().name, description: cut(cause.message) };
  }
  return { field: 'body', description: cut(message.replace(/^cannot decode .*? from JSON: /, '')) };
}

function describePlace(text: string): string {
  if (text.trim() === '') return ', found nothing';
  const place = locateJsonError(text);
  return `${place ? ` at line ${place.line}, column ${place.column}` : ''}, found something else`;
}

function describeKind(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}

function tryToParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// The names of what is not known, with the path to them: the library tells a name alone, or a value alone.
function findUnknown(schema: DescMessage, value: object, path = ''): Problem | undefined {
  for (const [key, member] of Object.entries(value)) {
    const field = schema.fields.find(({ name, jsonName }) => key === name || key === jsonName);
    const problem = field ? findInField(field, member, path + field.name) : describeUnknownField(schema, key, path);
    if (problem) return problem;
  }
  return undefined;
}

function findInField(
  { fieldKind, enum: values, message }: DescField,
  value: unknown,
  path: string,
): Problem | undefined {
  const members = fieldKind === 'list' && Array.isArray(value) ? value.entries() : [[undefined, value] as const];
  for (const [index, member] of members) {
    const place = index === undefined ? path : `${path}[${index}]`;
    if (values && typeof member === 'string' && !values.values.some(({ name }) => name === member)) {
      const names = values.values.slice(1).map(({ name }) => name);
      return { field: place, description: `expected one of ${names.join(', ')}, found "${cut(member)}"` };
    }
    const isMessage = message && fieldKind !== 'map' && typeof member === 'object' && member !== null;
    const problem = isMessage ? findUnknown(message, member, `${place}.`) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

function describeUnknownField({ typeName, fields }: DescMessage, key: string, path: string): Problem {
  const names = fields.flatMap(({ name, jsonName }) => [name, jsonName]);
  const nearest = findNearest(cut(key), names);
  const offer = nearest ? `did you mean "${nearest}"?` : `expected ${fields.map(({ name }) => name).join(', ')}`;
  return { field: path + cut(key), description: `unknown field of ${typeName}; ${offer}` };
}

function cut(text: string): string {
  return text.length > descriptionLength ? `${text.slice(0, descriptionLength)}…` : text;
}
