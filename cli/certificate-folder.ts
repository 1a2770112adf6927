// The files of `podmutator certs --out`: what can be kept of them, and how they are written.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PemPair } from './certificates.js';
import { BadInputError } from './command.js';
import { readCertificates } from './trusted-authorities.js';

export interface Kept {
  /** The authority in the folder, if its key is there and it will be valid for long enough. */
  readonly authority?: PemPair;
  /** Only if nothing has to be renewed. */
  readonly certificate?: PemPair & { readonly validUntil: string };
  /** All authorities in the folder, also those whose key is gone: their certificates may still be in use. */
  readonly trusted: readonly X509Certificate[];
  /** What ca.crt holds. */
  readonly bundle?: string;
}

export interface KeepOptions {
  readonly dnsNames: readonly string[];
  readonly renewBeforeDays: number;
  /** How long a new certificate will be valid; an authority that ends earlier is replaced. */
  readonly days: number;
}

/** Reads what is in the folder. What is not there, broken, or does not fit together is not kept. */
export async function readKept(folder: string, { dnsNames, renewBeforeDays, days }: KeepOptions): Promise<Kept> {
  const all = await readBundle(folder);
  const authority = await readPair(folder, 'ca');
  if (!authority) {
    return all;
  }
  const pair = await readPair(folder, 'tls');
  const hasNames = pair !== undefined && dnsNames.every((name) => pair.certificate.checkHost(name) !== undefined);
  const isOurs = pair?.certificate.verify(authority.certificate.publicKey) === true;
  if (pair && hasNames && isOurs && isValidFor(pair, renewBeforeDays) && isValidFor(authority, renewBeforeDays)) {
    return { ...all, authority, certificate: { ...pair, validUntil: readEnd(pair).toISOString() } };
  }
  return isValidFor(authority, days) ? { ...all, authority } : all;
}

async function readBundle(folder: string): Promise<Pick<Kept, 'trusted' | 'bundle'>> {
  try {
    const bundle = await readFile(join(folder, 'ca.crt'), 'utf8');
    return { bundle, trusted: readCertificates(bundle) };
  } catch {
    return { trusted: [] };
  }
}

interface ReadPair extends PemPair {
  readonly certificate: X509Certificate;
}

// A file of several certificates has the one of the key first.
async function readPair(folder: string, name: string): Promise<ReadPair | undefined> {
  try {
    const [text, key] = await Promise.all(
      ['crt', 'key'].map((extension) => readFile(join(folder, `${name}.${extension}`), 'utf8')),
    );
    if (text === undefined || key === undefined) return undefined;
    const certificate = new X509Certificate(text);
    const pair = { cert: certificate.toString(), key, certificate };
    return certificate.checkPrivateKey(createPrivateKey(key)) ? pair : undefined;
  } catch {
    return undefined;
  }
}

function isValidFor({ certificate }: ReadPair, days: number): boolean {
  return readEnd({ certificate }).getTime() > Date.now() + days * 86_400_000;
}

// `validToDate` is younger than the oldest Node that we run on.
function readEnd({ certificate }: Pick<ReadPair, 'certificate'>): Date {
  return new Date(certificate.validTo);
}

/**
 * Creates the folder for its owner alone, unless it is there.
 * @throws BadInputError if anybody may put files there: they would be taken for the keys of the owner
 */
export async function createFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mode = (await stat(folder)).mode & 0o7777;
  if ((mode & 0o002) !== 0) {
    const found = `${folder} (mode ${mode.toString(8)})`;
    throw new BadInputError(
      `--out: expected a directory that not every user can write to, found ${found}; chmod o-w it`,
    );
  }
}

/**
 * Writes the files, each at once and whole. What holds a key can be read by its owner only. A file that is written is a
 * new one: a link that was put in its way is removed, never followed.
 */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    const mode = /\.key$|^secret/.test(name) ? 0o600 : 0o644;
    await rm(`${path}.new`, { force: true });
    await writeFile(`${path}.new`, text, { mode, flag: 'wx' });
    await rename(`${path}.new`, path);
  }
}
