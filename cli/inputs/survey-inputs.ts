// The first look at all inputs: what has to be known about the whole before the first document can be evaluated.

import { mayDeclareNamespace } from '../../services/manifest/may-declare-namespace.js';
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

// Each costs a call some time, whatever is in it, and a line of what is printed.
const documentsMax = 100_000;
// They go along with every chunk of the inputs.
const namespaceTextMax = 1024 * 1024;

/** Reads all inputs once, one at a time. */
export async function surveyInputs(sources: readonly (Source | SourceProblem)[]): Promise<Survey> {
  const problems = new Map<Source | SourceProblem, string>();
  const namespaces: string[] = [];
  let documents = 0;
  let namespaceText = 0;
  for (const source of sources) {
    if ('problem' in source) {
      problems.set(source, source.problem);
      continue;
    }
    try {
      const survey = await surveyInput(source, namespaceTextMax - namespaceText);
      documents += survey.documents;
      namespaceText += survey.namespaceText;
      namespaces.push(...survey.namespaces);
    } catch (error) {
      if (!(error instanceof UnreadableInput)) throw error;
      problems.set(source, error.message);
    }
  }
  return { namespaces, documents, inputs: sources.length, findProblem: (source) => problems.get(source) };
}

async function surveyInput(
  source: Source,
  textMax: number,
): Promise<{ readonly namespaces: readonly string[]; readonly namespaceText: number; readonly documents: number }> {
  const namespaces: string[] = [];
  let documents = 0;
  let namespaceText = 0;
  for await (const { text } of readInput(source)) {
    documents += 1;
    if (documents > documentsMax) {
      throw new UnreadableInput(`expected at most ${documentsMax} documents, found more; split it`);
    }
    if (!mayDeclareNamespace(text)) continue;
    namespaceText += text.length;
    if (namespaceText > textMax) {
      throw new UnreadableInput(
        `expected at most ${namespaceTextMax} characters of Namespaces in all inputs, found more`,
      );
    }
    // A copy, because a part of a string keeps all of it in memory.
    namespaces.push(Buffer.from(text).toString());
  }
  return { namespaces, documents, namespaceText };
}
