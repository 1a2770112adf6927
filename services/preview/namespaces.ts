// What is known about each namespace: from the Namespaces of the manifest itself, else of the texts beside it, else from
// the request.

import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { NamespaceFacts } from '../decisions/mutator.js';
import { isObjectEntry, listObjects, type ManifestObject } from '../manifest/list-objects.js';
import { findValue } from '../manifest/locate.js';
import { mayDeclareNamespace } from '../manifest/may-declare-namespace.js';
import { isBroken, readDocument } from '../manifest/read-document.js';
import { type Segment, splitManifest } from '../manifest/split-manifest.js';
import { createTokenLimit, type WorkLimit } from '../manifest/work-limits.js';
import { InputError } from '../pod/input-error.js';
import { parsePointer, pointer } from '../pod/json-pointer.js';
import { checkNamespace, completeFacts, invalid, readFacts } from '../rpc/namespace-facts.js';
import { checkTexts } from './check-texts.js';

/** Which namespace an object lives in, and what is known about it. */
export interface Namespaces {
  readonly default: string;
  readonly findFacts: (namespace: string) => NamespaceFacts | undefined;
}

type FactsOfRequest = Pick<
  PreviewRequest__Output,
  'namespace' | 'namespaceLabels' | 'namespaceAnnotations' | 'namespaces' | 'contextManifests'
>;

/**
 * Collects the facts. A Namespace counts wherever in the manifest it stands.
 * @throws InputError for facts of the request that cannot be meant
 */
export function collectNamespaces(request: FactsOfRequest, segments: readonly Segment[]): Namespaces {
  checkNamespace('namespace', request.namespace);
  const name = request.namespace || 'default';
  const facts = readRequest(request, name);
  const limit = createTokenLimit();
  const found = [
    ...listContext(request.contextManifests, limit),
    ...segments.flatMap((segment, index) => listNamespaces(segment, index, limit)),
  ];
  for (const { identity, value } of found) {
    const { labels, annotations } = (value['metadata'] ?? {}) as Readonly<Record<string, unknown>>;
    const own = { labels: readTexts(labels), annotations: readTexts(annotations) };
    facts.set(identity.name, completeFacts(own, identity.name));
  }
  return { default: name, findFacts: (namespace) => facts.get(namespace) };
}

function readRequest(request: FactsOfRequest, defaultName: string): Map<string, NamespaceFacts> {
  const facts = new Map<string, NamespaceFacts>();
  const short = readFacts(defaultName, { ...request, namespaceFacts: null });
  if (short) facts.set(defaultName, short);
  for (const [index, given] of request.namespaces.entries()) {
    const field = `namespaces[${index}].name`;
    checkNamespace(field, given.name);
    if (given.name === '' || facts.has(given.name)) {
      const found = given.name === '' ? 'none' : `another entry for "${given.name}"`;
      throw invalid(field, `expected a name, and one entry for each namespace, found ${found}`);
    }
    facts.set(given.name, completeFacts(given, given.name));
  }
  return facts;
}

function listContext(texts: readonly string[], limit: WorkLimit): readonly ManifestObject[] {
  return texts.flatMap((text, place) =>
    splitManifest(text).flatMap((segment, index) => {
      const document = mayDeclareNamespace(segment.text) ? readDocument(segment, index, limit) : undefined;
      if (document && isBroken(document)) {
        const field = `context_manifests[${place}]`;
        throw new InputError({
          reason: 'MANIFEST_INVALID',
          field,
          description: document.message,
          ...document.position,
        });
      }
      const namespaces = document ? listObjects(document).filter(isObjectEntry).filter(isNamespace) : [];
      for (const namespace of namespaces) checkContext(namespace, `context_manifests[${place}]`);
      return namespaces;
    }),
  );
}

// Those of the manifest have a result, which says so.
function checkContext(namespace: ManifestObject, field: string): void {
  const { document, path } = namespace;
  try {
    checkTexts(namespace, [], 'labels');
    checkTexts(namespace, [], 'annotations');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const members = [...path, ...parsePointer(error.problem.pointer ?? '')];
    const position = document.locate(findValue(document, members).offset);
    throw new InputError({ ...error.problem, field, pointer: pointer(...members), ...position });
  }
}

// Read ahead of everything else, and let go again: one tree at a time is what the memory has to hold.
function listNamespaces(segment: Segment, index: number, limit: WorkLimit): readonly ManifestObject[] {
  const document = mayDeclareNamespace(segment.text) ? readDocument(segment, index, limit) : undefined;
  return document ? listObjects(document).filter(isObjectEntry).filter(isNamespace) : [];
}

/** Whether the object says what is known about a namespace. */
export function isNamespace({ identity }: ManifestObject): boolean {
  return identity.apiVersion === 'v1' && identity.kind === 'Namespace' && identity.name !== '';
}

function readTexts(value: unknown): Readonly<Record<string, string>> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
