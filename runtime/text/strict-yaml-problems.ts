// Says what is wrong with a file that a person wrote, and where in the text.

import { isMap, isScalar, isSeq, type Node } from 'yaml';
import {
  type core,
  ZodArray,
  ZodDefault,
  ZodNullable,
  ZodObject,
  ZodOptional,
  ZodPipe,
  ZodPrefault,
  ZodReadonly,
  ZodRecord,
  ZodTransform,
} from 'zod';
import { findNearest } from './find-nearest.js';
import { shortenText } from './shorten-text.js';

export interface StrictYamlProblem {
  readonly path: readonly PropertyKey[];
  /** Puts it into words, which is only worth it for those that are told. */
  readonly tell: () => string;
}

interface Surroundings {
  readonly schema: unknown;
  readonly whole: string;
}

/** One problem for each thing that has to be corrected. Unknown keys come with those that are allowed in their place. */
export function describeIssues(
  issues: readonly core.$ZodIssue[],
  { schema, whole }: Surroundings,
): readonly StrictYamlProblem[] {
  return issues.flatMap((issue): readonly StrictYamlProblem[] => {
    const { path } = issue;
    if (issue.code !== 'unrecognized_keys') {
      const name = path.length === 0 ? whole : formatPath(path);
      return [{ path, tell: () => `${name}: ${shortenText(toClause(issue), clauseLengthMax)}` }];
    }
    const allowed = listAllowedKeys(schema, path);
    return issue.keys.map((key) => ({ path: [...path, key], tell: () => describeUnknownKey([...path, key], allowed) }));
  });
}

function describeUnknownKey(path: readonly PropertyKey[], allowed: readonly string[]): string {
  const nearest = findNearest(String(path.at(-1)), allowed);
  const hint = nearest ? `did you mean "${nearest}"? ` : '';
  return `${formatPath(path)}: unknown key; ${hint}allowed: ${allowed.join(', ')}`;
}

const clauseLengthMax = 512;

/** The offset in the text of the key at `path`, or of the nearest thing around it. */
export function findOffset(node: unknown, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path;
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair) {
      return rest.length > 0 && pair.value ? findOffset(pair.value, rest) : startOf(pair.key);
    }
  }
  return isSeq(node) && typeof key === 'number' ? findOffset(node.items[key], rest) : startOf(node);
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

function toClause(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'object' && issue.message.endsWith(' null')) {
    return 'expected an object, found nothing; write {} if it is meant to be empty';
  }
  const bare = issue.message.replace(/^Invalid (input|option): /, '');
  return `${bare.slice(0, 1).toLowerCase()}${bare.slice(1)}`;
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${shortenText(String(key))}`))
    .join('');
}

function listAllowedKeys(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  const inner = unwrap(schema);
  const [key, ...rest] = path;
  if (key === undefined) {
    return inner instanceof ZodObject ? Object.keys(inner.shape) : [];
  }
  if (inner instanceof ZodObject) {
    return listAllowedKeys(inner.shape[key as string], rest);
  }
  if (inner instanceof ZodRecord) {
    return listAllowedKeys(inner.valueType, rest);
  }
  return inner instanceof ZodArray ? listAllowedKeys(inner.element, rest) : [];
}

// A schema may be wrapped several times: in a default, in "may be absent", behind or before a transformation.
function unwrap(schema: unknown): unknown {
  if (schema instanceof ZodPipe) {
    return unwrap(schema.in instanceof ZodTransform ? schema.out : schema.in);
  }
  const isWrapper =
    schema instanceof ZodDefault ||
    schema instanceof ZodPrefault ||
    schema instanceof ZodOptional ||
    schema instanceof ZodNullable ||
    schema instanceof ZodReadonly;
  return isWrapper ? unwrap(schema.def.innerType) : schema;
}
