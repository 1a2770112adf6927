// The object after the patch against the file that holds it.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInputError } from '../command.js';
import { describeFileError } from '../preview/list-sources.js';

/**
 * What to do about snapshots: `check` writes those that are missing, `ci` writes none, `update` writes all that differ.
 */
export type SnapshotMode = 'check' | 'ci' | 'update';

export type SnapshotOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'written' }
  | { readonly kind: 'differs'; readonly expected: string };

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
      await writeFile(path, text);
      return { kind: 'written' };
    }
    return { kind: 'differs', expected: stored ?? 'a snapshot; without --ci it is written' };
  } catch (cause) {
    throw new BadInputError(`snapshot ${path}: ${describeFileError(cause)}`, { cause });
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
