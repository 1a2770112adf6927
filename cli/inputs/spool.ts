// Text or bytes that have to be kept for later: in memory as long as they are few, then in a temporary file, so that the
// memory does not grow with them.

import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memoryMax = 4 * 1024 * 1024;
const pieceLength = 256 * 1024;

export interface Spool {
  readonly write: (piece: Uint8Array) => void;
  /** All that was written, in order; may be called more than once. */
  readonly read: () => Iterable<Uint8Array>;
  readonly close: () => void;
}

/** Creates an empty spool. `write` throws an Error that says what to do if there is no room for a temporary file. */
export function createSpool(): Spool {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let file: number | undefined;

  function append(descriptor: number, piece: Uint8Array): void {
    for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done);
  }

  return {
    write(piece) {
      length += piece.length;
      if (file === undefined && length <= memoryMax) {
        pieces.push(piece);
        return;
      }
      try {
        file ??= openNameless();
        for (const one of [...pieces, piece]) append(file, one);
      } catch (cause) {
        const problem = (cause as Error).message;
        throw new Error(`expected room for a temporary file in ${tmpdir()} (TMPDIR), found: ${problem}`, { cause });
      }
      pieces = [];
    },
    *read() {
      yield* pieces;
      let position = 0;
      while (file !== undefined && position < length) {
        const piece = Buffer.allocUnsafe(Math.min(pieceLength, length - position));
        const count = readSync(file, piece, 0, piece.length, position);
        position += count;
        yield piece.subarray(0, count);
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

// Its name is taken away at once: whatever ends the process, nothing stays behind, and nobody else can open it.
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'podmutator-'));
  try {
    return openSync(join(folder, 'spool'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
