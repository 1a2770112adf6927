import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { findJunitErrors, findSarifErrors, readWorkflowCommands } from '../../kit/foreign-formats.js';
import { runPreview } from '../../kit/preview-command.js';
import { isUpdate, projectRoot } from '../../kit/project.js';
import { findSchemaErrors } from '../../kit/published-schema.js';

const goldens = join(projectRoot, 'test/cli/show/golden');
const input = join(projectRoot, 'test/cli/show/golden/input.yaml');

// One input with everything that a format has to show: changes of one mutator and of both, warnings, a decision that
// lacks a fact, objects without Pods, texts that need escaping, and a document that is broken.
const formats = ['diff', 'json', 'summary', 'github', 'sarif', 'junit', 'markdown'] as const;

function neutralise(text: string): string {
  return text
    .replace(/"version": "\d+\.\d+\.\d+[^"]*"/g, '"version": "VERSION"')
    .replace(/sha256:[0-9a-f]{64}/g, 'sha256:REVISION');
}

const runs = new Map<string, ReturnType<typeof runPreview>>();

function preview(format: string, stdin = readFileSync(input, 'utf8')): ReturnType<typeof runPreview> {
  const key = format + stdin;
  const run = runs.get(key) ?? runPreview({ args: ['-o', format, '--exit-code', '-'], stdin });
  runs.set(key, run);
  return run;
}

for (const format of formats) {
  test(`-o ${format} looks as it did`, async (t) => {
    const { code, stdout, stderr } = await preview(format);
    const file = join(goldens, `expected.${format}`);
    if (isUpdate) {
      writeFileSync(file, neutralise(stdout));
      t.fail('rewritten; look at the diff');
      return;
    }
    t.is(neutralise(stdout), readFileSync(file, 'utf8'));
    t.is(code, 2, stderr);
  });
}

