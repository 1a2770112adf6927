// What the build makes of the page, as files: small, complete, and without anything that its policy would refuse.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import test from 'ava';
import { projectRoot } from '../kit/project.js';

const folder = join(projectRoot, 'build/web');
const files = readdirSync(folder);
const read = (name: string): Buffer => readFileSync(join(folder, name));
const plain = files.filter((name) => !/\.(?:br|gz)$/.test(name));

test('the page weighs at most 300 KB, compressed as every browser can read it', (t) => {
  const weight = plain.reduce((sum, name) => sum + read(`${name}.gz`).length, 0);
  t.true(weight <= 300_000, `${weight} bytes`);
  t.log(`${weight} bytes`);
});

test('compressed files hold what the plain ones hold', (t) => {
  for (const name of plain) {
    t.true(gunzipSync(read(`${name}.gz`)).equals(read(name)), name);
    t.true(brotliDecompressSync(read(`${name}.br`)).equals(read(name)), name);
  }
  t.is(files.length, plain.length * 3);
});

test('the page refers to its own files by names that tell their content, and to nothing else', (t) => {
  const page = read('index.html').toString();
  const references = [...page.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, name = '']) => name);
  t.deepEqual(references.toSorted(), plain.filter((name) => name !== 'index.html').toSorted());
  t.true(
    references.every((name) => /^[a-z]+-[0-9A-F]{8}\.[a-z]+$/.test(name)),
    references.join(),
  );
});

test('the licences of the libraries go with them', (t) => {
  const licences = read(plain.find((name) => name.startsWith('licences-')) ?? '').toString();
  for (const name of ['@codemirror/view', '@codemirror/merge', '@lezer/yaml', 'style-mod', 'yaml']) {
    t.regex(licences, new RegExp(`^${name}\\n\\n[\\s\\S]{0,40}(?:Permission|Copyright)`, 'm'));
  }
});

test('the page has no script, style or handler of its own, which the policy would refuse', (t) => {
  const page = read('index.html').toString();
  t.notRegex(page, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  const style = read(plain.find((name) => name.endsWith('.css')) ?? '').toString();
  t.notRegex(style, /url\(|@import/);
});
