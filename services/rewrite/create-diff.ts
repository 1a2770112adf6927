// The changes of one object as a unified diff.
//
// Line numbers are those of the whole manifest, as if only this object changed. Where the edits are is known, so only
// the lines around them are compared: the size of a document does not matter. Lines that nobody could read in a diff
// (a List as one line of JSON) are replaced by the object alone, indented; its lines count from 1.

import { type StructuredPatchHunk, structuredPatch } from 'diff';
import { applyPatch, type Operation } from '../decisions/patch.js';
import type { ManifestObject } from '../manifest/list-objects.js';
import { findValue } from '../manifest/locate.js';
import type { Rewrite } from './rewrite.js';
import { applyEdits, type TextEdit } from './text-edit.js';

const contextLines = 3;
const lineLengthMax = 2_000;
// The time that a comparison takes grows with the square of this number of lines.
const editLengthMax = 4_000;

interface Window {
  readonly old: string;
  readonly new: string;
  /** The line in the manifest at which it begins, counted from 1. */
  readonly line: number;
}

/**
 * Describes what `rewrite` does to `object`; `operations` are its changes in the coordinates of the document.
 * `textName` stands in the head; if it is empty, the name of the object.
 */
export function createDiff(
  object: ManifestObject,
  operations: readonly Operation[],
  rewrite: Rewrite & { readonly textName: string },
): string {
  const { kind, name } = object.identity;
  const title = JSON.stringify(rewrite.textName || `${kind}/${name}`).slice(1, -1);
  const window = cutWindow(object, rewrite) ?? printObject(object, operations);
  const options = { context: contextLines, maxEditLength: editLengthMax };
  const hunks = structuredPatch('', '', window.old, window.new, '', '', options)?.hunks ?? [replaceAll(window)];
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: body }) => {
    const shift = window.line - 1;
    return [`@@ -${oldStart + shift},${oldLines} +${newStart + shift},${newLines} @@`, ...body];
  });
  return [`--- a/${title}`, `+++ b/${title}`, ...lines, ''].join('\n');
}

// More changed lines than anybody compares: all old ones, then all new ones.
function replaceAll(
  window: Window,
): Pick<StructuredPatchHunk, 'oldStart' | 'oldLines' | 'newStart' | 'newLines' | 'lines'> {
  const before = window.old.replace(/\n$/, '').split('\n');
  const after = window.new.replace(/\n$/, '').split('\n');
  const lines = [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
  return { oldStart: 1, oldLines: before.length, newStart: 1, newLines: after.length, lines };
}

function cutWindow({ document, path }: ManifestObject, rewrite: Rewrite): Window | undefined {
  const { text } = document.segment;
  const edits = path.length === 0 ? rewrite.edits : selectEdits(findValue(document, path).node?.range, rewrite.edits);
  const first = edits[0];
  const last = edits.at(-1);
  if (!first || !last) {
    return undefined;
  }
  const { lines, segment } = document;
  const firstLine = Math.max(0, lines.numberOf(first.start) - contextLines);
  const start = lines.at(firstLine);
  const end = lines.at(lines.numberOf(last.end) + contextLines + 1);
  if (!isReadable(text.slice(start, end)) || edits.some((edit) => !isReadable(edit.text))) {
    return undefined;
  }
  return { old: text.slice(start, end), new: applyEdits(text, edits, start, end), line: segment.line + firstLine };
}

function isReadable(text: string): boolean {
  return text.length <= lineLengthMax || text.split('\n').every((line) => line.length <= lineLengthMax);
}

function selectEdits(range: readonly [number, number, number] | undefined, edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter(({ start, end }) => range && start >= range[0] && end <= range[2]);
}

function printObject({ document, path }: ManifestObject, operations: readonly Operation[]): Window {
  const print = (value: unknown): string => {
    const object = path.reduce((result, member) => (result as Readonly<Record<string, unknown>>)[member], value);
    return `${JSON.stringify(object, null, 2)}\n`;
  };
  return { old: print(document.value), new: print(applyPatch(document.value, operations)), line: 1 };
}
