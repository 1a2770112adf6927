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

const whole = /^(?:(?:\d{1,18}\.?\d{0,18}|\.\d{1,18})(?:ns|us|µs|μs|ms|s|m|h)){1,8}$/;
const part = /([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Reads a duration as milliseconds; undefined if it is none, or not above zero. */
export function readGoDuration(text: string): number | undefined {
  if (!whole.test(text)) {
    return undefined;
  }
  let total = 0;
  for (const [, amount, unit] of text.matchAll(part)) {
    total += Number(amount) * (units[unit as string] as number);
  }
  return total > 0 ? total : undefined;
}
