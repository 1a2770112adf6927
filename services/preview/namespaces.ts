// What is known about each namespace: from the Namespaces of the manifest itself, else from the request.

import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { NamespaceFacts } from '../mutator.js';
import { isObjectEntry, listObjects, type ManifestObject } from './list-objects.js';
import { readDocument } from './read-document.js';
import type { Segment } from './split-manifest.js';

/** Which namespace an object lives in, and what is known about it. */
export interface Namespaces {
  readonly default: string;
  readonly findFacts: (namespace: string) => NamespaceFacts | undefined;
}

/** Collects the facts. A Namespace counts wherever in the manifest it stands. */
export function collectNamespaces(request: PreviewRequest__Output, segments: readonly Segment[]): Namespaces {
  const facts = new Map<string, NamespaceFacts>();
  const requested = request.namespace || 'default';
  const { namespaceLabels, namespaceAnnotations } = request;
  if (Object.keys(namespaceLabels).length > 0 || Object.keys(namespaceAnnotations).length > 0) {
    facts.set(requested, { labels: namespaceLabels, annotations: namespaceAnnotations });
  }
  for (const { identity, value } of segments.flatMap(listNamespaces)) {
    const { labels, annotations } = (value['metadata'] ?? {}) as Readonly<Record<string, unknown>>;
    facts.set(identity.name, {
      // The API server gives this label to every Namespace.
      labels: { ...readTexts(labels), 'kubernetes.io/metadata.name': identity.name },
      annotations: readTexts(annotations),
    });
  }
  return { default: requested, findFacts: (namespace) => facts.get(namespace) };
}

// Read ahead of everything else, and let go again: one tree at a time is what the memory has to hold.
function listNamespaces(segment: Segment, index: number): readonly ManifestObject[] {
  const document = segment.text.includes('Namespace') ? readDocument(segment, index) : undefined;
  const entries = document ? listObjects(document).filter(isObjectEntry) : [];
  return entries.filter(
    ({ identity }) => identity.apiVersion === 'v1' && identity.kind === 'Namespace' && identity.name !== '',
  );
}

function readTexts(value: unknown): Readonly<Record<string, string>> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
