// The libraries that a program asks the loader for, whatever the architecture: what `readelf -d` prints as NEEDED.

import { closeSync, openSync, readSync } from 'node:fs';

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

const loaded = 1;
const dynamic = 2;
const needed = 1n;
const stringTable = 5n;

/** Reads the names of the libraries out of a program of 64 bits, little end first, as both architectures of the image are. */
export function readNeeded(file: string): readonly string[] {
  const opened = openSync(file, 'r');
  try {
    const read = (position: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length);
      readSync(opened, bytes, 0, length, position);
      return bytes;
    };
    const segments = readSegments(read);
    const table = segments.find(({ type }) => type === dynamic);
    if (!table) return [];
    const bytes = read(table.offset, table.size);
    const entries = Array.from({ length: table.size / 16 }, (_, index) => ({
      tag: bytes.readBigUInt64LE(index * 16),
      value: Number(bytes.readBigUInt64LE(index * 16 + 8)),
    }));
    const strings = toOffset(segments, entries.find(({ tag }) => tag === stringTable)?.value ?? 0);
    return entries.filter(({ tag }) => tag === needed).map(({ value }) => toText(read(strings + value, 256)));
  } finally {
    closeSync(opened);
  }
}

function readSegments(read: (position: number, length: number) => Buffer): readonly Segment[] {
  const head = read(0, 64);
  if (head.readUInt32BE(0) !== 0x7f454c46 || head[4] !== 2 || head[5] !== 1) {
    throw new Error('expected a program of 64 bits, little end first');
  }
  const start = Number(head.readBigUInt64LE(32));
  const [size, count] = [head.readUInt16LE(54), head.readUInt16LE(56)];
  const bytes = read(start, size * count);
  return Array.from({ length: count }, (_, index) => ({
    type: bytes.readUInt32LE(index * size),
    offset: Number(bytes.readBigUInt64LE(index * size + 8)),
    address: Number(bytes.readBigUInt64LE(index * size + 16)),
    size: Number(bytes.readBigUInt64LE(index * size + 32)),
  }));
}

function toOffset(segments: readonly Segment[], address: number): number {
  const held = segments.find(
    ({ type, address: start, size }) => type === loaded && address >= start && address < start + size,
  );
  return held ? address - held.address + held.offset : address;
}

const toText = (bytes: Buffer): string => bytes.toString('latin1', 0, bytes.indexOf(0));
