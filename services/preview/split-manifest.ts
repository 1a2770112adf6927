// Manifest text → the texts of its documents. Each is parsed on its own afterwards, so that a broken one leaves the
// others alone. A line that starts with "---" or "..." is a marker wherever it stands, so no parser is needed here.

/** The text of one document, markers and surrounding comments included. All segments, joined, are the manifest. */
export interface Segment {
  readonly text: string;
  /** The line in the manifest at which it begins, counted from 1. */
  readonly line: number;
}

const marker = /(?<=^\ufeff?|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;
// Comments and directives ahead of a "---" belong to the document that it begins.
const prologue = /^\ufeff?(?:[ \t]*(?:[#%][^\n]*)?\n)*$/;

/** Cuts the manifest ahead of each document. */
export function splitManifest(manifest: string): readonly Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  let line = 1;
  const cutAt = (end: number): void => {
    const text = manifest.slice(start, end);
    segments.push({ text, line });
    line += countLineBreaks(text);
    start = end;
  };
  for (const { 0: kind, index } of findMarkers(manifest)) {
    if (kind === '...') {
      const lineEnd = manifest.indexOf('\n', index);
      cutAt(lineEnd === -1 ? manifest.length : lineEnd + 1);
    } else if (!prologue.test(manifest.slice(start, index))) {
      cutAt(index);
    }
  }
  if (start < manifest.length) {
    cutAt(manifest.length);
  }
  return segments;
}

// A stream of JSON objects, as `jq` writes it, has no markers.
function findMarkers(manifest: string): Iterable<{ readonly 0: string; readonly index: number }> {
  return /^\ufeff?\s*\{/.test(manifest) ? findJsonStarts(manifest) : manifest.matchAll(marker);
}

function* findJsonStarts(manifest: string): Generator<{ readonly 0: string; readonly index: number }> {
  let depth = 0;
  let objects = 0;
  // A string as a whole, a bracket, or a marker line between objects.
  for (const { 0: token, index } of manifest.matchAll(
    /"(?:[^"\\]|\\.)*"|[{}]|(?<=\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/gs,
  )) {
    if (token === '---' || token === '...') {
      depth = 0;
      objects = 0;
      yield { 0: token, index };
    } else if (token === '{') {
      if (depth === 0 && objects > 0) {
        yield { 0: '---', index };
      }
      objects += depth === 0 ? 1 : 0;
      depth += 1;
    } else if (token === '}') {
      depth = Math.max(0, depth - 1);
    }
  }
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
    count += 1;
  }
  return count;
}
