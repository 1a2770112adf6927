// What a verb was asked to read: arguments → files and standard input, in a fixed order.

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../flags/flags.js';
import { createSpool, type Spool } from './spool.js';

/** One text to read: a file, or standard input. */
export interface Source {
  /** The path as it was typed or found below a directory; `<stdin>` for standard input. */
  readonly name: string;
  /** Whether the text comes from another program, so that nobody can open it by this name. */
  readonly isPipe: boolean;
  /** The bytes, piece by piece; may be called more than once. Throws the error of the file system. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** An argument that leads to nothing that can be read. */
export interface SourceProblem {
  readonly name: string;
  readonly problem: string;
}

const pieceLength = 256 * 1024;
// Expectations of `podmutator test` stand beside the manifests that they are about.
const manifestName = /(?<!\.podmutator-test)\.(?:ya?ml|json)$/;

/**
 * Lists the sources that `operands` name: files as they are, directories with all manifests below them in sorted
 * order (names that begin with a dot are left out), and `-` for standard input, which is also read if there are no
 * operands and it is no terminal. A directory without manifests is a problem unless `isEmptyAllowed`.
 * @throws UsageError if there is nothing to read from, or standard input is named twice
 */
export async function listSources(
  operands: readonly string[],
  isTerminal: boolean = process.stdin.isTTY === true,
  isEmptyAllowed = false,
): Promise<readonly (Source | SourceProblem)[]> {
  if (operands.length === 0 && isTerminal) {
    throw new UsageError('Nothing to read: name files or directories, or pipe a manifest into standard input');
  }
  const names = operands.length === 0 ? ['-'] : operands;
  if (names.filter((name) => name === '-').length > 1) {
    throw new UsageError('Standard input can be read once only, but "-" is given more than once');
  }
  const lists: (readonly (Source | SourceProblem)[])[] = [];
  for (const name of names) {
    lists.push(name === '-' ? [openPipe('<stdin>', () => process.stdin)] : await expand(name, isEmptyAllowed));
  }
  return lists.flat();
}

/** What is wrong with a file, without the path that Node repeats in its messages. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    EISDIR: 'is a directory',
    ELOOP: 'too many symbolic links',
  };
  return known[code ?? ''] ?? message;
}

// What can be read only once is kept, so that it can be read again.
function openPipe(name: string, readOnce: () => AsyncIterable<Uint8Array>): Source {
  let kept: Promise<Spool> | undefined;
  return {
    name,
    isPipe: true,
    async *read() {
      kept ??= keep(readOnce());
      yield* (await kept).read();
    },
  };
}

async function keep(pieces: AsyncIterable<Uint8Array>): Promise<Spool> {
  const spool = createSpool();
  for await (const piece of pieces) spool.write(piece);
  return spool;
}

async function expand(name: string, isEmptyAllowed: boolean): Promise<readonly (Source | SourceProblem)[]> {
  try {
    const found = await stat(name);
    if (!found.isDirectory()) {
      // In `preview <(helm template .)` the shell passes a pipe by name.
      return [found.isFile() ? openFile(name) : openPipe(name, () => readPieces(name))];
    }
    const paths = await listManifests(name, new Set());
    return paths.length > 0 || isEmptyAllowed
      ? paths.map(openFile)
      : [{ name, problem: 'expected manifests (.yaml, .yml, .json) in this directory, found none' }];
  } catch (error) {
    return [{ name, problem: `cannot be read: ${describeFileError(error)}` }];
  }
}

function openFile(name: string): Source {
  return { name, isPipe: false, read: () => readPieces(name) };
}

function readPieces(name: string): AsyncIterable<Uint8Array> {
  return createReadStream(name, { highWaterMark: pieceLength });
}

// Links are followed, and a directory that was met before is left out: links may lead in circles.
async function listManifests(directory: string, met: Set<string>): Promise<readonly string[]> {
  const { dev, ino } = await stat(directory);
  if (met.has(`${dev}:${ino}`)) {
    return [];
  }
  met.add(`${dev}:${ino}`);
  const files: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isDirectory(path)))) {
      files.push(...(await listManifests(path, met)));
    } else if (manifestName.test(entry.name)) {
      files.push(path);
    }
  }
  return files;
}

async function isDirectory(path: string): Promise<boolean> {
  // A link that leads nowhere is reported when it is read.
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
