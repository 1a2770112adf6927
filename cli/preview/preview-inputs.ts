// Inputs → what the service says about each of their documents.
//
// Long inputs go in chunks of whole documents, so that neither side holds more than one chunk. Every chunk keeps the
// line numbers of its input, by comments ahead of it, and carries the Namespaces of all inputs behind it: they
// count wherever they stand, and what comes back for them is dropped.

import type { PodMutatorApi } from '../../proto/api.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import type { Source, SourceProblem } from './list-sources.js';
import { createFailure, type PreviewedDocument, readResult, reportProblem } from './previewed.js';
import { type Input, type InputDocument, isInputProblem, readInputs } from './read-inputs.js';
import { type Survey, surveyInputs } from './survey-inputs.js';
import { callWithFilters, type WantedObjects } from './wanted-objects.js';

export interface PreviewOptions {
  /** Where objects that name no namespace live. */
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
  /** Names of the mutators to run; all if empty. */
  readonly mutators: readonly string[];
  readonly wanted: WantedObjects;
  /** What to ask for beyond the preview itself. */
  readonly ask?: { readonly lint?: true; readonly flips?: true };
  /** Told after the first look how many documents there are. */
  readonly onSurvey?: (survey: Survey) => void;
}

// A larger chunk saves nothing, and its answer, with diffs and operations, is several times as large.
const chunkLength = 256 * 1024;
const callMs = 60_000;

/**
 * Previews all documents of all sources, in order.
 * @throws PodMutatorError if the service cannot answer, or refuses the options
 */
export async function* previewInputs(
  api: PodMutatorApi,
  sources: readonly (Source | SourceProblem)[],
  options: PreviewOptions,
): AsyncGenerator<PreviewedDocument> {
  const survey = await surveyInputs(sources);
  options.onSurvey?.(survey);
  for await (const input of readInputs(sources)) {
    if (isInputProblem(input)) {
      yield reportProblem(input);
      continue;
    }
    const chunks = [...cutChunks(input.documents)];
    const namespaces = survey.inputs > 1 || chunks.length > 1 ? survey.namespaces : [];
    for (const chunk of chunks) {
      yield* await previewChunk(api, { ...chunk, input, namespaces }, options);
    }
  }
}

interface Chunk {
  /** The index of its first document in the input. */
  readonly start: number;
  readonly documents: readonly InputDocument[];
}

function* cutChunks(documents: readonly InputDocument[]): Generator<Chunk> {
  let start = 0;
  let length = 0;
  for (const [index, { text }] of documents.entries()) {
    if (index > start && length + text.length > chunkLength) {
      yield { start, documents: documents.slice(start, index) };
      start = index;
      length = 0;
    }
    length += text.length;
  }
  if (start < documents.length) {
    yield { start, documents: documents.slice(start) };
  }
}

interface Call extends Chunk {
  readonly input: Input;
  readonly namespaces: readonly string[];
}

async function previewChunk(
  api: PodMutatorApi,
  call: Call,
  options: PreviewOptions,
): Promise<readonly PreviewedDocument[]> {
  const { start, documents } = call;
  const { manifest, first, padding, gap } = writeManifest(call);
  const filters = options.wanted.choose(manifest);
  if (!filters) {
    return readNothing(call);
  }
  let results: readonly PreviewResult__Output[];
  try {
    results = await callWithFilters(filters, (objects) => callPreview(api, { manifest, objects }, options));
    results.forEach(options.wanted.note);
  } catch (error) {
    if (documents.length > 1 && isTooLarge(error)) {
      const middle = Math.ceil(documents.length / 2);
      return [
        ...(await previewChunk(api, { ...call, documents: documents.slice(0, middle) }, options)),
        ...(await previewChunk(api, { ...call, start: start + middle, documents: documents.slice(middle) }, options)),
      ];
    }
    return readRefusal(error, call);
  }
  return documents.map((_, offset) =>
    readDocumentResults(call, offset, {
      hasImpact: options.ask?.flips === true,
      results: results.filter((result) => result.document === first + offset),
      from: offset === 0 ? padding.length : 0,
      to: offset === documents.length - 1 ? gap.length : 0,
    }),
  );
}

