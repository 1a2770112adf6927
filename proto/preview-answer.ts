// A PreviewResponse as a whole, in the words of `podmutator.dev/preview/v1`.

import { locateInSource } from '../runtime/text/source-comment.js';
import type { ChangedLines__Output } from './gen/podmutator/v1/ChangedLines.js';
import type { ObjectRef__Output } from './gen/podmutator/v1/ObjectRef.js';
import type { PreviewDocument__Output } from './gen/podmutator/v1/PreviewDocument.js';
import type { PreviewResponse__Output } from './gen/podmutator/v1/PreviewResponse.js';
import { writeDiff } from './preview-diff.js';
import { writeReport } from './preview-report.js';
import { type PreviewedObject, readResult } from './preview-v1.js';

/** The manifest that was asked about. */
export interface PreviewedText {
  readonly manifest: string;
  /** What people know it by. */
  readonly name: string;
}

/** Writes what `podmutator preview -o json` prints about the manifest as its standard input. */
export function writeResponseReport(response: PreviewResponse__Output, text: PreviewedText): string {
  const { engineVersion: version, configRevision, unmatchedObjects } = response;
  const reported = readObjects(response, text).map((object) => ({ object, input: text.name }));
  return writeReport({ version, configRevision, unmatchedObjects }, reported);
}

/** Writes what `podmutator preview -o diff` prints about the manifest as its standard input, without colours. */
export function writeResponseDiff(response: PreviewResponse__Output, text: PreviewedText): string {
  const changed = new Map<number, readonly ChangedLines__Output[]>(
    response.documents.map(({ document, changedLines }) => [document, changedLines]),
  );
  return [
    ...readObjects(response, text).map((object) => writeDiff(object, changed.get(object.document) ?? [])),
    ...response.unmatchedObjects.map((ref) => `# ${nameFilter(ref)}: there is no such object in the manifest\n`),
  ].join('');
}

function nameFilter({ group, kind, namespace, name }: ObjectRef__Output): string {
  const object = [group, kind, name].filter(Boolean).join('/');
  return [object, namespace && `in ${namespace}`].filter(Boolean).join(' ');
}

function readObjects({ results, documents }: PreviewResponse__Output, text: PreviewedText): readonly PreviewedObject[] {
  const locate = createLocate(documents, text);
  return results.map((result) => readResult(result, locate(result.document), result.document));
}

type Locate = ReturnType<typeof locateInSource>;

// A service of 0.1 lists no documents.
function createLocate(
  documents: readonly PreviewDocument__Output[],
  { manifest, name }: PreviewedText,
): (document: number) => Locate {
  const byDocument = new Map<number, Locate>();
  let start = 0;
  for (const { document, line, lineCount } of documents) {
    const end = skipLines(manifest, start, lineCount);
    byDocument.set(document, locateInSource(manifest.slice(start, end), line, name));
    start = end;
  }
  const plain = locateInSource('', 1, name);
  return (document) => byDocument.get(document) ?? plain;
}

function skipLines(text: string, start: number, count: number): number {
  let end = start;
  for (let line = 0; line < count && end < text.length; line += 1) {
    const next = text.indexOf('\n', end);
    end = next === -1 ? text.length : next + 1;
  }
  return end;
}
