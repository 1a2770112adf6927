import test from 'ava';
import { z } from 'zod';
import { defineMutator, type Mutator } from '../../../services/decisions/mutator.js';
import { mutators } from '../../../services/registry.js';
import {
  computeRevision,
  readDefaultSettings,
  readSettings,
  SettingsError,
} from '../../../services/settings/settings.js';

const read = (text: string, known = mutators) => readSettings(text, { mutators: known, source: 'settings.yaml' });
const defaults = readDefaultSettings(mutators);

test('all defaults are written as an empty object, or as empty sections', (t) => {
  for (const text of ['{}', 'mutators: {}', '--- {}\n', '# none\nlimits: {}\n', '\ufeff{}', '{"mutators": {}}']) {
    t.deepEqual(read(text), defaults, text);
  }
});

// What a failed template, a full disk or a slip of the keyboard leaves behind. Defaults would switch everything on.
test('settings without a key are an accident', (t) => {
  for (const text of [
    ...['', ' ', '\n\n', '\r\n', '\ufeff', '\ufeff\n', '# nothing\n', '---', '---\n', '---\n...\n', '---\n# nothing\n'],
    ...['null', '~', 'Null', '&a', '%YAML 1.2\n---\n', '# of several lines\n\n# of comments'],
  ]) {
    const { message } = t.throws(() => read(text), { instanceOf: SettingsError }, JSON.stringify(text)) ?? {};
    const place = /^settings\.yaml:\d+:\d+: the settings: /;
    t.regex(message ?? '', place, JSON.stringify(text));
    t.true(message?.endsWith('expected an object, found nothing; write {} if it is meant to be empty'), message);
  }
});

for (const [path, text] of [
  ['mutators', 'mutators:\n'],
  ['mutators.macvtap', 'mutators:\n  macvtap:\n    # enabled: false\n'],
  ['mutators.dragonfly', 'mutators: { dragonfly: null }'],
  ['limits', 'mutators: {}\nlimits: ~\n'],
] as const) {
  test(`a section without a key is an accident: ${path}`, (t) => {
    const { message } = t.throws(() => read(text), { instanceOf: SettingsError }) ?? {};
    t.true(message?.includes(`: ${path}: expected an object, found nothing; write {} if it is meant to be empty`));
  });
}

test('at most ten problems are told, and the others are counted', (t) => {
  const keys = Array.from({ length: 40_000 }, (_, index) => `k${index.toString(36)}`);
  for (const text of [`{${keys.join(',')}}`, `{${keys.map((key) => `${key},${key}`).join(',')}}`]) {
    const { message = '' } = t.throws(() => read(text), { instanceOf: SettingsError }) ?? {};
    t.is(message.split('\n').length, 11, message.slice(0, 2000));
    t.regex(message, /and 39990 more$/);
  }
});

test('whatever 256 KiB hold, they are told about within seconds', (t) => {
  const parts = [
    '"a" "b"\n',
    '"',
    '[]',
    'a:\n',
    '*a ',
    '&a ',
    '!!a ',
    '%a\n',
    '#\n',
    ']',
    '- ',
    '? ',
    '---\n',
    '{a',
    '\t',
  ];
  for (const part of parts) {
    const started = process.cpuUsage();
    const text = part.repeat(Math.floor(262_144 / part.length));
    const { message = '' } = t.throws(() => read(text), { instanceOf: SettingsError }) ?? {};
    t.true(message.length < 2000, message);
    t.true(process.cpuUsage(started).user < 5_000_000, part);
  }
});

test('a key or value of any length is told shortly, and compared with no more than what it could be', (t) => {
  const long = 'm'.repeat(250_000);
  const started = process.cpuUsage();
  for (const text of [
    `${long}: 1`,
    `mutators: { ${long}: {} }`,
    `mutators: { dragonfly: { toolsVariable: ${long}- } }`,
  ]) {
    const { message = '' } = t.throws(() => read(text), { instanceOf: SettingsError }) ?? {};
    t.true(message.length < 2000, String(message.length));
  }
  t.true(process.cpuUsage(started).user < 5_000_000);
});

test('what is not set has its default', (t) => {
  const { mutators: own, limits } = read('mutators: { macvtap: { match: strict } }\nlimits: { maxPodBytes: 2048 }');
  t.like(own['macvtap'], { enabled: true, match: 'strict', networkNames: ['*macvtap*'] });
  t.like(limits, { ...defaults.limits, maxPodBytes: 2048 });
});

