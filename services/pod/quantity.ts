// Kubernetes quantities such as "500m", "1Gi" or 2, exact enough to be compared: "1" is "1000m", "1Gi" is "1073741824".

// In billionths. A number without a suffix is in ones.
const units: ReadonlyMap<string, bigint> = new Map([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map(
    (suffix, index) => [suffix, 1000n ** BigInt(index)] as const,
  ),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (suffix, index) => [suffix, 10n ** 9n * 1024n ** BigInt(index + 1)] as const,
  ),
]);
const format = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

/** A cluster has a few dozen different quantities. Should it have more than these, some are read again. */
const knownMax = 1024;
/** Longer ones are no quantities, or none that anybody writes twice. */
const knownLength = 32;
const known = new Map<string, bigint | undefined>();

/**
 * Reads a quantity as a whole number of billionths, the smallest unit that Kubernetes knows. What is smaller is
 * rounded up, as Kubernetes does.
 * @returns undefined for what is no quantity, and for numbers too long for any real one
 */
export function readQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return undefined;
  }
  const text = String(value);
  if (known.has(text)) {
    return known.get(text);
  }
  const amount = parseQuantity(text);
  if (known.size >= knownMax) known.clear();
  if (text.length <= knownLength) known.set(text, amount);
  return amount;
}

function parseQuantity(text: string): bigint | undefined {
  const match = format.exec(text);
  if (!match) {
    return undefined;
  }
  const [, sign, whole = '', fraction = '', suffix = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') {
    return undefined;
  }
  const amount = shiftPoint(BigInt(whole + fraction) * (units.get(suffix) ?? 0n), Number(exponent) - fraction.length);
  return sign === '-' ? -amount : amount;
}

function shiftPoint(amount: bigint, places: number): bigint {
  if (places === 0) {
    return amount;
  }
  const factor = 10n ** BigInt(Math.abs(places));
  return places > 0 ? amount * factor : divideRoundingUp(amount, factor);
}

function divideRoundingUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
