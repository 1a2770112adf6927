// The text of one document → its tree and its value, or what is wrong with it.

import { YamlProblem } from '../../runtime/text/compose-yaml.js';
import { type AliasLinks, linkAliases, type Value } from './aliases.js';
import { createLineIndex, type LineIndex } from './line-index.js';
import { parseDocument } from './parse-document.js';
import { createReader, type Reader } from './read-value.js';
import type { Segment } from './split-manifest.js';
import { createTokenLimit, type WorkLimit } from './work-limits.js';

/** A place in the manifest; both counted from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** One document that could be read. */
export interface ManifestDocument {
  /** Counted from 0. */
  readonly index: number;
  readonly segment: Segment;
  readonly root: Value;
  readonly value: unknown;
  readonly links: AliasLinks;
  readonly reader: Reader;
  /** The lines of the document's text. */
  readonly lines: LineIndex;
  /** The place in the manifest of an offset in the text of the document. */
  readonly locate: (offset: number) => Position;
}

/** One document that could not be read, and where reading stopped. */
export interface BrokenDocument {
  readonly index: number;
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly message: string;
  readonly position: Position;
}

export type ReadDocument = ManifestDocument | BrokenDocument;

/** Reads one document; undefined if it has no content. `index` is its place among the segments. */
export function readDocument(
  segment: Segment,
  index: number,
  limit: WorkLimit = createTokenLimit(),
): ReadDocument | undefined {
  if (isEmpty(segment.text)) {
    return undefined;
  }
  const lines = createLineIndex(segment.text);
  const locate = (offset: number): Position => ({
    line: segment.line + lines.numberOf(offset),
    column: offset - lines.startOf(offset) + 1,
  });
  try {
    const tree = readTree(segment.text, 'edit', limit);
    return tree && { index, segment, lines, locate, ...tree };
  } catch (error) {
    if (!(error instanceof YamlProblem)) {
      throw error;
    }
    // What is missing at the end is reported there, not below the empty lines that follow.
    const position = locate(Math.min(error.offset, segment.text.trimEnd().length));
    return { index, line: locate(skipLines(segment.text, lineAheadOfContent)).line, message: error.message, position };
  }
}

// The parser takes thousands of comments and markers one by one, and there may be a million documents of them.
function isEmpty(text: string): boolean {
  const rest = text.slice(skipLines(text, emptyLine));
  return rest === '' || ['---', '...'].includes(rest.trimEnd());
}

const emptyLine = /(?:---\r?\n|(?:---[ \t])?[ \t]*(?:#[^\n]*)?\r?\n)/y;
const lineAheadOfContent = /(?:---\r?\n|(?:---[ \t])?[ \t]*(?:[#%][^\n]*)?\r?\n)/y;

function skipLines(text: string, line: RegExp): number {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (line.lastIndex = start; line.test(text); ) {
    start = line.lastIndex;
  }
  return start;
}

export function isBroken(document: ReadDocument): document is BrokenDocument {
  return 'message' in document;
}

/**
 * Reads the text of one document.
 * @returns undefined if it has no content
 * @throws YamlProblem
 */
export function readTree(
  text: string,
  purpose: 'edit' | 'read',
  limit?: WorkLimit,
): Pick<ManifestDocument, 'root' | 'value' | 'links' | 'reader'> | undefined {
  const root = parseDocument(text, purpose, limit)?.contents as Value | undefined;
  if (!root) {
    return undefined;
  }
  const links = linkAliases(root, text);
  const reader = createReader(links, text);
  return { root, links, reader, value: reader.read(root) };
}
