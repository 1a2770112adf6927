// One input file of an expectation file, taken apart into its objects.

import { isObjectEntry, listObjects, type ManifestObject } from '../../services/manifest/list-objects.js';
import { readDocument } from '../../services/manifest/read-document.js';
import { type Segment, splitManifest } from '../../services/manifest/split-manifest.js';
import { createDocumentError } from '../../services/preview/document-error.js';
import { BadInputError } from '../flags/command.js';
import { readText } from './read-text.js';

export interface Input {
  /** As the expectation file names it. */
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly objects: readonly ManifestObject[];
}

/**
 * Reads an input file.
 * @throws BadInputError if it cannot be read, or if something in it is no Kubernetes object
 */
export async function readInput(name: string, path: string): Promise<Input> {
  const segments = splitManifest(await readText(path));
  const entries = segments.flatMap((segment, index) => {
    const document = readDocument(segment, index);
    return document ? listObjects(document) : [];
  });
  const problems = entries.flatMap((entry) =>
    isObjectEntry(entry) ? [] : [`${path}: ${createDocumentError(entry.problem).message}`],
  );
  if (problems.length > 0) {
    throw new BadInputError(problems.join('\n'));
  }
  return { name, segments, objects: entries.filter(isObjectEntry) };
}
