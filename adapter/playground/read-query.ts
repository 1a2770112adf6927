// The query of a preview. A parameter that is not known is an error: a preview without a fact looks like any other.

import { cutText } from '../../proto/cut-text.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import { findNearest } from '../../runtime/text/find-nearest.js';
import { readKeyValues } from '../../runtime/text/key-values.js';
import type { BodyForm } from './media-types.js';

type Facts = Pick<PreviewRequest__Output, 'namespace' | 'namespaceLabels' | 'namespaceAnnotations'>;

// A JSON body has fields for the facts.
const names: Readonly<Record<BodyForm, readonly string[]>> = {
  request: ['timeout'],
  manifest: ['namespace', 'label', 'annotation', 'timeout'],
};

const lists: ReadonlySet<string> = new Set(['label', 'annotation']);

/**
 * Reads what the query says about the namespace.
 * @throws PodMutatorError QUERY_INVALID
 */
export function readFacts(url: string, form: BodyForm): Facts {
  const query = new URLSearchParams(url.slice(url.indexOf('?')).replace(/^[^?]*/, ''));
  for (const name of new Set(query.keys())) {
    if (!names[form].includes(name)) throw rejectName(name, form);
    if (!lists.has(name) && query.getAll(name).length > 1) throw reject(name, 'expected once, found more than once');
  }
  const readAll = (name: string): Readonly<Record<string, string>> => {
    try {
      return readKeyValues(query.getAll(name));
    } catch (error) {
      throw reject(name, (error as Error).message);
    }
  };
  return {
    namespace: query.get('namespace') ?? '',
    namespaceLabels: readAll('label'),
    namespaceAnnotations: readAll('annotation'),
  };
}

function rejectName(name: string, form: BodyForm): PodMutatorError {
  if (names.manifest.includes(name)) {
    return reject(name, 'a parameter for bodies of application/yaml; in JSON the body has fields for that');
  }
  const nearest = findNearest(cutText(name, 100), names[form]);
  const offer = nearest ? `did you mean "${nearest}"?` : `expected ${names[form].join(', ')}`;
  return reject(name, `unknown parameter of the query; ${offer}`);
}

function reject(name: string, description: string): PodMutatorError {
  const field = cutText(name, 100);
  return new PodMutatorError(`${field}: ${description}`, {
    code: 'INVALID_ARGUMENT',
    reason: 'QUERY_INVALID',
    violations: [{ field, description }],
  });
}
