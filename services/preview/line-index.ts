// Offsets in the text of a document → lines and columns of the manifest.

import type { Segment } from './split-manifest.js';

/** Both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds the line breaks once, at the first question. */
export function createLineIndex({ text, line }: Segment): (offset: number) => Position {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= findLineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: line + low, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
    starts.push(index + 1);
  }
  return starts;
}
