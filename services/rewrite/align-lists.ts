// Which entry of a list has become which: by identity, then by `name`, which the lists of a Pod have.

export interface Alignment {
  /** Entries that are still there: index before, index after. */
  readonly pairs: readonly (readonly [number, number])[];
  /** New entries, ahead of the entry that stood at `index` before. */
  readonly insertions: readonly { readonly index: number; readonly values: readonly unknown[] }[];
}

/** Aligns two lists; undefined if an entry went away or changed its place. */
export function alignLists(before: readonly unknown[], after: readonly unknown[]): Alignment | undefined {
  const surplus = after.length - before.length;
  const pairs: [number, number][] = [];
  const insertions: { index: number; values: unknown[] }[] = [];
  let shift = 0;
  for (const [index, entry] of before.entries()) {
    const values: unknown[] = [];
    // Without a match, the entry is taken for one that was replaced in its place.
    const found = findShift(entry, after.slice(index + shift, index + surplus + 1));
    for (; found > 0 && values.length < found; shift += 1) values.push(after[index + shift]);
    if (values.length > 0) insertions.push({ index, values });
    pairs.push([index, index + shift]);
  }
  if (shift > surplus) {
    return undefined;
  }
  const rest = after.slice(before.length + shift);
  return { pairs, insertions: rest.length > 0 ? [...insertions, { index: before.length, values: rest }] : insertions };
}

function findShift(entry: unknown, candidates: readonly unknown[]): number {
  return candidates.findIndex((candidate) => candidate === entry || isSameName(candidate, entry));
}

function isSameName(one: unknown, other: unknown): boolean {
  const name = readName(one);
  return name !== undefined && name === readName(other);
}

function readName(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? (entry as { readonly name?: unknown }).name : undefined;
}
