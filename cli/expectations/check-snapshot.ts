// The object after the patch against the file that holds it.

import { constants } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInputError } from '../flags/command.js';
import { describeFileError } from '../inputs/list-sources.js';

/**
 * What to do about snapshots: `check` writes those that are missing, `ci` writes none, `update` writes all that differ.
 */
export type SnapshotMode = 'check' | 'ci' | 'update';

export type SnapshotOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'written' }
  | { readonly kind: 'differs'; readonly expected: string };

// A link in a repository may lead anywhere, such as into the home of whoever runs this.
const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
const replaceFlags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW;

/**
 * Compares `text` with the file at `path`, or writes it there.
 * @throws BadInputError if the file can be neither read nor written
 */
export async function checkSnapshot(path: string, text: string, mode: SnapshotMode): Promise<SnapshotOutcome> {
  try {
    const stored = await readStored(path);
    if (stored === text) {
      return { kind: 'same' };
    }
    if (mode === 'update' || (mode === 'check' && stored === undefined)) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: replaceFlags });
      return { kind: 'written' };
    }
    return { kind: 'differs', expected: stored ?? 'a snapshot; without --ci it is written' };
  } catch (cause) {
    const isLink = (cause as NodeJS.ErrnoException).code === 'ELOOP';
    const problem = isLink ? 'expected a file, found a symbolic link; remove it' : describeFileError(cause);
    throw new BadInputError(`snapshot ${path}: ${problem}`, { cause });
  }
}

async function readStored(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
