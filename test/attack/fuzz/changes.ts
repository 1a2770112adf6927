// Changes of a review that make it odd: first of its structure, then of its bytes. They are plain data, so that
// fast-check can leave out one after the other and show what is left.

import fc from 'fast-check';
import { raw, writeRawJson } from './raw-json.js';

type JsonObject = Record<string, unknown>;
type Holder = readonly [holder: JsonObject | unknown[], key: string];

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const nestedObjects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const oddValues: readonly string[] = [
  ...['null', 'true', 'false', '""', '"x"', '[]', '{}', '[null]', '[[]]', '{"":null}'],
  ...[
    '0',
    '-0',
    '-1',
    '1.0',
    '1e2',
    '9223372036854775807',
    '-9223372036854775808',
    '9007199254740993',
    '1e309',
    '0.1e-400',
  ],
  ...['"\\ud800"', '"\\udc00x"', '"\\u0000"', '"\\u001b[2J"', '"\\u202e"', '"__proto__"', '"constructor"'],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"toString":1,"length":-1}',
  ],
  ...['{"a":1,"a":2}', '["a","a"]', nested(64), nested(500), nestedObjects(500), `"${'x'.repeat(20_000)}"`],
];
const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a/b~c',
  'length',
  '0',
  '\ud800',
  'zzFuture',
];
const oddBytes: readonly Buffer[] = [
  Buffer.from([0xff]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from([0]),
  ...['"', '\\', '{', '}', '[', ']', ',', ':', ' ', '\n', '//x\n', '\\u', '\u2028', '1', 'e', '-'].map((text) =>
    Buffer.from(text),
  ),
];

export interface Change {
  readonly kind: 'value' | 'key' | 'extra' | 'twice' | 'remove' | 'truncate' | 'insert' | 'repeat' | 'overwrite';
  /** Where, modulo the places that there are. */
  readonly at: number;
  /** With what, modulo the choices that there are. */
  readonly with: number;
}

const structural: readonly Change['kind'][] = ['value', 'key', 'extra', 'twice', 'remove'];
const textual: readonly Change['kind'][] = ['truncate', 'insert', 'repeat', 'overwrite'];

const changesOf = (kinds: readonly Change['kind'][], maxLength: number): fc.Arbitrary<Change[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(100_000), with: fc.nat(1000) }), { maxLength });

/** Members that no version knows, with values that are hard to keep. The review stays a good one. */
export const extras = changesOf(['extra'], 4);
/** Anything. */
export const changes = fc.tuple(changesOf(structural, 3), changesOf(textual, 2)).map((both) => both.flat());

/** Writes the review with its changes. */
export function writeChanged(review: JsonObject, list: readonly Change[], root: string = ''): Buffer {
  const tree = structuredClone(review);
  for (const change of list.filter(({ kind }) => structural.includes(kind))) {
    const start = root === '' ? tree : (tree['request'] as JsonObject)[root];
    changeTree(start as JsonObject, change);
  }
  return list
    .filter(({ kind }) => textual.includes(kind))
    .reduce<Buffer>((bytes, change) => changeBytes(bytes, change), Buffer.from(writeRawJson(tree)));
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

function changeTree(tree: JsonObject, change: Change): void {
  const holders = listHolders(tree);
  if (change.kind === 'extra') {
    const objects = [tree, ...holders.map(([holder, key]) => (holder as JsonObject)[key])].filter(isPlainObject);
    define(pick(objects, change.at), `zzFuture${change.with}`, raw(pick(oddValues, change.with)));
    return;
  }
  if (holders.length === 0) return;
  const [holder, key] = pick(holders, change.at);
  const value = (holder as JsonObject)[key];
  if (change.kind === 'value') {
    define(holder, key, raw(pick(oddValues, change.with)));
  } else if (Array.isArray(holder)) {
    holder.splice(Number(key), 1, ...(change.kind === 'remove' ? [] : [value, value]));
  } else if (change.kind === 'twice') {
    // The same name with another case or another escape is another name, or the same one again.
    define(holder, key, raw(`${pick(oddValues, change.with)},${JSON.stringify(key)}:${writeRawJson(value ?? null)}`));
  } else {
    delete holder[key];
    if (change.kind === 'key') define(holder, pick(oddKeys, change.with), value);
  }
}

function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listHolders(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [value as JsonObject, key] as const,
    ...listHolders(member),
  ]);
}

function changeBytes(bytes: Buffer, { kind, at, with: choice }: Change): Buffer {
  const place = at % (bytes.length + 1);
  const [before, behind] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (kind === 'truncate') return before;
  if (kind === 'repeat') return Buffer.concat([before, behind.subarray(0, choice), behind]);
  const odd = pick(oddBytes, choice);
  return Buffer.concat([before, odd, kind === 'insert' ? behind : behind.subarray(odd.length)]);
}