const sound = readFileSync(input, 'utf8').replace(/---\n# Source: shop\/templates\/broken\.yaml\n.*$/s, '');

for (const format of ['yaml', 'patch']) {
  test(`-o ${format} prints nothing if a document is broken, and looks as it did if none is`, async (t) => {
    const broken = await preview(format);
    t.deepEqual([broken.stdout, broken.code], ['', 2]);
    const { stdout, code } = await preview(format, sound);
    const file = join(goldens, `expected.${format}`);
    if (isUpdate) {
      writeFileSync(file, stdout);
      t.fail('rewritten; look at the diff');
      return;
    }
    t.is(stdout, readFileSync(file, 'utf8'));
    t.is(code, 1);
    if (format === 'yaml') t.true(parseAllDocuments(stdout).every(({ errors }) => errors.length === 0));
  });
}

test('-o json keeps to its published schema', async (t) => {
  const report = JSON.parse((await preview('json')).stdout);
  t.deepEqual(findSchemaErrors('preview-v1', report), []);
  const [object] = report.objects;
  t.not(findSchemaErrors('preview-v1', { ...report, objects: [{ ...object, verdict: 'maybe' }] }).length, 0);
  t.not(findSchemaErrors('preview-v1', { ...report, objects: [{ ...object, surprise: 1 }] }).length, 0);
});

test('-o json tells what the changes mean for those who run the Pods', async (t) => {
  const { objects } = JSON.parse((await preview('json')).stdout);
  const { impact } = objects.find(({ name }: { name: string }) => name === 'import');
  t.deepEqual(impact.podSecurity, { before: 'baseline', after: 'privileged' });
  t.deepEqual(impact.qosClass, { before: 'BestEffort', after: 'BestEffort' });
  t.true(
    impact.newBreaches.some(
      ({ check, container }: Record<string, string>) => `${check} ${container}` === 'privileged import',
    ),
  );
  t.true(impact.privilegesGained.some(({ privilege }: { privilege: string }) => privilege === 'capability NET_ADMIN'));
  t.is(impact.imagesAdded.length, 1);
});

test('each line of -o patch applies to its own object', async (t) => {
  const lines = (await preview('patch', sound)).stdout.trimEnd().split('\n');
  t.deepEqual(
    lines.map((line) => JSON.parse(line)).map(({ kind, name, patch }) => [kind, name, Array.isArray(patch)]),
    [
      ['Deployment', 'web', true],
      ['StatefulSet', 'router', true],
      ['CronJob', 'import', true],
    ],
  );
});

test('-o github is one documented command for each line, with the place in the template', async (t) => {
  const { stdout } = await preview('github');
  const commands = readWorkflowCommands(stdout);
  for (const { properties, message } of commands) {
    t.regex(properties['line'] ?? '', /^[1-9]\d*$/);
    t.regex(properties['file'] ?? '', /^shop\/templates\//);
    t.truthy(message);
  }
  const [first] = commands;
  t.is(first?.properties['title'], 'Deployment/web: changed by dragonfly (OPTED_IN_BY_NAMESPACE)');
  t.true(first?.message.includes('\nadd /spec/template/spec/'));
  t.is(commands.at(-1)?.properties['title'], 'Pod/a,b: <100%> | `c`: not evaluated');
  for (const wrong of ['100% sure', 'title=a:b', 'colour=red', 'line=']) {
    t.throws(() => readWorkflowCommands(`::notice file=a,${wrong}::${wrong}\n`), undefined, wrong);
  }
});

test('-o sarif is valid, and every result names a rule of the run', async (t) => {
  const { stdout } = await preview('sarif');
  t.deepEqual(findSarifErrors(stdout), []);
  const levels = [...stdout.matchAll(/"level": "(\w+)"/g)].map(([, level]) => level);
  t.deepEqual([...new Set(levels)].sort(), ['error', 'note', 'warning']);
  for (const [part, wrong] of [
    [/"version": "2.1.0"/, '"version": "2.2.0"'],
    [/"level": "note"/, '"level": "info"'],
    [/"ruleIndex": \d+/, '"ruleIndex": 99'],
    [/"startLine": \d+/, '"startLine": 0'],
  ] as const) {
    t.not(findSarifErrors(stdout.replace(part, wrong)).length, 0, wrong);
  }
});

test('-o junit is valid, and its counts are those of its cases', async (t) => {
  const { stdout } = await preview('junit');
  t.deepEqual(await findJunitErrors(stdout), []);
  const wrong = [stdout.replace(' failures="3"', ' failures="2"'), stdout.replace('<skipped ', '<ignored ')];
  for (const text of [...wrong, stdout.replace(' name="Deployment/web"', '')]) {
    t.not((await findJunitErrors(text)).length, 0);
  }
});

test('-o markdown begins with the marker that finds the comment again, and fits into one', async (t) => {
  const { stdout } = await preview('markdown');
  t.true(stdout.startsWith('<!-- podmutator-preview -->\n'));
  t.is([...stdout.matchAll(/<details>/g)].length, [...stdout.matchAll(/<\/details>/g)].length);
  const documents = Array.from({ length: 80 }, (_, index) =>
    readFileSync(join(projectRoot, 'examples/dragonfly-pod.yaml'), 'utf8').replace('importer', `importer-${index}`),
  );
  const long = (await preview('markdown', documents.join('---\n'))).stdout;
  t.true(long.length < 65_536);
  t.regex(long, /\d+ more sections did not fit into one comment/);
  t.is([...long.matchAll(/<details>/g)].length, [...long.matchAll(/<\/details>/g)].length);
});

test('-o summary fits 80 columns', async (t) => {
  const stdin = readFileSync(join(projectRoot, 'examples/dragonfly-pod.yaml'), 'utf8').replace(
    'name: importer',
    `name: ${'long-'.repeat(40)}name`,
  );
  for (const { stdout } of [await preview('summary'), await preview('summary', stdin)]) {
    t.true(stdout.split('\n').every((line) => line.length <= 80));
  }
});
