// Reads a file that an operator names. Whatever the path leads to, reading it ends: a named pipe would be waited for, a
// device never ends, and a log in place of the settings would fill the memory.

import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import { constants, type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 65_536;

/**
 * Reads a text file of at most `bytesMax` bytes.
 * @throws Error with what was expected and what was found, without the path
 */
export async function readTextFile(path: string, bytesMax: number): Promise<string> {
  // Opening a named pipe must not wait for its writer. Windows knows no such flag.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile()) {
      throw new Error(`expected a file, found ${describeType(found)}`);
    }
    const bytes = await readBytes(file, bytesMax);
    if (!isUtf8(bytes)) {
      throw new Error('expected UTF-8, found other bytes');
    }
    return bytes.toString();
  } finally {
    await file.close();
  }
}

async function readBytes(file: FileHandle, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let size = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes);
    if (bytesRead === 0) {
      return Buffer.concat(chunks);
    }
    size += bytesRead;
    if (size > bytesMax) {
      throw new Error(`expected at most ${bytesMax} bytes, found more`);
    }
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

function describeType(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  return found.isFIFO() ? 'a named pipe' : 'a device';
}
