// The first look at all inputs: what has to be known about the whole before the first document can be evaluated.

import type { Source, SourceProblem } from './list-sources.js';
import { readInput, UnreadableInput } from './read-inputs.js';

export interface Survey {
  /** Texts of the documents that may declare a Namespace, in order. */
  readonly namespaces: readonly string[];
  readonly documents: number;
  readonly inputs: number;
  /** What is wrong with a source as a whole; nothing of it is evaluated. */
  readonly findProblem: (source: Source | SourceProblem) => string | undefined;
}

const kindKey = /\bkind["']?\s*:/g;
// An anchor, a tag, a comment or a block text may stand ahead of the word.
const namespaceKind = /^(?:[&!#|>]|["']?Namespace(?:List)?\b)/;
const spaceMax = 200;

/** Reads all inputs once, one at a time. */
export async function surveyInputs(sources: readonly (Source | SourceProblem)[]): Promise<Survey> {
  const problems = new Map<Source | SourceProblem, string>();
  const namespaces: string[] = [];
  let documents = 0;
  for (const source of sources) {
    if ('problem' in source) {
      problems.set(source, source.problem);
      continue;
    }
    const found: string[] = [];
    try {
      for await (const { text } of readInput(source)) {
        documents += 1;
        // A copy, because a part of a string keeps all of it in memory.
        if (mayDeclareNamespace(text)) found.push(Buffer.from(text).toString());
      }
      namespaces.push(...found);
    } catch (error) {
      if (!(error instanceof UnreadableInput)) throw error;
      problems.set(source, error.message);
    }
  }
  return { namespaces, documents, inputs: sources.length, findProblem: (source) => problems.get(source) };
}

// May find too much, never too little: whether it is one is for the service to tell.
function mayDeclareNamespace(text: string): boolean {
  if (!text.includes('Namespace')) {
    return false;
  }
  for (const { 0: key, index } of text.matchAll(kindKey)) {
    const start = index + key.length;
    const value = text.slice(start, start + spaceMax).trimStart();
    if (value === '' || namespaceKind.test(value)) return true;
  }
  return false;
}
