// One document of a manifest, with the line at which it begins.

export interface DocumentText {
  readonly text: string;
  /** Of the manifest, counted from 1. */
  readonly firstLine: number;
}

// At the beginning of a line these are marks wherever they stand; text inside of values is indented.
const isMark = (line: string | undefined): boolean => /^(?:---|\.\.\.)(?:\s|$)/.test(line ?? '');
const isBareMark = (line: string | undefined): boolean => /^---\s*(?:#.*)?$/.test(line ?? '');

/** Finds the document that has `line`, which is counted from 1. */
export function sliceDocument(manifest: string, line: number): DocumentText {
  const lines = manifest.split('\n');
  let first = Math.min(line, lines.length) - 1;
  while (first > 0 && !isMark(lines[first])) first -= 1;
  if (isBareMark(lines[first])) first += 1;
  let end = Math.max(first + 1, line);
  while (end < lines.length && !isMark(lines[end])) end += 1;
  const text = lines.slice(first, end).join('\n');
  // Each line ends where the next one begins, also the last one ahead of a mark.
  return { text: end < lines.length ? `${text}\n` : text, firstLine: first + 1 };
}
