// Offsets in a text → lines. The breaks are found once: searching for the next one from each offset would take a
// manifest of a single line apart character by character, again and again.

export interface LineIndex {
  /** The line that holds `offset`, counted from 0. */
  readonly numberOf: (offset: number) => number;
  /** Where the line of `offset` starts. */
  readonly startOf: (offset: number) => number;
  /** Where the line of `offset` ends, ahead of its line break. */
  readonly endOf: (offset: number) => number;
  /** Where a line begins, counted from 0; the end of the text for lines behind the last one. */
  readonly at: (line: number) => number;
  /** The white space that begins the line of `offset`, up to there. */
  readonly indentOf: (offset: number) => string;
}

export function createLineIndex(text: string): LineIndex {
  const starts = findLineStarts(text);
  const at = (line: number): number => starts[Math.max(line, 0)] ?? text.length;
  const numberOf = (offset: number): number => findLast(starts, offset);
  const startOf = (offset: number): number => at(numberOf(offset));
  return {
    numberOf,
    startOf,
    at,
    endOf: (offset) => {
      const line = numberOf(offset);
      if (line === starts.length - 1) {
        return text.length;
      }
      const end = at(line + 1) - 1;
      return end > offset && text[end - 1] === '\r' ? end - 1 : end;
    },
    indentOf: (offset) => /^[ \t]*/.exec(text.slice(startOf(offset), offset))?.[0] ?? '',
  };
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) {
    starts.push(index + 1);
  }
  return starts;
}

// The index of the last number that is not above `limit`.
function findLast(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= limit) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
