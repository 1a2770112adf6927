// Files and standard input → texts of single documents, each with the place that people know it by.
//
// Nothing is parsed here: a broken document must not stand in the way of the others, and whatever is not changed has
// to come out byte for byte.

import { locateInSource } from '../../runtime/text/source-comment.js';
import { createSplitter, type Segment } from '../../services/manifest/split-manifest.js';
import { describeFileError, type Source } from './list-sources.js';

/** A place to show to people; the line counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One document of an input. All documents of an input, joined, are its text. */
export interface InputDocument extends Segment {
  /** Turns a line of the input into the place to show. */
  readonly locate: (line: number) => Place;
}

/** An input that cannot be read, or not to its end. */
export class UnreadableInput extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = 'UnreadableInput';
  }
}

/** What one document may have, in characters: no service takes more. */
export const documentLengthMax = 8 * 1024 * 1024;

/**
 * Reads the documents of a source, one after the other: what has to be held is one document and one piece of the text.
 * @throws UnreadableInput
 */
export async function* readInput({ name, isPipe, read }: Source): AsyncGenerator<InputDocument> {
  const splitter = createSplitter({ longest: documentLengthMax });
  for await (const text of decode(read())) {
    for (const segment of splitter.add(text)) yield addPlace(segment, name, isPipe);
  }
  for (const segment of splitter.finish()) yield addPlace(segment, name, isPipe);
}

async function* decode(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // A byte order mark belongs to the text: what is not changed has to stay as it is.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    const isUndecodable = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    const problem = isUndecodable
      ? 'expected UTF-8 text, found other bytes'
      : `cannot be read: ${describeFileError(error)}`;
    throw new UnreadableInput(problem, { cause: error });
  }
}

// In a pipe the comments are the only files there are. A file on disk is shown by its own name and lines.
function addPlace(segment: Segment, name: string, isPipe: boolean): InputDocument {
  return { ...segment, locate: locateInSource(isPipe ? segment.text : '', segment.line, name) };
}
