import test from 'ava';
import { choosePreviewMemory } from '../../../services/preview/preview-memory.js';

const mebibytes = 1024 * 1024;

test('a preview may take a third of a container, and never more than 512 MiB', (t) => {
  t.is(choosePreviewMemory(256 * mebibytes), 85);
  t.is(choosePreviewMemory(1536 * mebibytes), 512);
  t.is(choosePreviewMemory(4096 * mebibytes), 512);
});

test('without a limit, or one that is none, it may take 512 MiB', (t) => {
  t.is(choosePreviewMemory(0), 512);
  // What a kernel says that has no limit for the group of the process.
  t.is(choosePreviewMemory(2 ** 64), 512);
});
