// What callers say about namespaces → what decisions know. A mistake in it must not look like "nothing is known".

import type { NamespaceFacts__Output } from '../../proto/gen/podmutator/v1/NamespaceFacts.js';
import type { NamespaceFacts } from '../decisions/mutator.js';
import { InputError } from '../pod/input-error.js';

const nameLengthMax = 63;

/** The two ways to say what is known about the namespace of a request. */
export interface FactFields {
  readonly namespaceFacts: NamespaceFacts__Output | null;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
}

/**
 * Reads the facts about `namespace`; undefined if nothing is known.
 * @throws InputError if they are about another namespace, or given in both ways
 */
export function readFacts(namespace: string, fields: FactFields): NamespaceFacts | undefined {
  const { namespaceFacts: given, namespaceLabels: labels, namespaceAnnotations: annotations } = fields;
  const isShort = Object.keys(labels).length > 0 || Object.keys(annotations).length > 0;
  if (!given) {
    return isShort ? { labels, annotations } : undefined;
  }
  if (isShort) {
    throw invalid(
      'namespace_facts',
      'expected either namespace_facts or namespace_labels and namespace_annotations, found both',
    );
  }
  if (given.name !== '' && given.name !== namespace) {
    throw invalid(
      'namespace_facts.name',
      `expected the namespace of the request (namespace: ${quote(namespace)}) or nothing, found ${quote(given.name)}`,
    );
  }
  return completeFacts(given, namespace);
}

/** The facts of a stored Namespace: the API server gives one label to each. */
export function completeFacts({ labels, annotations }: NamespaceFacts, name: string): NamespaceFacts {
  return { labels: name === '' ? labels : { ...labels, 'kubernetes.io/metadata.name': name }, annotations };
}

/** @throws InputError unless `name` can be that of a namespace, or is empty */
export function checkNamespace(field: string, name: string): void {
  const isLabel = /^[a-z0-9-]*$/.test(name) && !name.startsWith('-') && !name.endsWith('-');
  if (!isLabel || name.length > nameLengthMax) {
    const expected = `expected a DNS label: at most ${nameLengthMax} of a-z, 0-9 and "-", not at the ends`;
    throw invalid(field, `${expected}, found ${quote(name)}`);
  }
}

/** An error about a namespace. */
export function invalid(field: string, description: string): InputError {
  return new InputError({ reason: 'NAMESPACE_INVALID', field, description });
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, nameLengthMax + 1).toWellFormed());
}
