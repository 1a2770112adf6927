// Manifest text → documents: each with its text, its tree and its value, or with what is wrong with it.

import { type AliasLinks, linkAliases, type Value } from './aliases.js';
import { createLineIndex, type Position } from './line-index.js';
import { ManifestProblem, parseDocument } from './parse-document.js';
import { createReader, type Reader } from './read-value.js';
import { type Segment, splitManifest } from './split-manifest.js';

/** One document that could be read. */
export interface ManifestDocument {
  /** Counted from 0. */
  readonly index: number;
  readonly segment: Segment;
  readonly root: Value;
  readonly value: unknown;
  readonly links: AliasLinks;
  readonly reader: Reader;
  /** The place in the manifest of an offset in the text of the document. */
  readonly locate: (offset: number) => Position;
}

/** One document that could not be read, and where reading stopped. */
export interface BrokenDocument {
  readonly index: number;
  readonly message: string;
  readonly position: Position;
}

export type ReadDocument = ManifestDocument | BrokenDocument;

/** Reads all documents. Those without content are left out, but counted. */
export function readManifest(manifest: string): readonly ReadDocument[] {
  return splitManifest(manifest).flatMap((segment, index) => readDocument(segment, index) ?? []);
}

export function isBroken(document: ReadDocument): document is BrokenDocument {
  return 'message' in document;
}

function readDocument(segment: Segment, index: number): ReadDocument | undefined {
  const locate = createLineIndex(segment);
  try {
    const tree = readTree(segment.text);
    return tree && { index, segment, locate, ...tree };
  } catch (error) {
    if (!(error instanceof ManifestProblem)) {
      throw error;
    }
    return { index, message: error.message, position: locate(error.offset) };
  }
}

/**
 * Reads the text of one document.
 * @returns undefined if it has no content
 * @throws ManifestProblem
 */
export function readTree(text: string): Pick<ManifestDocument, 'root' | 'value' | 'links' | 'reader'> | undefined {
  const root = parseDocument(text)?.contents as Value | undefined;
  if (!root) {
    return undefined;
  }
  const links = linkAliases(root);
  const reader = createReader(links, text);
  return { root, links, reader, value: reader.read(root) };
}