async function callPreview(
  api: PodMutatorApi,
  own: { readonly manifest: string; readonly objects: string[] },
  { namespace, namespaceLabels, namespaceAnnotations, mutators, ask }: PreviewOptions,
): Promise<readonly PreviewResult__Output[]> {
  const request = { ...own, namespace, namespaceLabels, namespaceAnnotations, mutators: [...mutators], ...ask };
  const { results } = await api.preview(request, { deadline: Date.now() + callMs });
  return results;
}

interface OwnResults {
  readonly results: readonly PreviewResult__Output[];
  /** Characters at the start and at the end of the patched text that are not of the document. */
  readonly from: number;
  readonly to: number;
  readonly hasImpact?: boolean;
}

function readDocumentResults({ input, start, documents }: Call, offset: number, own: OwnResults): PreviewedDocument {
  const document = documents[offset] as InputDocument;
  const { results, from, to, hasImpact } = own;
  const patched = results.find(({ patchedManifest }) => patchedManifest !== '')?.patchedManifest;
  return {
    input: input.name,
    index: start + offset,
    line: document.line,
    before: document.text,
    after: patched === undefined ? document.text : patched.slice(from, patched.length - to),
    objects: results.map((result) => ({
      ...readResult(result, document, start + offset),
      ...(hasImpact && result.impact && { impact: result.impact }),
    })),
  };
}

function writeManifest({ documents, input, namespaces }: Call): {
  readonly manifest: string;
  /** The document in the manifest that is the first one of the call. */
  readonly first: number;
  /** Stands ahead of the first document, as part of it. */
  readonly padding: string;
  /** Stands behind the last document, as part of it. */
  readonly gap: string;
} {
  const text = documents.map((document) => document.text).join('');
  const lines = (documents[0]?.line ?? 1) - 1;
  // A text that begins with a brace is split as a stream of JSON, and must be that here as well.
  const isJson = /^\ufeff?\s*\{/.test(input.documents[0]?.text ?? '');
  const padding = isJson ? '\n'.repeat(lines) : '';
  const lead = isJson || lines === 0 ? padding : `${'#\n'.repeat(lines - 1)}...\n`;
  const first = lead === padding ? 0 : 1;
  if (namespaces.length === 0) {
    return { manifest: lead + text, first, padding, gap: '' };
  }
  const gap = (text.endsWith('\n') ? '' : '\n') + (hasContent(documents.at(-1)?.text ?? '') ? '' : '...\n');
  return { manifest: [lead + text + gap, ...namespaces.map(beginDocument)].join(''), first, padding, gap };
}

// Comments with nothing behind them would become part of the Namespace that follows.
function hasContent(text: string): boolean {
  return text.split('\n').some((line) => !/^\s*(?:[#%]|$)/.test(line));
}

function beginDocument(text: string): string {
  const line = text.endsWith('\n') ? text : `${text}\n`;
  return /^---/m.test(line) ? line : `---\n${line}`;
}

function readNothing(call: Call): readonly PreviewedDocument[] {
  return call.documents.map((_, offset) => readDocumentResults(call, offset, { results: [], from: 0, to: 0 }));
}

function isTooLarge(error: unknown): error is PodMutatorError {
  return error instanceof PodMutatorError && error.details.reason === 'MANIFEST_TOO_LARGE';
}

// What is wrong with one document must not end the others.
function readRefusal(error: unknown, call: Call): readonly PreviewedDocument[] {
  const { input, documents, start } = call;
  if (error instanceof PodMutatorError && error.details.reason === 'MANIFEST_EMPTY') {
    return readNothing(call);
  }
  const [document] = documents;
  if (isTooLarge(error) && document) {
    const where = { input: input.name, index: start, line: document.line, before: document.text };
    return [createFailure({ message: error.message, ...document.locate(document.line) }, where)];
  }
  throw error;
}
