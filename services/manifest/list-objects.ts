// Documents → Kubernetes objects: Lists taken apart, everything with the place it came from.

import type { InputProblem } from '../pod/input-error.js';
import { pointer } from '../pod/json-pointer.js';
import { describeKind, isJsonObject } from '../pod/json-value.js';
import { describeValue } from '../pod/quote.js';
import { findValue } from './locate.js';
import { type BrokenDocument, isBroken, type ManifestDocument, type ReadDocument } from './read-document.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What names an object. Each text is empty where the manifest does not say. */
interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** metadata.name, or metadata.generateName. */
  readonly name: string;
}

/** One object that can be looked at. */
export interface ManifestObject {
  readonly document: ManifestDocument;
  /** The members that lead from the document to the object; none unless it stands in a List. */
  readonly path: readonly string[];
  readonly value: JsonObject;
  readonly identity: Identity;
  readonly line: number;
}

/** What stands where an object should. */
export interface BrokenObject {
  readonly document: number;
  readonly line: number;
  readonly identity: Identity;
  /** Its pointer leads into the document. */
  readonly problem: InputProblem;
}

export type Entry = ManifestObject | BrokenObject;

const nobody: Identity = { apiVersion: '', kind: '', namespace: '', name: '' };

/** Lists the objects of a document, in their order. */
export function listObjects(document: ReadDocument): readonly Entry[] {
  return isBroken(document) ? [reportDocument(document)] : takeApart(document, document.value, [], undefined);
}

export function isObjectEntry(entry: Entry): entry is ManifestObject {
  return 'path' in entry;
}

function reportDocument({ index, line, message, position }: BrokenDocument): BrokenObject {
  const problem = { reason: 'MANIFEST_INVALID', field: 'manifest', description: message, ...position } as const;
  return { document: index, line, identity: nobody, problem };
}

// Lists may hold Lists, as kubectl allows.
function takeApart(
  document: ManifestDocument,
  value: unknown,
  path: readonly string[],
  defaults: JsonObject | undefined,
): readonly Entry[] {
  const position = document.locate(findValue(document, path).offset);
  const fail = (description: string): readonly Entry[] => [
    {
      document: document.index,
      line: position.line,
      identity: isJsonObject(value) ? readIdentity(value) : nobody,
      problem: { reason: 'OBJECT_INVALID', field: 'manifest', pointer: pointer(...path), description, ...position },
    },
  ];
  if (!isJsonObject(value)) {
    return fail(`expected an object with apiVersion and kind, found ${describeKind(value)}`);
  }
  const object = defaults && value['kind'] === undefined ? { ...defaults, ...value } : value;
  const { apiVersion, kind, items } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    const missing = typeof apiVersion !== 'string' || apiVersion === '' ? 'apiVersion' : 'kind';
    return fail(`expected an object with apiVersion and kind, found no text as ${missing}`);
  }
  if (apiVersion === 'v1' && kind === 'List' && items !== undefined && items !== null && !Array.isArray(items)) {
    return fail(`expected a list as items, found ${describeKind(items)}`);
  }
  if (isList(object)) {
    // The API server writes the items of a typed list without their types.
    const types = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
    const entries: readonly unknown[] = Array.isArray(items) ? items : [];
    return entries.flatMap((item, index) => takeApart(document, item, [...path, 'items', String(index)], types));
  }
  return [{ document, path, value: object, identity: readIdentity(object), line: position.line }];
}

function isList({ apiVersion, kind, items }: JsonObject): boolean {
  return (apiVersion === 'v1' && kind === 'List') || (describeValue(kind).endsWith('List') && Array.isArray(items));
}

function readIdentity({ apiVersion, kind, metadata }: JsonObject): Identity {
  const { namespace, name, generateName } = isJsonObject(metadata) ? metadata : {};
  return {
    apiVersion: readText(apiVersion),
    kind: readText(kind),
    namespace: readText(namespace),
    name: readText(name) || readText(generateName),
  };
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : '';
}
