// What becomes of one document, and who is behind each changed line. The command line prints the same with the same code.

import type { Change } from '@codemirror/merge';
import { attributeLines } from '../../runtime/text/attribute-lines.js';
import { applyDiff, type DiffLine, readDiff } from '../../runtime/text/diff-lines.js';
import type { MutatorResult, PreviewResult } from '../preview/response.js';
import { listChanges } from './list-changes.js';
import { sliceDocument } from './slice-document.js';

export interface Difference {
  readonly before: string;
  readonly after: string;
  /** The line of the manifest that both begin with. */
  readonly firstLine: number;
  /** The changed lines of both. */
  readonly changes: readonly Change[];
  /** The mutators behind a line of `after`, counted from 1 there. */
  readonly findAuthors: (line: number) => readonly MutatorResult[];
}

/** Reads the difference that a result makes. */
export function readDifference(manifest: string, result: PreviewResult): Difference {
  const authors = result.mutators.filter(({ outcome }) => outcome === 'mutated');
  const lines = readDiff(result.diff);
  const { text: before, firstLine } = sliceDocument(manifest, result.line);
  const after = applyDiff(before, firstLine, lines);
  if (after === undefined) return { ...readHunks(lines), findAuthors: () => authors };
  const texts = { before, after, firstLine };
  return { ...texts, changes: listChanges(lines, texts), findAuthors: createFinder(after, authors, result) };
}

function createFinder(after: string, authors: readonly MutatorResult[], { operations }: PreviewResult) {
  // With one mutator there is nothing to find out.
  if (authors.length < 2) return () => authors;
  const find = attributeLines(after, operations);
  return (line: number): readonly MutatorResult[] => {
    const names = find(line);
    return names.length > 0 ? authors.filter(({ mutator }) => names.includes(mutator)) : authors;
  };
}

// A diff of another text than that of the manifest, such as of a List that was written as one line of JSON: what it
// shows is all there is to see.
function readHunks(lines: readonly DiffLine[]) {
  const pick = (own: DiffLine['kind']): string =>
    lines
      .filter(({ kind }) => kind === 'context' || kind === own)
      .map(({ text }) => `${text.slice(1)}\n`)
      .join('');
  const body = lines.filter(({ kind }) => kind !== 'head' && kind !== 'hunk');
  const numbered = body.map((line, index) => ({
    ...line,
    number: 1 + body.slice(0, index).filter(({ kind }) => kind !== 'removed').length,
  }));
  const texts = { before: pick('removed'), after: pick('added'), firstLine: 1 };
  return { ...texts, changes: listChanges(numbered, texts) };
}
