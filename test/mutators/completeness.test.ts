import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { mutators } from '../../services/registry.js';
import { folders, readCases } from '../kit/cases.js';
import { projectRoot } from '../kit/project.js';

interface Expected {
  readonly reason: string;
  readonly warnings: readonly { readonly code: string }[];
}

const cases = readCases();
const expectations = cases.map((one) => ({
  mutator: one.mutator,
  ...(parse(readFileSync(join(one.folder, 'expected.yaml'), 'utf8')) as Expected),
}));

test('every folder of mutators is registered, and the other way round', (t) => {
  const names = mutators.map(({ name }) => name).sort();
  t.deepEqual(folders(join(projectRoot, 'services/mutators')), names);
  t.deepEqual(folders(join(projectRoot, 'test/mutators')), names);
});

for (const { name, reasons, warnings } of mutators) {
  const own = expectations.filter(({ mutator }) => mutator === name);

  for (const reason of Object.keys(reasons)) {
    test(`${name} has a case for the reason ${reason}`, (t) => {
      t.true(own.some((expected) => expected.reason === reason));
    });
  }

  for (const warning of Object.keys(warnings)) {
    test(`${name} has a case for the warning ${warning}`, (t) => {
      t.true(own.some((expected) => expected.warnings.some(({ code }) => code === warning)));
    });
  }

  test(`the README of ${name} explains every code and every setting`, (t) => {
    const file = join(projectRoot, 'services/mutators', name, 'README.md');
    t.true(existsSync(file));
    const text = readFileSync(file, 'utf8');
    const missing = [...Object.keys(reasons), ...Object.keys(warnings)].filter((code) => !text.includes(`\`${code}\``));
    t.deepEqual(missing, []);
  });
}

test('warnings of the cases fit a Warning header of 120 characters, code and all', (t) => {
  for (const one of expectations) {
    for (const warning of one.warnings as readonly { code: string; message: string }[]) {
      t.true(`${warning.code}: ${warning.message}`.length <= 120, `${warning.code}: ${warning.message}`);
    }
  }
});