const wrong: readonly (readonly [string, string, string])[] = [
  [
    'an unknown key',
    'mutators:\n  macvtap:\n    macth: strict\n',
    'settings.yaml:3:5: mutators.macvtap.macth: unknown key; did you mean "match"? allowed: enabled, match, networkNames, ignoreStatusAnnotations',
  ],
  [
    'an unknown key like no other',
    'mutaters_of_old: 1',
    'settings.yaml:1:1: mutaters_of_old: unknown key; allowed: mutators, limits',
  ],
  [
    'a name of Object.prototype',
    '__proto__: { a: 1 }',
    'settings.yaml:1:1: __proto__: unknown key; allowed: mutators, limits',
  ],
  [
    'a value of another type',
    'limits:\n  maxPodBytes: lots\n',
    'settings.yaml:2:3: limits.maxPodBytes: expected number, received string',
  ],
  [
    'a value out of range',
    'limits: { maxPodBytes: 1 }',
    'settings.yaml:1:11: limits.maxPodBytes: too small: expected number to be >=1024',
  ],
  [
    'an item of a list',
    'mutators:\n  macvtap:\n    networkNames:\n      - a\n      - 7\n',
    'settings.yaml:5:9: mutators.macvtap.networkNames[1]: expected string, received number',
  ],
  ['a list in place of everything', '- a\n', 'settings.yaml:1:1: the settings: expected object, received array'],
  [
    'a key given twice',
    'limits: {}\nlimits: {}\n',
    'settings.yaml:2:1: limits: expected each key once, found it again',
  ],
  ['two documents', 'limits: {}\n---\nlimits: {}\n', 'settings.yaml:2:1: expected one YAML document, found several'],
  [
    'an alias of nothing',
    'limits: *nothing\n',
    'settings.yaml:1:1: Unresolved alias (the anchor must be set before the alias): nothing',
  ],
];
for (const [what, text, message] of wrong) {
  test(`${what} is told with its place and what was expected`, (t) => {
    t.is(t.throws(() => read(text), { instanceOf: SettingsError })?.message, message);
  });
}

test('all problems are told at once', (t) => {
  const { message } = t.throws(() => read('a: 1\nlimits: { b: 2 }\n')) ?? {};
  t.deepEqual(
    message?.split('\n').map((line) => line.slice(0, 20)),
    ['settings.yaml:2:11: ', 'settings.yaml:1:1: a'],
  );
});

test('aliases that grow without bound are refused', (t) => {
  const level = (name: string, of: string): string => `${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]\n`;
  const text = `a: &a [x, x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}`;
  t.regex(t.throws(() => read(text))?.message ?? '', /alias/);
});

test('keys are listed through every wrapping of a schema', (t) => {
  const inner = z.strictObject({ colour: z.string().optional() });
  const nested = defineMutator({
    name: 'nested',
    description: 'Has settings in settings.',
    reasons: { NONE: 'None.' },
    warnings: {},
    touches: [],
    needs: [],
    settings: z.preprocess(
      (value) => value,
      z.strictObject({ list: z.array(inner.nullable()).readonly().default([]), one: inner.optional() }).prefault({}),
    ),
    bind: () => () => ({ outcome: 'skipped', reason: 'NONE', evidence: [], warnings: [] }),
  }) as Mutator;
  const messageOf = (text: string) => t.throws(() => read(text, [nested]))?.message ?? '';
  t.regex(messageOf('mutators: { nested: { lists: 1 } }'), /did you mean "list"\? allowed: list, one$/);
  t.regex(
    messageOf('mutators: { nested: { list: [{ color: red }] } }'),
    /list\[0\]\.color: .*"colour"\? allowed: colour$/,
  );
  t.regex(messageOf('mutators: { nested: { one: { color: red } } }'), /one\.color: .* allowed: colour$/);
});

test('the revision depends on what the settings say, not on how', (t) => {
  const revision = computeRevision(defaults);
  t.regex(revision, /^sha256:[0-9a-f]{64}$/);
  t.is(computeRevision(read('# a comment\nlimits: { maxCallsInFlight: 1000 }\nmutators: {}')), revision);
  t.is(
    computeRevision(read('limits: { maxPodBytes: 2048, maxCallSeconds: 3 }')),
    computeRevision(read('limits: { maxCallSeconds: 3, maxPodBytes: 2048 }')),
  );
  t.not(computeRevision(read('limits: { maxPodBytes: 2048 }')), revision);
});
