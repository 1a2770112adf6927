// Previews through the real pipeline, and what their results must have in common.

import type { ExecutionContext } from 'ava';
import { JSONPatch, type JSONValue } from 'json-p3';
import { parse } from 'yaml';
import type { PreviewDocument__Output } from '../../proto/gen/podmutator/v1/PreviewDocument.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResult__Output } from '../../proto/gen/podmutator/v1/PreviewResult.js';
import { createPreviewRequest } from '../../proto/preview-request.js';
import type { Mutator } from '../../services/decisions/mutator.js';
import { createPipeline } from '../../services/decisions/pipeline.js';
import { createLinter } from '../../services/lint/linter.js';
import { createPreview, type Preview } from '../../services/preview/preview.js';
import { mutators } from '../../services/registry.js';

type Options = Partial<Omit<PreviewRequest__Output, 'mutators'>> & {
  readonly select?: string[];
  readonly mutators?: readonly Mutator[];
};

/** Previews `manifest`, by default with all mutators and their default settings. */
export function previewManifest(manifest: string, options: Options = {}): PreviewResult__Output[] {
  return previewWhole(manifest, options).results;
}

/** The same, with what is told of the manifest as a whole. */
export function previewWhole(manifest: string, options: Options = {}): ReturnType<Preview> {
  const { mutators: active = mutators, select = [], ...request } = options;
  const evaluate = createPipeline(
    active.map((mutator) => ({ mutator, enabled: true, decide: mutator.bind(mutator.settings.parse({})) })),
  );
  const settings = Object.fromEntries(active.map(({ name, settings }) => [name, settings.parse({})]));
  const preview = createPreview({ evaluate, linter: createLinter(active, settings) });
  return preview(createPreviewRequest({ manifest, mutators: select, ...request }));
}

export const splitLines = (text: string): readonly string[] => (text === '' ? [] : text.split(/(?<=\n)/));

/** Puts the documents together, as the contract says. */
export function assemble(manifest: string, documents: readonly PreviewDocument__Output[], firstLine = 1): string {
  const lines = splitLines(manifest);
  return documents
    .map(({ line, lineCount, patchedText }) => {
      const start = line - firstLine;
      return patchedText ?? lines.slice(start, start + lineCount).join('');
    })
    .join('');
}

/** Reads one document by other means than the preview does: aliases and merge keys are left to the YAML library. */
function parseYaml(text: string): JSONValue {
  // 0o777 is what Kubernetes reads beyond YAML 1.1.
  const value: unknown = parse(text.replaceAll(/\b0o([0-7]+)\b/g, '0$1'), { version: '1.1', maxAliasCount: -1 });
  // Aliases become copies: a patch of one use must not reach the others.
  return JSON.parse(JSON.stringify(value)) as JSONValue;
}

/** Asserts what holds for every changed document: patch and text agree, and no other line was touched. */
export function assertFaithful(t: ExecutionContext, text: string, results: readonly PreviewResult__Output[]): string {
  const changed = results.filter(({ verdict }) => verdict === 'VERDICT_CHANGED');
  const patched = changed[0]?.patchedManifest ?? '';
  const expected = changed.reduce(
    (document, { jsonPatch }) => new JSONPatch(JSON.parse(jsonPatch)).apply(document) as JSONValue,
    parseYaml(text),
  );
  t.deepEqual(parseYaml(patched), expected);
  for (const { jsonPatch, operations } of changed) {
    t.deepEqual(
      JSON.parse(jsonPatch),
      operations.map(({ op, path, valueJson }) =>
        valueJson === '' ? { op, path } : { op, path, value: JSON.parse(valueJson) },
      ),
    );
  }
  const removed = new Set(changed.flatMap(({ diff }) => diff.split('\n').filter((line) => line.startsWith('-'))));
  const kept = text.split('\n').filter((line) => !removed.has(`-${line}`));
  t.true(isSubsequence(kept, patched.split('\n')), `a line was lost:\n${patched}`);
  return patched;
}

function isSubsequence(lines: readonly string[], all: readonly string[]): boolean {
  let position = 0;
  for (const line of lines) {
    position = all.indexOf(line, position) + 1;
    if (position === 0) return false;
  }
  return true;
}
