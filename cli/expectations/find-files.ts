// Arguments → expectation files, in an order that does not depend on the file system.

import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { BadInputError } from '../flags/command.js';
import { describeFileError } from '../inputs/list-sources.js';

const fileName = /\.podmutator-test\.ya?ml$/;

/**
 * Finds the expectation files: those named, and those below directories; hidden directories and node_modules
 * are left out. A file that is named twice counts once.
 * @throws BadInputError if something cannot be read, or nothing is found
 */
export async function findFiles(operands: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const operand of operands) {
    found.push(...(await expand(operand)));
  }
  if (found.length === 0) {
    throw new BadInputError(`expected files named *.podmutator-test.yaml in ${operands.join(', ')}, found none`);
  }
  return [...new Set(found)];
}

async function expand(path: string): Promise<readonly string[]> {
  try {
    return (await stat(path)).isDirectory() ? await listBelow(path) : [path];
  } catch (cause) {
    throw new BadInputError(`${path}: cannot be read: ${describeFileError(cause)}`, { cause });
  }
}

async function listBelow(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true });
  const isHidden = (name: string): boolean =>
    name.split(sep).some((part) => part.startsWith('.') || part === 'node_modules');
  return names
    .filter((name) => fileName.test(name) && !isHidden(name))
    .sort()
    .map((name) => join(directory, name));
}
