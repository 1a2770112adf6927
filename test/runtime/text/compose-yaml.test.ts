import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { readNamespaceManifest } from '../../../adapter/namespaces/manifest.js';
import { composeYaml } from '../../../runtime/text/compose-yaml.js';
import { parseDocument } from '../../../services/manifest/parse-document.js';
import { mutators } from '../../../services/registry.js';
import { readSettings } from '../../../services/settings/settings.js';
import { projectRoot } from '../../kit/project.js';

// Everything that opens a level, with what might hide it from somebody who counts brackets.
const openers = [
  '[',
  '{a: ',
  '{"a":',
  '{? ',
  '[? ',
  '["]",',
  "['}', ",
  '[ # ]\n',
  '[\t',
  '[\r\n',
  '[\r',
  '[&a ',
  '[!t ',
  '[*a, ',
  '[a: ',
];
const blockOpeners = ['- ', '? ', '-\n', 'a:\n', '"a":\n', '? a\n', '- # ]\n', '&a\n', '!t\n'];

const flow = fc.array(fc.constantFrom(...openers), { minLength: 3000, maxLength: 6000 });
const blocks = fc.array(fc.constantFrom(...blockOpeners), { maxLength: 100 }).map((parts) =>
  // Each line one column deeper than the one ahead.
  parts.map((part, index) => ' '.repeat(index) + part).join(''),
);

test('no mixture of brackets, blocks, quotes, comments and line breaks gets too deep unnoticed', (t) => {
  fc.assert(
    fc.property(blocks, flow, (head, tail) => {
      t.throws(() => parseDocument(`${head}${tail.join('')}`, 'edit'), { name: 'YamlProblem' });
    }),
    { numRuns: 50 },
  );
});

test('what opens a level is counted, whatever stands around it', (t) => {
  for (const opener of openers) {
    const readLevels = (count: number) => [...composeYaml(opener.repeat(count))];
    t.notRegex(t.throws(() => readLevels(100))?.message ?? '', /levels/, opener);
    t.regex(t.throws(() => readLevels(300))?.message ?? '', /levels/, opener);
  }
});

test('settings and Namespaces that nest too deeply are refused with their place', (t) => {
  const text = `a: 1\nb: ${'['.repeat(100_000)}`;
  const message = /^file:2:\d*.*expected at most 256 levels of nesting, found more$/;
  t.throws(() => readSettings(text, { mutators, source: 'file' }), { message });
  t.throws(() => readNamespaceManifest('file', text), { message });
});

test('no source lets the YAML library compare each key of a mapping with all others', (t) => {
  const reading = /import \{[^}]*\bparse(?:Document|AllDocuments)?\b[^}]*\} from 'yaml'/;
  const sources = ['adapter', 'cli', 'runtime', 'services', 'web'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  t.true(sources.length > 100);
  const texts = sources.map((name) => [name, readFileSync(join(projectRoot, name), 'utf8')] as const);
  const readers = texts.filter(([, text]) => reading.test(text));
  t.true(readers.length > 0);
  t.deepEqual(
    readers.filter(([, text]) => !text.includes('uniqueKeys: false')).map(([name]) => name),
    [],
  );
});
