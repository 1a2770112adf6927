// Who is trusted while an authority is replaced. A new one signs at once, but Pods go on showing certificates of the
// former one until they have read the new files; so the CA bundle holds both for a while, the one that signs first.

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { BadInputError } from './command.js';

const begin = '-----BEGIN CERTIFICATE-----';
const end = '-----END CERTIFICATE-----';

/**
 * Reads all certificates of a PEM text; other text between them is skipped.
 * @throws Error if one of them cannot be read
 */
export function readCertificates(pem: string): readonly X509Certificate[] {
  return pem
    .split(begin)
    .slice(1)
    .map((rest) => rest.split(end))
    .filter(({ length }) => length > 1)
    .map(([block]) => new X509Certificate(`${begin}${block}${end}`));
}

/** The text of a CA bundle: the authority that signs, and the others that have not ended yet, each once. */
export function formatBundle(signing: string, others: readonly X509Certificate[]): string {
  const first = new X509Certificate(signing);
  const lasting = others.filter((other) => Date.parse(other.validTo) > Date.now());
  return [...new Set([first, ...lasting].map((certificate) => certificate.toString()))].join('');
}

/**
 * Reads the file of --keep-authority; `-` is standard input.
 * @throws BadInputError
 */
export async function readAuthorityFile(name: string): Promise<readonly X509Certificate[]> {
  const place = name === '-' ? 'standard input' : name;
  let authorities: readonly X509Certificate[];
  try {
    authorities = readCertificates(name === '-' ? await text(process.stdin) : await readFile(name, 'utf8'));
  } catch (cause) {
    throw new BadInputError(`--keep-authority: cannot read ${place}: ${(cause as Error).message}`, { cause });
  }
  if (authorities.length === 0) {
    throw new BadInputError(`--keep-authority: expected certificates as PEM in ${place}, found none`);
  }
  return authorities;
}
