import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { judgeExpression } from './judge-expression.js';
import { listExpressions } from './list-expressions.js';
import { pump } from './pump.js';

// Each stood in a source once, or is the shortest of its kind.
const superLinear: readonly RegExp[] = [
  /^(?:(?:\d{1,18}\.?\d{0,18}|\.\d{1,18})(?:ns|us|µs|μs|ms|s|m|h)){1,8}$/,
  /([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g,
  /^(?:[A-Za-z_/]|\$(?=\())(?:[\w./@$()%+=~-]|:(?=[\w./@$(])|\/)*$/,
  /\bkind["']?\s*:\s*(?:[&!]\S+\s+)*["']?Namespace(?:List)?\b/,
  /^# Source: (\S.*?)[ \t]*\r?$/m,
  /"(?:[^"\\]|\\.)*"|["{}]|(?<=\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/gs,
  /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_\w+)?)$/,
  /[^A-Za-z0-9]+$/,
  /\/+$/,
  /^.*macvtap.*uplink.*$/,
  /^(a+)+$/,
];

for (const { source, flags } of superLinear) {
  test(`/${source}/${flags} is rejected by the linter, and a pumped text shows why`, async (t) => {
    t.truthy(await judgeExpression({ source, flags }));
    t.truthy(pump({ source, flags }, 3000));
  });
}

const root = resolve(import.meta.dirname, '../../..');
const { literals } = listExpressions(root);

test('expressions of all parts are looked at', (t) => {
  const parts = new Set(literals.map(({ place }) => place.split('/', 1)[0]));
  for (const part of ['adapter', 'bench', 'cli', 'dist', 'proto', 'runtime', 'services', 'web']) {
    t.true(parts.has(part), part);
  }
});

for (const part of new Set(literals.map(({ place }) => place.split('/', 1)[0]))) {
  test(`no text pumped from an expression of ${part}/ holds it`, (t) => {
    for (const expression of literals.filter(({ place }) => place.startsWith(`${part}/`))) {
      const found = pump(expression);
      t.is(found, undefined, `${expression.place} takes too long over ${JSON.stringify(found)}`);
    }
  });
}

const made: readonly (readonly [text: string, isMade: boolean])[] = [
  ['export const make = (text: string) => new RegExp(text);', true],
  ['export const make = (text: string) => RegExp(text);', true],
  ['export const make = (text: string) => new globalThis.RegExp(text);', true],
  ['const Made = RegExp;', true],
  ['export const find = (text: string, other: string) => text.match(other);', true],
  ["export const find = (text: string) => text.search('a+$');", true],
  ['const expression = /^a/;\nexport const find = (text: string) => [...text.matchAll(expression)];', false],
  ['export const find = (text: string) => text.match(/^a/);', false],
  ['export const isOne = (value: RegExp | string) => value instanceof RegExp;', false],
];

for (const [text, isMade] of made) {
  test(`the linter ${isMade ? 'sees an expression made out of text in' : 'lets pass'} ${text}`, async (t) => {
    const folder = await createSource(t, text);
    t.deepEqual(listExpressions(folder).made, isMade ? ['source.ts:1'] : []);
  });
}

test('the linter names place, expression and reason of all that it rejects, and exits with 1', async (t) => {
  const folder = await createSource(
    t,
    'export const bad = /a+$/;\nexport const make = (text: string) => RegExp(text);\n',
  );
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'lint.js'), folder], {
    encoding: 'utf8',
  });
  t.is(status, 1);
  const [first, second] = stderr.split('\n');
  t.is(first, 'source.ts:2: expected a literal expression, found one made out of text');
  t.regex(second ?? '', /^source\.ts:1: \/a\+\$\/ takes 2nd degree polynomial time, for instance with '/);
});

async function createSource(t: ExecutionContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'expressions-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'source.ts'), text);
  return folder;
}
