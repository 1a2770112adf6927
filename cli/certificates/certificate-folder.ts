// The files of `podmutator certs --out`: what is there, and how they are written.

import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCertificates } from '../../runtime/read-certificates.js';
import { BadInputError } from '../flags/command.js';
import { type InUse, readPair } from './renew-certificate.js';
import { findSigner } from './trusted-authorities.js';

export interface FolderInUse extends InUse {
  /** What ca.crt holds. */
  readonly bundle: string | undefined;
}

/** Reads what is in the folder. A certificate without the key of its CA cannot be renewed, so it does not count. */
export async function readFolder(folder: string): Promise<FolderInUse> {
  const [bundle, caKey, cert, key] = await Promise.all(
    ['ca.crt', 'ca.key', 'tls.crt', 'tls.key'].map((name) =>
      readFile(join(folder, name), 'utf8').catch(() => undefined),
    ),
  );
  // The one that signs comes first in its file.
  const signing = readPair(bundle, caKey);
  const serving = readPair(cert, key);
  const isOurs = signing && serving && findSigner(serving.chain, signing.chain.slice(0, 1)) !== undefined;
  return { bundle, signing, serving: isOurs ? serving : undefined, trusted: readBundle(bundle) };
}

function readBundle(bundle = ''): InUse['trusted'] {
  try {
    return readCertificates(bundle);
  } catch {
    return [];
  }
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
