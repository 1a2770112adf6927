// The question of the page, in the proto3 JSON form of podmutator.v1.PreviewRequest. "Copy as" prints the same one.

import type { Pair, PlaygroundState } from '../state.js';

export interface PreviewQuestion {
  readonly manifest: string;
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
}

/** The state as a question, without what only a page wants to know. */
export function createQuestion(state: PlaygroundState): PreviewQuestion {
  const { manifest, isNamespaceKnown, labels, annotations } = state;
  const namespace = state.namespace.trim() || 'default';
  return {
    manifest,
    namespace,
    // Every stored Namespace carries this label; without any, the service takes the Namespace for unknown.
    namespaceLabels: isNamespaceKnown ? { 'kubernetes.io/metadata.name': namespace, ...collect(labels) } : {},
    namespaceAnnotations: isNamespaceKnown ? collect(annotations) : {},
  };
}

function collect(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map(({ key, value }) => [key.trim(), value.trim()] as const).filter(([key]) => key !== ''),
  );
}
