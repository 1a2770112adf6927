// How far two words are apart: letters put in, left out, changed, or swapped with their neighbour.

type Row = readonly number[];

/**
 * Counts the edits between two texts (optimal string alignment).
 * @returns a number above `max` at once if the lengths alone are further apart
 */
export function countEdits(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) > max) {
    return max + 1;
  }
  let older: Row = [];
  let previous: Row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const row of one.split('').keys()) {
    const current = fillRow({ one, other, row }, previous, older);
    older = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}

interface Words {
  readonly one: string;
  readonly other: string;
  /** The letter of `one` that the row is about. */
  readonly row: number;
}

function fillRow({ one, other, row }: Words, previous: Row, older: Row): Row {
  const current = [row + 1];
  for (const column of other.split('').keys()) {
    const isSwap = row > 0 && one[row] === other[column - 1] && one[row - 1] === other[column];
    const leftOut = at(previous, column + 1) + 1;
    const putIn = at(current, column) + 1;
    const changed = at(previous, column) + (one[row] === other[column] ? 0 : 1);
    const swapped = isSwap ? at(older, column - 1) + 1 : Number.POSITIVE_INFINITY;
    current.push(Math.min(leftOut, putIn, changed, swapped));
  }
  return current;
}

function at(row: Row, index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
