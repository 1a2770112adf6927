// One case → the question that is put to the service.

import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import { createPreviewRequest } from '../../proto/preview-request.js';
import { findNearest } from '../../runtime/text/find-nearest.js';
import { applyPatch, PatchError } from '../../services/decisions/patch.js';
import type { ManifestObject } from '../../services/manifest/list-objects.js';
import { pointer } from '../../services/pod/json-pointer.js';
import { collectNamespaces } from '../../services/preview/namespaces.js';
import { rewriteDocument } from '../../services/rewrite/rewrite.js';
import { BadInputError } from '../flags/command.js';
import { mergeInto, patchObject } from './change-object.js';
import type { Suite } from './read-suite.js';
import type { Given, TestCase } from './schema.js';

export interface Question {
  readonly request: PreviewRequest__Output;
  /** Which of the results is that of the object: a List has several. */
  readonly index: number;
  /** The members that lead from the document to the object. */
  readonly path: readonly string[];
}

/**
 * Prepares a case: finds its object and makes its changes. The document of the object travels as it is written,
 * but for what the case changes.
 * @throws BadInputError without a place
 */
export function prepareCase(suite: Suite, { object: key, input, given = {} }: TestCase): Question {
  const { object, siblings } = findObject(suite, key, input);
  const { document, path } = object;
  const value = changeObject(object, given);
  const root =
    path.length === 0 ? value : applyPatch(document.value, [{ op: 'replace', path: pointer(...path), value }]);
  const manifest = value === object.value ? document.segment.text : rewriteDocument(document, root).text;
  return {
    request: createPreviewRequest({ manifest, ...findNamespace(suite, object, given) }),
    index: siblings.indexOf(object),
    path,
  };
}

function findObject({ inputs }: Suite, key: string, input: string | undefined) {
  const candidates = inputs
    .filter(({ name }) => input === undefined || name === input)
    .flatMap(({ name, objects }) => objects.map((object) => ({ name, object, objects })));
  const toKey = ({ identity }: ManifestObject): string => `${identity.kind}/${identity.name}`;
  const found = candidates.filter(({ object }) => toKey(object).toLowerCase() === key.toLowerCase());
  const [first] = found;
  if (!first) {
    const keys = [...new Set(candidates.map(({ object }) => toKey(object)))];
    const nearest = findNearest(key, keys);
    const hint = nearest ? `did you mean "${nearest}"? ` : '';
    throw new BadInputError(`expected an object of the inputs, found no ${key}; ${hint}there: ${keys.join(', ')}`);
  }
  if (found.length > 1) {
    const places = found.map(({ name, object }) => `${name}:${object.line}`).join(', ');
    throw new BadInputError(`expected one object ${key}, found ${found.length} (${places}); "input" names the file`);
  }
  const { object, objects } = first;
  return { object, siblings: objects.filter(({ document }) => document === object.document) };
}

function changeObject({ identity, value }: ManifestObject, { namespace, merge, patch }: Given): unknown {
  try {
    const merged = merge ? mergeInto(value, merge) : value;
    const patched = patch ? patchObject(merged, patch) : merged;
    // An object that names its namespace is moved; any other follows the request.
    return namespace === undefined || identity.namespace === ''
      ? patched
      : mergeInto(patched, { metadata: { namespace } });
  } catch (error) {
    throw error instanceof PatchError ? new BadInputError(`given.patch: ${error.message}`, { cause: error }) : error;
  }
}

function findNamespace({ yaml, inputs }: Suite, { identity }: ManifestObject, given: Given) {
  const { namespace: usual = 'default', namespaceLabels = {}, namespaceAnnotations = {} } = yaml.value;
  const usualFacts = { namespace: usual, namespaceLabels, namespaceAnnotations };
  const segments = inputs.flatMap((input) => input.segments);
  const known = collectNamespaces({ ...usualFacts, namespaces: [], contextManifests: [] }, segments);
  const namespace = given.namespace ?? (identity.namespace || usual);
  const facts = known.findFacts(namespace);
  return {
    namespace,
    namespaceLabels: given.namespaceLabels ?? { ...facts?.labels },
    namespaceAnnotations: given.namespaceAnnotations ?? { ...facts?.annotations },
  };
}
