// A text file, or a sentence about why it cannot be read.

import { readFile } from 'node:fs/promises';
import { BadInputError } from '../flags/command.js';
import { describeFileError } from '../inputs/list-sources.js';

/** @throws BadInputError */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new BadInputError(`${path}: cannot be read: ${describeFileError(cause)}`, { cause });
  }
}
