// Edits of text by position. They are collected in any order and made in one go.

/** Replaces the text from `start` to `end`. Edits at the same place are made in the order of the list. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Sorts edits by position; undefined if two of them overlap. */
export function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const sorted = edits.toSorted((one, other) => one.start - other.start);
  return sorted.every(({ start }, index) => start >= (sorted[index - 1]?.end ?? 0)) ? sorted : undefined;
}

/** Makes sorted edits in the part of `text` from `start` to `end`, and returns that part. */
export function applyEdits(text: string, edits: readonly TextEdit[], start = 0, end = text.length): string {
  const parts: string[] = [];
  let position = start;
  for (const edit of edits) {
    parts.push(text.slice(position, edit.start), edit.text);
    position = edit.end;
  }
  parts.push(text.slice(position, end));
  return parts.join('');
}
