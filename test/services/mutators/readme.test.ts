// The page for operators beside each mutator says what its code says.

import { readFile } from 'node:fs/promises';
import test from 'ava';
import { mutators } from '../../../services/registry.js';

for (const { name, reasons, warnings, settings } of mutators) {
  test(`the README of ${name} has every reason and warning with its sentence`, async (t) => {
    const text = (await readFile(`services/mutators/${name}/README.md`, 'utf8')).replaceAll(/ +/g, ' ');
    for (const [code, sentence] of [...Object.entries(reasons), ...Object.entries(warnings)]) {
      t.true(text.includes(`| \`${code}\` | ${sentence} |`), `${code}: ${sentence}`);
    }
  });

  test(`the README of ${name} has every setting`, async (t) => {
    const text = await readFile(`services/mutators/${name}/README.md`, 'utf8');
    for (const key of Object.keys(settings.parse({}) as object)) {
      t.regex(text, new RegExp(`^\\| .*\`${key}[\`.]`, 'm'), key);
    }
  });
}
