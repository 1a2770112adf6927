// Inputs → what the service says about each of their documents.
//
// Inputs are read as a stream, twice, and go in chunks of whole documents, so that neither side holds more than one. Every chunk keeps the
// line numbers of its input, by comments ahead of it, and carries the Namespaces of all inputs behind it: they
// count wherever they stand, and what comes back for them is dropped.

import type { PodMutatorApi } from '../../proto/api.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { ChangedLines__Output } from '../../proto/gen/podmutator/v1/ChangedLines.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { createPreviewRequest } from '../../proto/preview-request.js';
import { readResult } from '../../proto/preview-v1.js';
import { isTooLarge } from '../flags/command.js';
import type { Source, SourceProblem } from './list-sources.js';
import { createFailure, type PreviewedDocument, reportProblem } from './previewed.js';
import { documentLengthMax, type InputDocument, readInput, UnreadableInput } from './read-inputs.js';
import { type Survey, surveyInputs } from './survey-inputs.js';
import type { WantedObjects } from './wanted-objects.js';

export interface PreviewOptions {
  /** Where objects that name no namespace live. */
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly namespaceAnnotations: Readonly<Record<string, string>>;
  /** Names of the mutators to run; all if empty. */
  readonly mutators: readonly string[];
  readonly wanted: WantedObjects;
  /** What to ask for beyond the preview itself. */
  readonly ask?: { readonly lint?: true; readonly alternatives?: true };
  /** Told after the first look how many documents there are. */
  readonly onSurvey?: (survey: Survey) => void;
  /** Told if the service cannot answer or rejects the options, ahead of the document that says so. It is the last one. */
  readonly onFailure: (error: Error) => void;
}

// A larger chunk saves nothing, and its answer, with diffs and operations, is several times as large.
const chunkLength = 256 * 1024;
// The service takes some thousand documents at once.
const chunkDocuments = 2_000;
const callMs = 60_000;

/**
 * Previews all documents of all sources, in order. Whatever stands in the way is the error of a document of its own, so
 * that every output can tell it.
 */
export async function* previewInputs(
  api: PodMutatorApi,
  sources: readonly (Source | SourceProblem)[],
  options: PreviewOptions,
): AsyncGenerator<PreviewedDocument> {
  const name = sources[0]?.name ?? '';
  try {
    await checkMutators(api, options);
    yield* previewSources(api, sources, options);
    for (const object of options.wanted.missing()) {
      yield reportProblem({
        name,
        problem: `--object: expected an object of the input, found none that is "${object}"`,
      });
    }
  } catch (error) {
    options.onFailure(error as Error);
    yield reportProblem({ name, problem: (error as Error).message });
  }
}

// The service says so with the first document, but there may be none.
async function checkMutators(api: PodMutatorApi, options: PreviewOptions): Promise<void> {
  if (options.mutators.length === 0) return;
  await callPreview(api, { manifest: '', objects: [] }, options).catch((error) => {
    if (!isEmpty(error)) throw error;
  });
}

async function* previewSources(
  api: PodMutatorApi,
  sources: readonly (Source | SourceProblem)[],
  options: PreviewOptions,
): AsyncGenerator<PreviewedDocument> {
  const survey = await surveyInputs(sources);
  options.onSurvey?.(survey);
  for (const source of sources) {
    const problem = survey.findProblem(source);
    yield* 'problem' in source || problem !== undefined
      ? [reportProblem({ name: source.name, problem: problem ?? '' })]
      : previewSource(api, source, { ...options, survey });
  }
}

async function* previewSource(
  api: PodMutatorApi,
  source: Source,
  { survey, ...options }: PreviewOptions & { readonly survey: Survey },
): AsyncGenerator<PreviewedDocument> {
  const { name } = source;
  try {
    for await (const chunk of cutChunks(readInput(source))) {
      const namespaces = survey.inputs > 1 || !chunk.isWhole ? survey.namespaces : [];
      yield* await previewChunk(api, { ...chunk, name, namespaces }, options);
    }
  } catch (error) {
    // Somebody has changed the file since the first look.
    if (!(error instanceof UnreadableInput)) throw error;
    yield reportProblem({ name, problem: error.message });
  }
}

interface Chunk {
  /** The index of its first document in the input. */
  readonly start: number;
  readonly documents: readonly InputDocument[];
  /** Whether the input begins with a brace. */
  readonly isJson: boolean;
  /** Whether there is nothing else in the input. */
  readonly isWhole: boolean;
}

