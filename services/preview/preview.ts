// Preview: any manifest in; decisions, patches and differences out.
//
// Every object is evaluated by the code path of MutatePod. What goes wrong with one object is the result of that
// object; the others go on.

import type { PreviewDocument__Output } from '../../proto/gen/podmutator/v1/PreviewDocument.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { applyPatch } from '../decisions/patch.js';
import type { Evaluate } from '../decisions/pipeline.js';
import type { Linter } from '../lint/linter.js';
import { type Entry, isObjectEntry, listObjects } from '../manifest/list-objects.js';
import { readDocument } from '../manifest/read-document.js';
import { type Segment, splitManifest } from '../manifest/split-manifest.js';
import { createObjectLimit, createTokenLimit } from '../manifest/work-limits.js';
import { InputError } from '../pod/input-error.js';
import { rewriteDocument } from '../rewrite/rewrite.js';
import { listChangedLines } from './changed-lines.js';
import { type Assessed, createResult, type Inquiry, type Rewritten } from './create-result.js';
import { evaluateObject, reportBroken } from './evaluate-object.js';
import { createFilter } from './filter-objects.js';
import { createCloserLook } from './look-closer.js';
import { collectNamespaces } from './namespaces.js';
import { readOutputs } from './outputs.js';

/** What the evaluation of a manifest gives; settings and engine are for those to name who have chosen them. */
export type Preview = (
  request: PreviewRequest__Output,
) => Pick<PreviewResponse__Output, 'results' | 'documents' | 'unmatchedObjects'>;

/**
 * Creates the preview over `evaluate`.
 *
 * The preview throws InputError if nothing can be evaluated: a manifest without content, an unknown mutator, a filter
 * that is malformed. It throws PatchCheckError for a bug.
 */
export function createPreview({ evaluate, linter }: { readonly evaluate: Evaluate; readonly linter: Linter }): Preview {
  return (request) => {
    const { firstLine, firstDocument, name: textName } = request.origin ?? { firstLine: 1, firstDocument: 0, name: '' };
    checkMutators(evaluate, request.mutators);
    const outputs = readOutputs(request);
    const filter = createFilter(request.objects, request.only);
    const segments = splitManifest(request.manifest).map((segment) => ({
      ...segment,
      line: segment.line + Math.max(firstLine, 1) - 1,
    }));
    const objects = createObjectLimit();
    objects.spend(segments.length);
    const namespaces = collectNamespaces(request, segments);
    const inquiry: Inquiry = {
      evaluate,
      namespaces,
      mutators: request.mutators,
      outputs,
      isUsual: request.outputs.length === 0,
      textName: textName.toWellFormed(),
      lookCloser: createCloserLook(outputs, linter),
    };
    const results: PreviewResult__Output[] = [];
    const documents: PreviewDocument__Output[] = [];
    const tokens = createTokenLimit();
    let isEmpty = true;
    // One document at a time, from text to results: the trees of all of them together would fill the memory.
    for (const [index, segment] of segments.entries()) {
      const document = readDocument(segment, firstDocument + index, tokens);
      isEmpty &&= document === undefined;
      const entries = document ? listObjects(document) : [];
      objects.spend(Math.max(entries.length - 1, 0));
      const wanted = entries.filter((entry) => filter.accepts(entry, entry.identity.namespace || namespaces.default));
      const { own, text } = previewDocument(wanted, inquiry);
      results.push(...own);
      if (outputs.has('DOCUMENTS')) {
        const isWholeLines = endsLine(segments[index - 1]) && (endsLine(segment) || index === segments.length - 1);
        documents.push({ document: firstDocument + index, ...describeText(segment, text, isWholeLines) });
      }
    }
    if (isEmpty) {
      throw new InputError({
        reason: 'MANIFEST_EMPTY',
        field: 'manifest',
        description: 'expected Kubernetes objects as YAML or JSON, found nothing',
      });
    }
    return { results, documents, unmatchedObjects: filter.listUnmatched() };
  };
}

type DocumentText = Pick<PreviewDocument__Output, 'changedLines'> & { readonly text?: string };

function previewDocument(
  entries: readonly Entry[],
  inquiry: Inquiry,
): { readonly own: readonly PreviewResult__Output[]; readonly text: DocumentText } {
  const assessed = entries.map((entry) => ({
    entry,
    assessment: isObjectEntry(entry) ? evaluateObject(entry, inquiry) : reportBroken(entry),
  }));
  const { outputs, lookCloser } = inquiry;
  const rewrite = outputs.has('DOCUMENTS') || outputs.has('DIFF') ? rewriteOnce(assessed) : undefined;
  const own = assessed.map((one) => lookCloser(createResult(one, rewrite, inquiry), one.entry, one.assessment));
  if (!rewrite || !outputs.has('DOCUMENTS')) {
    return { own, text: { changedLines: [] } };
  }
  const operations = assessed.flatMap(({ assessment }) =>
    assessment.operations.map(({ operation, mutators }) => ({ ...operation, mutators })),
  );
  return { own, text: { text: rewrite.text, changedLines: listChangedLines(rewrite.document, rewrite, operations) } };
}

// Lines that documents share belong to neither, so there the text is told even if it does not change.
function describeText(
  segment: Segment,
  { text, changedLines }: DocumentText,
  isWholeLines: boolean,
): Omit<PreviewDocument__Output, 'document'> {
  const breaks = segment.text.split('\n').length - 1;
  const patchedText = text ?? (isWholeLines ? undefined : segment.text);
  return {
    line: segment.line,
    lineCount: breaks + (endsLine(segment) ? 0 : 1),
    ...(patchedText !== undefined && { patchedText: patchedText.toWellFormed(), _patchedText: 'patchedText' as const }),
    changedLines,
  };
}

function endsLine(segment: Segment | undefined): boolean {
  return segment === undefined || segment.text === '' || segment.text.endsWith('\n');
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
  const { document } = carrier;
  const operations = assessed.flatMap(({ assessment }) => assessment.operations.map(({ operation }) => operation));
  return { carrier, document, ...rewriteDocument(document, applyPatch(document.value, operations)) };
}
