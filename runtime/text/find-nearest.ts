// "Did you mean …?" for names that people type.

const distanceMax = 2;

/** The candidate that is at most two typing errors away from `name`, case aside; undefined if there is none. */
export function findNearest(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.min(distanceMax, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    // Each character more takes one error, and `name` may be as long as a file.
    if (Math.abs(name.length - candidate.length) >= least) continue;
    const distance = measureDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

// Levenshtein distance, one row at a time.
function measureDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (character === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
