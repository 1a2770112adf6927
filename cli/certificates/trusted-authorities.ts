// Who is trusted while a CA is replaced. A new one signs at once, but Pods go on showing certificates of the former one
// until they have read the new files; so the CA bundle holds both until the former has expired, the one that signs first.

import { X509Certificate } from 'node:crypto';

/** The text of a CA bundle: the CA that signs, and the others that have not expired, each once. */
export function formatBundle(signing: string, others: readonly X509Certificate[]): string {
  const first = new X509Certificate(signing);
  const lasting = others.filter((other) => readEnd(other).getTime() > Date.now());
  return [...new Set([first, ...lasting].map((certificate) => certificate.toString()))].join('');
}

/** The one of `trusted` that the first certificate of a chain leads to; undefined if it leads to none. */
export function findSigner(
  [leaf, ...rest]: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): X509Certificate | undefined {
  if (!leaf) return undefined;
  const signer = trusted.find((authority) => isSignedBy(leaf, authority));
  if (signer) return signer;
  const next = rest.findIndex((intermediate) => isSignedBy(leaf, intermediate));
  return next < 0 ? undefined : findSigner(rest.slice(next), trusted);
}

// Keys of another kind are no answer but an error.
function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.verify(authority.publicKey);
  } catch {
    return false;
  }
}

/** When a certificate expires: `validToDate` is younger than the oldest Node that we run on. */
export function readEnd({ validTo }: X509Certificate): Date {
  return new Date(validTo);
}
