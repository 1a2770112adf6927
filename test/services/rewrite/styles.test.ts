// Every way to write YAML: the patched text differs from the original in the changed lines alone.
// `UPDATE=1 npm test` rewrites the expected files.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import type { Mutator } from '../../../services/decisions/mutator.js';
import { assertFaithful, previewManifest } from '../../kit/preview-manifest.js';
import { isUpdate, projectRoot } from '../../kit/project.js';
import { small } from './small-mutator.js';

const folder = `${projectRoot}/test/services/rewrite/styles`;
const mutators = [small as Mutator];

for (const style of readdirSync(folder)) {
  test(`${style}: only the changed lines differ, and the text holds the patched document`, (t) => {
    const text = readFileSync(`${folder}/${style}/input.yaml`, 'utf8');
    const patched = assertFaithful(t, text, previewManifest(text, { mutators }));
    const expected = `${folder}/${style}/expected.yaml`;
    if (isUpdate) {
      writeFileSync(expected, patched);
    }
    t.is(patched, readFileSync(expected, 'utf8'));
    const again = previewManifest(patched, { mutators });
    t.true(again.every(({ verdict }) => verdict === 'VERDICT_UNCHANGED' || verdict === 'VERDICT_NOT_APPLICABLE'));
    t.true(again.every(({ operations, diff }) => operations.length === 0 && diff === ''));
  });
}