async function* cutChunks(all: AsyncIterable<InputDocument>): AsyncGenerator<Chunk> {
  let start = 0;
  let length = 0;
  let isJson: boolean | undefined;
  let documents: InputDocument[] = [];
  for await (const document of all) {
    const { text } = document;
    isJson ??= /^\ufeff?\s*\{/.test(text);
    const isFull = length + text.length > chunkLength || documents.length === chunkDocuments;
    if (documents.length > 0 && (isFull || isAlone(document) || isAlone(documents[0]))) {
      yield { start, documents, isJson, isWhole: false };
      start += documents.length;
      length = 0;
      documents = [];
    }
    documents.push(document);
    length += text.length;
  }
  if (documents.length > 0) {
    yield { start, documents, isJson: isJson ?? false, isWhole: start === 0 };
  }
}

function isAlone(document: InputDocument | undefined): boolean {
  return document?.isTooLong === true;
}

interface Call extends Chunk {
  /** The path of the input, or `<stdin>`. */
  readonly name: string;
  readonly namespaces: readonly string[];
}

async function previewChunk(
  api: PodMutatorApi,
  call: Call,
  options: PreviewOptions,
): Promise<readonly PreviewedDocument[]> {
  const { start, documents } = call;
  if (isAlone(documents[0])) {
    return [fail(call, `expected a document of at most ${documentLengthMax} characters, found more; split it`)];
  }
  const { manifest, first, padding, gap } = writeManifest(call);
  const filters = options.wanted.choose(manifest);
  if (!filters) {
    return readNothing(call);
  }
  let answer: Pick<PreviewResponse__Output, 'results' | 'documents'>;
  try {
    answer = await callPreview(api, { manifest, objects: [...filters] }, options);
    answer.results.forEach(options.wanted.note);
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
  const byDocument = new Map<number, PreviewResult__Output[]>();
  for (const result of answer.results) {
    const others = byDocument.get(result.document);
    if (others) others.push(result);
    else byDocument.set(result.document, [result]);
  }
  return documents.map((_, offset) =>
    readDocumentResults(call, offset, {
      results: byDocument.get(first + offset) ?? [],
      changedLines: answer.documents[first + offset]?.changedLines ?? [],
      from: offset === 0 ? padding.length : 0,
      to: offset === documents.length - 1 ? gap.length : 0,
    }),
  );
}

async function callPreview(
  api: PodMutatorApi,
  own: { readonly manifest: string; readonly objects: string[] },
  { namespace, namespaceLabels, namespaceAnnotations, mutators, ask }: PreviewOptions,
): Promise<PreviewResponse__Output> {
  const facts = { namespace, namespaceLabels, namespaceAnnotations };
  const request = createPreviewRequest({ ...own, ...facts, mutators: [...mutators], ...ask });
  return api.preview(request, { deadline: Date.now() + callMs });
}

interface OwnResults {
  readonly results: readonly PreviewResult__Output[];
  readonly changedLines: readonly ChangedLines__Output[];
  /** Characters at the start and at the end of the patched text that are not of the document. */
  readonly from: number;
  readonly to: number;
}

function readDocumentResults({ name, start, documents }: Call, offset: number, own: OwnResults): PreviewedDocument {
  const document = documents[offset] as InputDocument;
  const { results, changedLines, from, to } = own;
  const patched = results.find(({ patchedManifest }) => patchedManifest !== '')?.patchedManifest;
  return {
    input: name,
    index: start + offset,
    line: document.line,
    before: document.text,
    after: patched === undefined ? document.text : patched.slice(from, patched.length - to),
    changedLines,
    objects: results.map((result) => readResult(result, document.locate, start + offset)),
  };
}

function writeManifest({ documents, isJson, namespaces }: Call): {
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
  return call.documents.map((_, offset) =>
    readDocumentResults(call, offset, { results: [], changedLines: [], from: 0, to: 0 }),
  );
}

function isEmpty(error: unknown): boolean {
  return error instanceof PodMutatorError && error.details.reason === 'MANIFEST_EMPTY';
}

// What is wrong with one document must not end the others.
function readRefusal(error: unknown, call: Call): readonly PreviewedDocument[] {
  if (isEmpty(error)) {
    return readNothing(call);
  }
  if (isTooLarge(error)) {
    return [fail(call, error.message)];
  }
  throw error;
}

// The first document of the call is what cannot be evaluated.
function fail({ name, documents, start }: Call, message: string): PreviewedDocument {
  const { line, text, locate } = documents[0] as InputDocument;
  return createFailure({ message, ...locate(line) }, { input: name, index: start, line, before: text });
}
