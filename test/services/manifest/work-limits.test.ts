// What a manifest may ask for, however few bytes it has.

import test from 'ava';
import { previewManifest, previewWhole } from '../../kit/preview-manifest.js';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n';

const tooComplex = (description: string) => ({
  name: 'InputError',
  message: `manifest: expected at most ${description}, found more; split it`,
});

test('5,000 documents are evaluated, one more is rejected, whether or not there is anything in them', (t) => {
  t.is(previewManifest(`${pod}${'---\n'.repeat(4_999)}`).length, 1);
  for (const manifest of ['---\n'.repeat(5_001), 'a: b\n---\n'.repeat(5_001), '{"a": 1}\n'.repeat(5_001)]) {
    t.throws(() => previewManifest(manifest), tooComplex('5000 documents and objects'));
  }
});

test('objects of Lists count as documents do', (t) => {
  const list = (count: number) =>
    `apiVersion: v1\nkind: List\nitems:\n${'- {apiVersion: v1, kind: A}\n'.repeat(count)}`;
  t.is(previewManifest(list(5_000)).length, 5_000);
  t.throws(() => previewManifest(list(5_001)), tooComplex('5000 documents and objects'));
  t.throws(() => previewManifest(`${list(3_000)}---\n${list(3_000)}`), tooComplex('5000 documents and objects'));
});

test('a million words and signs are read, in one document or in several', (t) => {
  const values = (count: number) => `apiVersion: v1\nkind: A\nx: [${'1,'.repeat(count)}]\n`;
  t.is(previewManifest(values(100_000)).length, 1);
  t.throws(() => previewManifest(values(350_000)), tooComplex('1000000 words and signs'));
  t.throws(() => previewManifest(`${values(180_000)}---\n`.repeat(2)), tooComplex('1000000 words and signs'));
  const namespaces = `apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\nx: [${'1,'.repeat(350_000)}]\n`;
  t.throws(() => previewWhole(pod, { contextManifests: [namespaces] }), tooComplex('1000000 words and signs'));
});

test('a thousand filters are held against each object', (t) => {
  const filters = Array.from({ length: 1_001 }, (_, index) => `Pod/${index}`);
  t.is(previewWhole(pod, { objects: filters.slice(1) }).unmatchedObjects.length, 1_000);
  t.throws(() => previewWhole(pod, { objects: filters }), { message: /expected at most 1000 filters, found 1001/ });
});
