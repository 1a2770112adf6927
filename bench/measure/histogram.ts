// Latencies without keeping every one of them: buckets that are at most 0.8 % wide, so that recording costs an addition
// and a percentile is right to the second digit.

/** Values below this have a bucket each. */
const exact = 128;
const half = exact / 2;
const octaves = 32;

export interface Histogram {
  /** Takes a latency in microseconds. */
  record(microseconds: number): void;
  /** The value that `share` of all values do not exceed, in microseconds; NaN if there are none. */
  percentile(share: number): number;
  readonly count: number;
  readonly max: number;
}

export function createHistogram(): Histogram {
  const buckets = new Uint32Array(exact + octaves * half);
  let count = 0;
  let max = 0;
  return {
    record(microseconds) {
      const index = findBucket(Math.max(0, Math.round(microseconds)));
      buckets[index] = (buckets[index] ?? 0) + 1;
      count += 1;
      if (microseconds > max) max = microseconds;
    },
    percentile(share) {
      let seen = 0;
      for (const [index, size] of buckets.entries()) {
        seen += size;
        if (size > 0 && seen >= share * count) {
          return Math.min(upperEdge(index), max);
        }
      }
      return Number.NaN;
    },
    get count() {
      return count;
    },
    get max() {
      return max;
    },
  };
}

function findBucket(value: number): number {
  if (value < exact) {
    return value;
  }
  const octave = Math.min(Math.floor(Math.log2(value)) - Math.log2(half), octaves);
  const offset = Math.min(Math.floor(value / 2 ** octave), exact - 1) - half;
  return exact + (octave - 1) * half + offset;
}

function upperEdge(index: number): number {
  if (index < exact) {
    return index;
  }
  const octave = Math.floor((index - exact) / half) + 1;
  return (half + ((index - exact) % half) + 1) * 2 ** octave - 1;
}
