// What is wrong with an expectation file is told with its place, and leaves other files alone.

import test from 'ava';
import { createWorkspace, writeCase } from './workspace.js';

const file = 'a.podmutator-test.yaml';

for (const [about, text, problem] of [
  [
    'a typo in a key',
    writeCase('Pod/importer', '    expct: {}'),
    `${file}:5:5: cases[0].expct: unknown key; did you mean "expect"? allowed: name, object, input, given, expect`,
  ],
  [
    'a typo below a mutator',
    writeCase('Pod/importer', '    expect:\n      mutators:\n        dragonfly: {reson: A}'),
    `${file}:7:21: cases[0].expect.mutators.dragonfly.reson: unknown key; did you mean "reason"? allowed: outcome, reason`,
  ],
  [
    'a word that is none',
    writeCase('Pod/importer', '    expect: {verdict: mutated}'),
    `${file}:5:14: cases[0].expect.verdict: `,
  ],
  ['nothing expected', writeCase('Pod/importer', '    expect: {}'), 'expected at least one expectation'],
  ['no cases', 'inputs: [manifest.yaml]\ncases: []\n', `${file}:2:1: cases: `],
  ['broken YAML', 'inputs: [\n', `${file}:2:1: `],
  ['a list', '- a\n', 'the expectation file: expected object'],
  [
    'an input that is not there',
    writeCase('Pod/x', '    expect: {verdict: changed}').replace('manifest', 'nope'),
    'nope.yaml: cannot be read: no such file',
  ],
  [
    'an object that is not there',
    writeCase('Pod/importr', '    expect: {verdict: changed}'),
    'found no Pod/importr; did you mean "Pod/importer"? there: Deployment/front, Pod/importer, Namespace/shop',
  ],
  [
    'a patch that does not apply',
    writeCase('Pod/importer', '    given: {patch: [{op: remove, path: /spec/nope}]}\n    expect: {verdict: changed}'),
    'given.patch: remove /spec/nope: no member "nope"',
  ],
  [
    'settings with a typo',
    `settings:\n  mutatrs: {}\n${writeCase('Pod/importer', '    expect: {verdict: changed}')}`,
    `${file}:2:3: mutatrs: unknown key; did you mean "mutators"?`,
  ],
  [
    'a snapshot over an input',
    writeCase('Pod/importer', '    expect: {snapshot: ./manifest.yaml}'),
    'which is in use already',
  ],
  [
    'a name twice',
    `${writeCase('Pod/importer', '    expect: {verdict: changed}')}  - {name: one, object: Pod/importer, expect: {verdict: changed}}\n`,
    `${file}:6: expected a name of its own, found "one" again`,
  ],
] as const) {
  test(`an error, while other files go on: ${about}`, async (t) => {
    const { write, check } = await createWorkspace(t);
    await write(file, text);
    await write('b.podmutator-test.yaml', writeCase('Pod/importer', '    expect: {verdict: changed}'));
    const stdout = await check();
    t.true(stdout.includes(problem), stdout);
    t.true(stdout.includes('b.podmutator-test.yaml\n  ok    one\n'), stdout);
    t.true(stdout.endsWith('1 passed, 0 failed, 1 not evaluated\n'), stdout);
    t.notRegex(stdout, /\n\s+at .*\.js/);
  });
}
