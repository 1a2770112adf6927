// What `podmutator certs` does with what is in use: what is valid stays, what nears its end is made anew, and a CA that was
// trusted stays so until it has expired. Doing it twice changes nothing.

import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { readCertificates } from '../../runtime/read-certificates.js';
import { BadInputError } from '../flags/command.js';
import type { PemPair } from './certificates.js';
import { findSigner, formatBundle, readEnd } from './trusted-authorities.js';

const dayMs = 86_400_000;
const renewBeforeDaysMax = 30;

/** What is there, wherever it was read. What is missing or cannot be read is not there. */
export interface InUse {
  /** The serving certificate with its chain, and its key. */
  readonly serving: Readable | undefined;
  /** The CA and its key, if somebody keeps that. */
  readonly signing: Readable | undefined;
  /** All CAs that are trusted, also those whose key is gone: certificates of theirs may still be shown. */
  readonly trusted: readonly X509Certificate[];
}

export interface Readable extends PemPair {
  readonly chain: readonly X509Certificate[];
}

export interface Wanted {
  readonly dnsNames: readonly string[];
  readonly days: number;
  readonly authorityDays: number;
}

export interface Renewed {
  readonly serving: PemPair;
  /** The CA with its key; undefined if its key is gone, as far as this program knows. */
  readonly signing: PemPair | undefined;
  readonly bundle: string;
  /** Where the certificate comes from. */
  readonly origin: 'kept' | 'the CA that was there' | 'a new CA';
  readonly validUntil: Date;
}

/** Reads a pair; undefined if it cannot be read, or the key is that of another certificate. */
export function readPair(cert: string | undefined, key: string | undefined): Readable | undefined {
  if (cert === undefined || key === undefined) return undefined;
  try {
    const chain = readCertificates(cert);
    return chain[0]?.checkPrivateKey(createPrivateKey(key)) ? { cert, key, chain } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes what has to be new.
 * @throws BadInputError if a certificate is valid and its CA is not there: no bundle could be written for it
 */
export async function renewCertificate({ serving, signing, trusted }: InUse, wanted: Wanted): Promise<Renewed> {
  const isLasting = serving?.chain[0] !== undefined && hasNames(serving.chain[0], wanted) && outlasts(serving, wanted);
  const signer = serving && findSigner(serving.chain, trusted);
  if (isLasting && !signer && !signing) {
    throw new BadInputError(
      `the certificate is valid until ${formatEnd(serving)}, but its CA is not there: expected it in ca.crt of the Secret or in caBundle of a webhook; for a new certificate leave the Secret out`,
    );
  }
  if (isLasting && signer && readEnd(signer).getTime() > Date.now() + renewBeforeMs(wanted)) {
    const bundle = formatBundle(signer.toString(), trusted);
    return { serving, signing, bundle, origin: 'kept', validUntil: endOf(serving.chain) };
  }
  const { createAuthority, issueCertificate } = await import('./certificates.js');
  // A CA that ends before the certificate would has had its time.
  const isGood = signing !== undefined && endOf(signing.chain).getTime() > Date.now() + wanted.days * dayMs;
  const authority = isGood
    ? { ...signing, cert: String(signing.chain[0]) }
    : await createAuthority(wanted.authorityDays);
  const issued = await issueCertificate(authority, wanted);
  return {
    serving: issued,
    signing: authority,
    bundle: formatBundle(authority.cert, trusted),
    origin: isGood ? 'the CA that was there' : 'a new CA',
    validUntil: endOf(readCertificates(issued.cert)),
  };
}

const hasNames = (certificate: X509Certificate, { dnsNames }: Wanted): boolean =>
  dnsNames.every((name) => certificate.checkHost(name) !== undefined);

const outlasts = ({ chain }: Readable, wanted: Wanted): boolean =>
  endOf(chain).getTime() > Date.now() + renewBeforeMs(wanted);

// A third of the time is left for the renewal, as with cert-manager, but no more than a month.
const renewBeforeMs = ({ days }: Wanted): number => Math.min(renewBeforeDaysMax, days / 3) * dayMs;

const endOf = ([first]: readonly X509Certificate[]): Date => (first ? readEnd(first) : new Date(0));

const formatEnd = ({ chain }: Readable): string => endOf(chain).toISOString();
