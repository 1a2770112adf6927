// Reads the file behind --namespaces=FILE: YAML documents that are Namespaces, or Lists of them.
//
// Strict on purpose. A typo such as "lables" would otherwise turn into "this namespace did not opt in", which nobody
// would find.

import { type Document, isMap, isNode, LineCounter } from 'yaml';
import * as z from 'zod';
import { composeYaml, YamlProblem } from '../../runtime/text/compose-yaml.js';
import { findDuplicateKeys } from '../../runtime/text/find-duplicate-keys.js';
import { type NamespaceFacts, nameLabel, readNamespaceFacts } from './facts.js';

const text = z.string({ error: ({ input }) => `expected a string, got ${JSON.stringify(input)}; put it in quotes` });
const texts = z.record(z.string(), text).nullish();

// What `kubectl get namespaces -o yaml` prints is welcome too, so fields that the API server fills are allowed.
const filledByServer = Object.fromEntries(
  [
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'finalizers',
    'managedFields',
    'ownerReferences',
    'selfLink',
  ].map((key) => [key, z.unknown().optional()]),
);

const namespace = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Namespace'),
  metadata: z.strictObject({
    name: text.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'expected the name of a namespace'),
    labels: texts,
    annotations: texts,
    ...filledByServer,
  }),
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
});

const list = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.enum(['List', 'NamespaceList']),
  metadata: z.unknown().optional(),
  items: z.array(z.unknown()),
});

type Path = readonly PropertyKey[];
type Fail = (path: Path, message: string) => never;

/**
 * Reads Namespaces from YAML. A file without any object is a problem: it would turn off what namespaces ask for, and is
 * an accident more often than not. An empty List says that none is meant.
 * @param file name for error messages
 * @throws Error with file, line, field, what was expected and what came
 */
export function readNamespaceManifest(file: string, yaml: string): ReadonlyMap<string, NamespaceFacts> {
  const lineCounter = new LineCounter();
  const namespaces = new Map<string, NamespaceFacts>();
  let isEmpty = true;
  for (const document of readDocuments(file, yaml, lineCounter)) {
    for (const { name, key } of findDuplicateKeys(document.contents)) {
      const { line } = lineCounter.linePos(key.range?.[0] ?? 0);
      throw new Error(`${file}:${line}: ${name}: keys of a mapping must be unique`);
    }
    const fail: Fail = (path, message) => {
      const line = lineCounter.linePos(findOffset(document, path)).line;
      throw new Error(`${file}:${line}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
    };
    const content: unknown = document.toJS();
    isEmpty &&= content === null;
    for (const { path, value } of readItems(content, fail)) {
      addNamespace(namespaces, { path, value, fail });
    }
  }
  if (isEmpty) {
    const advice = 'if none is meant, write {apiVersion: v1, kind: List, items: []}';
    throw new Error(`${file}: expected Namespaces, found nothing; ${advice}`);
  }
  return namespaces;
}

function* readDocuments(file: string, yaml: string, lineCounter: LineCounter): Generator<Document.Parsed> {
  try {
    yield* composeYaml(yaml, { lineCounter });
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    throw new Error(`${file}:${lineCounter.linePos(error.offset).line}: ${error.message}`, { cause: error });
  }
}

function readItems(value: unknown, fail: Fail): readonly { readonly path: Path; readonly value: unknown }[] {
  if (value === null) {
    return [];
  }
  const isList = typeof value === 'object' && 'items' in value;
  if (!isList) {
    return [{ path: [], value }];
  }
  return check(list, { path: [], value, fail }).items.map((item, index) => ({ path: ['items', index], value: item }));
}

interface Item {
  readonly path: Path;
  readonly value: unknown;
  readonly fail: Fail;
}

function addNamespace(namespaces: Map<string, NamespaceFacts>, item: Item): void {
  const { metadata } = check(namespace, item);
  const { name, labels } = metadata;
  if (labels && Object.hasOwn(labels, nameLabel) && labels[nameLabel] !== name) {
    item.fail([...item.path, 'metadata', 'labels', nameLabel], `expected "${name}", the name of the namespace`);
  }
  if (namespaces.has(name)) {
    item.fail([...item.path, 'metadata', 'name'], `namespace "${name}" is in the file twice`);
  }
  namespaces.set(name, readNamespaceFacts(metadata));
}

function check<Type>(schema: z.ZodType<Type>, { path, value, fail }: Item): Type {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return fail([...path, ...issue.path, key], 'no such field of a Namespace');
  }
  return fail([...path, ...(issue?.path ?? [])], issue?.message ?? 'not a Namespace');
}

/** Where in the text the value, its key, or the closest parent that exists begins. */
function findOffset(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) && parent.items.find(({ key }) => String(key) === path[length - 1]);
    const node = pair ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return node.range[0];
    }
  }
  return document.contents?.range?.[0] ?? 0;
}
