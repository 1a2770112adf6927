import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import test from 'ava';
import { launch, run } from '../../kit/command.js';
import { checkPage } from '../../kit/documented-output.js';
import { findSarifErrors, readWorkflowCommands } from '../../kit/foreign-formats.js';
import { projectRoot } from '../../kit/project.js';
import { findSchemaErrors } from '../../kit/published-schema.js';

const mistakes = 'examples/mistakes.yaml';
const known = ['--namespace-label', 'team=shop'];

async function pipe(text: string, args: readonly string[]) {
  const child = spawn(process.execPath, [join(projectRoot, 'build/cli/podmutator.js'), 'lint', ...args, '-']);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
  child.stdin.end(text);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

test('docs/lint.md shows what the command prints', (t) => checkPage(t, 'lint.md'));

test('findings end with 1, and the numbers go to standard error', async (t) => {
  const { code, stdout, stderr } = await run('podmutator', ['lint', mistakes, ...known]);
  t.is(code, 1);
  t.regex(stdout, /^examples\/mistakes\.yaml:7:5: warning: Deployment\/front: .* \(KEY_ON_WORKLOAD\)$/m);
  t.regex(stdout, /^examples\/mistakes\.yaml:17:9: warning: Deployment\/front: .* \(KEY_MISSPELT\)$/m);
  t.is(stderr, 'podmutator lint: 0 errors, 2 warnings, 0 notes\n');
});

test('nothing to report ends with 0 and prints nothing', async (t) => {
  const { code, stdout } = await run('podmutator', ['lint', 'examples/deployment.yaml', ...known]);
  t.is(code, 0);
  t.is(stdout, '');
});

test('--fail-on moves the line between fine and findings', async (t) => {
  const codes = await Promise.all(
    [
      ['lint', 'examples/deployment.yaml'],
      ['lint', 'examples/deployment.yaml', '--fail-on', 'note'],
      ['lint', mistakes, ...known, '--fail-on', 'error'],
    ].map(async (args) => (await run('podmutator', args)).code),
  );
  t.deepEqual(codes, [0, 1, 0]);
});

test('JSON has everything about each finding', async (t) => {
  const { stdout } = await run('podmutator', ['lint', mistakes, ...known, '-o', 'json']);
  t.deepEqual(findSchemaErrors('lint-v1', JSON.parse(stdout)), []);
  const { apiVersion, documents, configRevision, findings } = JSON.parse(stdout);
  t.is(apiVersion, 'podmutator.dev/lint/v1');
  t.is(documents, 1);
  t.regex(configRevision, /^sha256:/);
  t.deepEqual(findings[1], {
    code: 'KEY_MISSPELT',
    mutator: 'dragonfly',
    message: 'annotation dragonfly.io/skip-tool is not known',
    suggestion: 'Did you mean dragonfly.io/skip-tools?',
    path: '/spec/template/metadata/annotations/dragonfly.io~1skip-tool',
    column: 9,
    severity: 'warning',
    file: mistakes,
    line: 17,
    object: 'Deployment/front',
    namespace: 'default',
  });
});

test('GitHub gets one workflow command for each finding', async (t) => {
  const { stdout } = await run('podmutator', ['lint', mistakes, ...known, '-o', 'github']);
  const lines = stdout.trimEnd().split('\n');
  t.is(readWorkflowCommands(stdout).length, 2);
  t.is(
    lines[1],
    '::warning file=examples/mistakes.yaml,line=17,col=9,title=Deployment/front%3A KEY_MISSPELT::annotation dragonfly.io/skip-tool is not known%0ADid you mean dragonfly.io/skip-tools?',
  );
});

test('SARIF has each rule once, and places that the results point to', async (t) => {
  const { stdout } = await run('podmutator', ['lint', mistakes, mistakes, ...known, '-o', 'sarif']);
  t.deepEqual(findSarifErrors(stdout), []);
  const { version, runs } = JSON.parse(stdout);
  t.is(version, '2.1.0');
  const [{ tool, results }] = runs;
  t.deepEqual(
    tool.driver.rules,
    [
      ['KEY_MISSPELT', 'An annotation or label is almost one that a mutator knows.'],
      ['KEY_ON_WORKLOAD', 'An annotation stands on the workload instead of its Pod template.'],
    ].map(([id, text]) => ({ id, shortDescription: { text } })),
  );
  t.is(results.length, 4);
  for (const { ruleId, ruleIndex, level, locations, partialFingerprints } of results) {
    t.is(tool.driver.rules[ruleIndex].id, ruleId);
    t.is(level, 'warning');
    t.is(locations[0].physicalLocation.artifactLocation.uri, mistakes);
    t.true(locations[0].physicalLocation.region.startColumn >= 1);
    t.regex(partialFingerprints['podmutatorFinding/v1'], /^[0-9a-f]{64}$/);
  }
});

test('output of helm template: the file and line of the template', async (t) => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    dragonfly.io/injct: "true"\nspec: {containers: []}\n';
  const { code, stdout } = await pipe(
    `---\n# Source: shop/templates/a.yaml\n${pod}---\n# Source: shop/templates/b.yaml\n${pod}`,
    known,
  );
  t.is(code, 1);
  t.regex(stdout, /^shop\/templates\/a\.yaml:6:5: warning: Pod\/a: /m);
  t.regex(stdout, /^shop\/templates\/b\.yaml:6:5: warning: Pod\/a: /m);
});

test('a mistake on a Namespace counts although it holds no Pod', async (t) => {
  const namespace =
    'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    dragonflyoss-injections: enabled\n';
  const { code, stdout } = await pipe(namespace, []);
  t.is(code, 1);
  t.regex(stdout, /^<stdin>:6:5: warning: Namespace\/shop: .*\n {4}Did you mean dragonflyoss-injection\?$/m);
});

test('an object that cannot be evaluated is shown with the others, and ends with 2', async (t) => {
  const { code, stdout } = await pipe('apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: 7\n---\nfoo: [\n', known);
  t.is(code, 2);
  t.regex(stdout, /^<stdin>:4:7: error: Pod\/a: .* \(INPUT_INVALID\)$/m);
  t.regex(stdout, /^<stdin>:\d+:\d+: error: document: .* \(INPUT_INVALID\)$/m);
});

const misuse = [
  [['lint', mistakes, '-o', 'xml'], /--output: expected one of text, json, github, sarif/],
  [['lint', mistakes, '--fail-on', 'never'], /--fail-on: expected one of note, warning, error/],
  [['lint', 'examples/nowhere.yaml'], /1 error/],
  [['lint', 'examples/config.yaml'], /1 error/],
  [['lint', mistakes, '--config', 'nowhere.yaml'], /^podmutator lint: nowhere\.yaml: cannot be read: [^\n]+\n$/],
  [['lint', mistakes, '--config', mistakes], /^podmutator lint: .*: unknown key; allowed: mutators, limits$/m],
] as const;

for (const [args, message] of misuse) {
  test(`${args.join(' ')} ends with 2 and says why`, async (t) => {
    const { code, stderr } = await run('podmutator', args);
    t.is(code, 2);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n {4}at /);
  });
}

test('a running service finds what the process finds', async (t) => {
  const { ready } = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const address = Object.values(ready).find((value) => /^127\.0\.0\.1:\d+$/.test(String(value)));
  const [near, far] = await Promise.all([
    run('podmutator', ['lint', mistakes, ...known]),
    run('podmutator', ['lint', mistakes, ...known, '--server', String(address)]),
  ]);
  t.deepEqual(far, near);
});
