// Kubernetes quantities such as "500m", "1Gi" or 2, exact enough to be compared: "1" is "1000m", "1Gi" is "1073741824".

const powersOfTen: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const powersOf1024: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const format = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads a quantity as a whole number of billionths, the smallest unit that Kubernetes knows. What is smaller is
 * rounded up, as Kubernetes does.
 * @returns undefined for what is no quantity, and for numbers too long for any real one
 */
export function readQuantity(value: unknown): bigint | undefined {
  const match = typeof value === 'string' || typeof value === 'number' ? format.exec(String(value)) : null;
  if (!match) {
    return undefined;
  }
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = match;
  if (whole === '' && fraction === '') {
    return undefined;
  }
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(powersOf1024[suffix] ?? 0);
  const power = 9 - fraction.length + (exponent === undefined ? (powersOfTen[suffix] ?? 0) : Number(exponent));
  const amount = power >= 0 ? digits * 10n ** BigInt(power) : divideRoundingUp(digits, 10n ** BigInt(-power));
  return sign === '-' ? -amount : amount;
}

function divideRoundingUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
