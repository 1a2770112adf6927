// Preview: any manifest in; decisions, patches and differences out.
//
// Every object is evaluated by the code path of MutatePod. What goes wrong with one object is the result of that
// object; the others go on.

import type { PreviewOperation__Output } from '../../proto/gen/podmutator/v1/PreviewOperation.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { InputError } from '../input-error.js';
import type { Linter } from '../lint/linter.js';
import { applyPatch } from '../patch.js';
import type { Evaluate } from '../pipeline.js';
import { createDiff } from './create-diff.js';
import { type Assessment, evaluateObject, reportBroken, type Surroundings } from './evaluate-object.js';
import { createFilter } from './filter-objects.js';
import { type Entry, isObjectEntry, listObjects, type ManifestObject } from './list-objects.js';
import { findLines } from './locate.js';
import { createCloserLook, type LookCloser } from './look-closer.js';
import { collectNamespaces } from './namespaces.js';
import { readDocument } from './read-document.js';
import { type Rewrite, rewriteDocument } from './rewrite.js';
import { splitManifest } from './split-manifest.js';

export type Preview = (request: PreviewRequest__Output) => PreviewResult__Output[];

interface Assessed {
  readonly entry: Entry;
  readonly assessment: Assessment;
}

/** A rewritten document, and the object whose result carries its text. */
interface Rewritten extends Rewrite {
  readonly carrier: ManifestObject;
}

/**
 * Creates the preview over `evaluate`.
 *
 * The preview throws InputError if nothing can be evaluated: a manifest without content, an unknown mutator, a filter
 * that names nothing. It throws PatchCheckError for a bug.
 */
export function createPreview({ evaluate, linter }: { readonly evaluate: Evaluate; readonly linter: Linter }): Preview {
  return (request) => {
    checkMutators(evaluate, request.mutators);
    const filter = createFilter(request.objects);
    const segments = splitManifest(request.manifest);
    const namespaces = collectNamespaces(request, segments);
    const surroundings = { evaluate, namespaces, mutators: request.mutators };
    const lookCloser = createCloserLook(request, linter);
    let isEmpty = true;
    // One document at a time, from text to results: the trees of all of them together would fill the memory.
    const results = segments.flatMap((segment, index) => {
      const document = readDocument(segment, index);
      isEmpty &&= document === undefined;
      return document
        ? previewDocument(listObjects(document).filter(filter.accepts), { ...surroundings, lookCloser })
        : [];
    });
    if (isEmpty) {
      throw new InputError({
        reason: 'MANIFEST_EMPTY',
        field: 'manifest',
        description: 'expected Kubernetes objects as YAML or JSON, found nothing',
      });
    }
    filter.finish();
    return results;
  };
}

function previewDocument(
  entries: readonly Entry[],
  { lookCloser, ...surroundings }: Surroundings & { readonly lookCloser: LookCloser },
): PreviewResult__Output[] {
  const assessed = entries.map((entry) => ({
    entry,
    assessment: isObjectEntry(entry) ? evaluateObject(entry, surroundings) : reportBroken(entry),
  }));
  const rewrite = rewriteOnce(assessed);
  return assessed.map((one) => lookCloser(createResult(one, rewrite), one.entry, one.assessment));
}

// An unknown name is an error of the request, also if no object of the manifest gets as far as to a mutator.
function checkMutators(evaluate: Evaluate, mutators: readonly string[]): void {
  const nothing = { isPod: false, apiVersion: '', kind: '' } as const;
  evaluate(() => nothing, { operation: 'CREATE', subResource: '', namespace: '', namespaceFacts: undefined, mutators });
}

// The objects of a List share a document: it is written once, with the changes of all.
function rewriteOnce(assessed: readonly Assessed[]): Rewritten | undefined {
  const carrier = assessed.find(({ assessment }) => assessment.operations.length > 0)?.entry;
  if (!carrier || !isObjectEntry(carrier)) {
    return undefined;
  }
  const operations = assessed.flatMap(({ assessment }) => assessment.operations.map(({ operation }) => operation));
  const after = applyPatch(carrier.document.value, operations);
  return { carrier, ...rewriteDocument(carrier.document, after) };
}

function createResult({ entry, assessment }: Assessed, rewrite: Rewritten | undefined): PreviewResult__Output {
  const { namespace, verdict, mutators, warnings, error } = assessment;
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
    impact: assessment.impact,
    findings: [],
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

function describeOperations({ document, path }: ManifestObject, assessment: Assessment): PreviewOperation__Output[] {
  const { operations, mutators } = assessment;
  const lines = findLines(
    document,
    path,
    operations.map(({ operation }) => operation),
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
