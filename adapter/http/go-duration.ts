// Durations as Go writes them, because the API server writes `?timeout=` so: `5s`, `1m30s`, `1.5h`, `250ms`.
// https://pkg.go.dev/time#ParseDuration

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
// Go writes 25 characters at most.
const lengthMax = 64;

// Go counts nanoseconds in 63 bits.
const longestMs = 2 ** 63 / 1e6;

/** Reads a duration as milliseconds; undefined if it is none, or not above zero. */
export function readGoDuration(text: string): number | undefined {
  if (text.length > lengthMax) {
    return undefined;
  }
  let total = 0;
  for (let end = 0; end < text.length; end = part.lastIndex) {
    part.lastIndex = end;
    const [, amount, unit] = part.exec(text) ?? [];
    if (unit === undefined) return undefined;
    total += Number(amount) * (units[unit] as number);
  }
  return total > 0 && total < longestMs ? total : undefined;
}
