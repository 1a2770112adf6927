// The first look at all inputs: what has to be known about the whole before the first document can be evaluated.

import type { Source, SourceProblem } from './list-sources.js';
import { isInputProblem, readInputs } from './read-inputs.js';

export interface Survey {
  /** Texts of the documents that may declare a Namespace, in order. */
  readonly namespaces: readonly string[];
  readonly documents: number;
  readonly inputs: number;
}

// May find too much, never too little: whether it is one is for the service to tell.
const namespaceKind = /\bkind["']?\s*:\s*(?:[&!]\S+\s+)*["']?Namespace(?:List)?\b/;

/** Reads all inputs once, one at a time. */
export async function surveyInputs(sources: readonly (Source | SourceProblem)[]): Promise<Survey> {
  const namespaces: string[] = [];
  let documents = 0;
  for await (const input of readInputs(sources)) {
    if (isInputProblem(input)) continue;
    documents += input.documents.length;
    namespaces.push(...input.documents.map(({ text }) => text).filter((text) => namespaceKind.test(text)));
  }
  return { namespaces, documents, inputs: sources.length };
}
