import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { isUpdate, projectRoot } from '../../kit/project.js';
import { writeRules } from './lint-page.js';

const file = join(projectRoot, 'docs/lint.md');
const begin = '<!-- written from the table of rules; UPDATE=1 npm test writes it anew -->\n';

test('docs/lint.md has the rules as they are', (t) => {
  const text = readFileSync(file, 'utf8');
  const head = text.slice(0, text.indexOf(begin));
  t.true(text.includes(begin));
  const expected = `${head}${begin}\n${writeRules()}`;
  if (isUpdate && text !== expected) {
    writeFileSync(file, expected);
    t.fail('docs/lint.md was rewritten: look at the diff, then run without UPDATE');
    return;
  }
  t.is(text, expected);
});
