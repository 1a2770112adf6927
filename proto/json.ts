// The proto3 JSON form of the contract (https://protobuf.dev/programming-guides/json), derived from the descriptors:
// what grpcurl prints and takes.
//
// The loader's own objects are not that form: they spell bytes, Any and absent fields in ways of their own.

import { readFileSync } from 'node:fs';
import {
  createFileRegistry,
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
import { descriptorSetFile } from './descriptor-set.js';
import { PodMutatorError } from './errors.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptorSetFile)));

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
  const unknown = findUnknownField(schema, value);
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

function findUnknownField(schema: DescMessage, value: object): Problem | undefined {
  const names = schema.fields.flatMap(({ name, jsonName }) => [name, jsonName]);
  const field = Object.keys(value).find((key) => !names.includes(key));
  if (field === undefined) {
    return undefined;
  }
  const nearest = findNearest(cut(field), names);
  const offer = nearest ? `did you mean "${nearest}"?` : `expected ${schema.fields.map(({ name }) => name).join(', ')}`;
  return { field: cut(field), description: `unknown field of ${schema.typeName}; ${offer}` };
}

function cut(text: string): string {
  return text.length > descriptionLength ? `${text.slice(0, descriptionLength)}…` : text;
}
