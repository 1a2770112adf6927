import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createSpool } from '../../../cli/inputs/spool.js';

for (const [title, count] of [
  ['in memory', 3],
  ['in a file', 70],
] as const) {
  test(`what is kept ${title} can be read again and again`, (t) => {
    const spool = createSpool();
    const pieces = Array.from({ length: count }, (_, index) => Buffer.alloc(100_001, String(index)));
    for (const piece of pieces) spool.write(piece);
    t.true(Buffer.concat([...spool.read()]).equals(Buffer.concat(pieces)));
    t.true(Buffer.concat([...spool.read()]).equals(Buffer.concat(pieces)));
    spool.close();
  });
}

test.serial('a long spool leaves no name in the folder for temporary files', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-'));
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = folder;
  const spool = createSpool();
  spool.write(Buffer.alloc(5_000_000));
  t.deepEqual(await readdir(folder), []);
  spool.close();
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
});
