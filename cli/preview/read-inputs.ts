// Files and standard input → texts of single documents, each with the place that people know it by.
//
// Nothing is parsed here: a broken document must not stand in the way of the others, and whatever is not changed has
// to come out byte for byte.

import { type Segment, splitManifest } from '../../services/preview/split-manifest.js';
import { describeFileError, type Source, type SourceProblem } from './list-sources.js';

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

export interface Input {
  /** The path, or `<stdin>`. */
  readonly name: string;
  readonly documents: readonly InputDocument[];
}

/** An input that cannot be read at all. */
export interface InputProblem {
  readonly name: string;
  readonly problem: string;
}

/** Reads the sources one after the other, so that one text at a time has to be held. */
export async function* readInputs(sources: readonly (Source | SourceProblem)[]): AsyncGenerator<Input | InputProblem> {
  for (const source of sources) {
    yield 'problem' in source ? source : await readInput(source);
  }
}

export function isInputProblem(input: Input | InputProblem): input is InputProblem {
  return 'problem' in input;
}

async function readInput(source: Source): Promise<Input | InputProblem> {
  const { name, isPipe } = source;
  let bytes: Uint8Array;
  try {
    bytes = await source.read();
  } catch (error) {
    return { name, problem: `cannot be read: ${describeFileError(error)}` };
  }
  try {
    // A byte order mark belongs to the text: what is not changed has to stay as it is.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { name, documents: splitManifest(text).map((segment) => addPlace(segment, name, isPipe)) };
  } catch {
    return { name, problem: 'expected UTF-8 text, found other bytes' };
  }
}

const sourceComment = /^# Source: (\S.*?)[ \t]*\r?$/m;

// `helm template` writes a comment with the template's path ahead of each document. In a pipe that is the only file
// there is, and lines count from behind the comment. A file on disk is shown by its own name and lines.
function addPlace(segment: Segment, name: string, isPipe: boolean): InputDocument {
  const comment = isPipe ? sourceComment.exec(segment.text) : null;
  const file = comment?.[1] ?? name;
  const start = comment ? segment.line + countLines(segment.text.slice(0, comment.index)) + 1 : 1;
  return { ...segment, locate: (line) => ({ file, line: Math.max(1, line - start + 1) }) };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
