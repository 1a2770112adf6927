// Preview: any manifest in; decisions, patches and differences out.
//
// Every object is evaluated by the code path of MutatePod. What goes wrong with one object is the result of that
// object; the others go on.

import type { PreviewOperation__Output } from '../../proto/gen/podmutator/v1/PreviewOperation.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { InputError } from '../input-error.js';
import { applyPatch, type Operation } from '../patch.js';
import type { Evaluate } from '../pipeline.js';
import { createDiff } from './create-diff.js';
import { type Assessment, evaluateObject, reportBroken } from './evaluate-object.js';
import { filterObjects } from './filter-objects.js';
import { type Entry, isObjectEntry, listObjects, type ManifestObject } from './list-objects.js';
import { findLines } from './locate.js';
import { collectNamespaces } from './namespaces.js';
import { type ManifestDocument, readManifest } from './read-manifest.js';
import { type Rewrite, rewriteDocument } from './rewrite.js';

export type Preview = (request: PreviewRequest__Output) => PreviewResult__Output[];

interface Assessed {
  readonly entry: Entry;
  readonly assessment: Assessment;
}

interface Rewritten extends Rewrite {
  /** The object whose result carries the text. */
  readonly carrier: ManifestObject;
}

/**
 * Creates the preview over `evaluate`.
 *
 * The preview throws InputError if nothing can be evaluated: a manifest without content, an unknown mutator, a filter
 * that names nothing. It throws PatchCheckError for a bug.
 */
export function createPreview({ evaluate }: { readonly evaluate: Evaluate }): Preview {
  return (request) => {
    checkMutators(evaluate, request.mutators);
    const documents = readManifest(request.manifest);
    if (documents.length === 0) {
      throw new InputError({
        reason: 'MANIFEST_EMPTY',
        field: 'manifest',
        description: 'expected Kubernetes objects as YAML or JSON, found nothing',
      });
    }
    const entries = listObjects(documents);
    const namespaces = collectNamespaces(request, entries.filter(isObjectEntry));
    const surroundings = { evaluate, namespaces, mutators: request.mutators };
    const assessed = filterObjects(entries, request.objects).map((entry) => ({
      entry,
      assessment: isObjectEntry(entry) ? evaluateObject(entry, surroundings) : reportBroken(entry),
    }));
    const rewrites = rewriteDocuments(assessed);
    return assessed.map((one) => createResult(one, rewrites));
  };
}

// An unknown name is an error of the request, also if no object of the manifest gets as far as to a mutator.
function checkMutators(evaluate: Evaluate, mutators: readonly string[]): void {
  const nothing = { isPod: false, apiVersion: '', kind: '' } as const;
  evaluate(() => nothing, { operation: 'CREATE', subResource: '', namespace: '', namespaceFacts: undefined, mutators });
}

// The objects of a List share a document: it is written once, with the changes of all.
function rewriteDocuments(assessed: readonly Assessed[]): ReadonlyMap<ManifestDocument, Rewritten> {
  const changes = new Map<ManifestDocument, { carrier: ManifestObject; operations: Operation[] }>();
  for (const { entry, assessment } of assessed) {
    if (isObjectEntry(entry) && assessment.operations.length > 0) {
      const change = changes.get(entry.document) ?? { carrier: entry, operations: [] };
      change.operations.push(...assessment.operations.map(({ operation }) => operation));
      changes.set(entry.document, change);
    }
  }
  return new Map(
    [...changes].map(([document, { carrier, operations }]) => {
      const after = applyPatch(document.value, operations);
      return [document, { carrier, ...rewriteDocument(document, after) }];
    }),
  );
}

function createResult(
  { entry, assessment }: Assessed,
  rewrites: ReadonlyMap<ManifestDocument, Rewritten>,
): PreviewResult__Output {
  const { namespace, verdict, mutators, warnings, error } = assessment;
  const rewrite = isObjectEntry(entry) ? rewrites.get(entry.document) : undefined;
  const changes =
    isObjectEntry(entry) && rewrite && assessment.operations.length > 0
      ? describeChanges(entry, assessment, rewrite)
      : { operations: [], jsonPatch: '', patchedManifest: '', diff: '' };
  const { apiVersion, kind, name } = entry.identity;
  return {
    apiVersion,
    kind,
    namespace,
    name,
    document: isObjectEntry(entry) ? entry.document.index : entry.document,
    line: entry.line,
    verdict,
    mutators: [...mutators],
    ...changes,
    warnings: [...warnings],
    error,
  };
}

function describeChanges(
  object: ManifestObject,
  assessment: Assessment,
  rewrite: Rewritten,
): Pick<PreviewResult__Output, 'operations' | 'jsonPatch' | 'patchedManifest' | 'diff'> {
  const patch = assessment.operations.map(({ operation }) => operation);
  return {
    operations: describeOperations(object, assessment),
    jsonPatch: JSON.stringify(patch),
    patchedManifest: object === rewrite.carrier ? rewrite.text : '',
    diff: createDiff(object, patch, rewrite),
  };
}

function describeOperations({ document }: ManifestObject, assessment: Assessment): PreviewOperation__Output[] {
  const { operations, mutators } = assessment;
  const lines = findLines(
    document,
    operations.map(({ operation }) => [operation.op, operation.path]),
  );
  return operations.map(({ operation, podPath }, index) => ({
    op: operation.op,
    path: operation.path,
    podPath,
    valueJson: operation.op === 'remove' ? '' : JSON.stringify(operation.value),
    mutator: mutators
      .filter(({ operationIndexes }) => operationIndexes.includes(index))
      .map(({ mutator }) => mutator)
      .join(','),
    line: lines[index] ?? 0,
  }));
}
