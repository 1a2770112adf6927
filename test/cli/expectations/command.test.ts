// `podmutator test` as a team uses it.

import { lstat, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { launch, run } from '../../kit/command.js';
import { projectRoot } from '../../kit/project.js';
import { createWorkspace, writeCase } from './workspace.js';

const file = 'a.podmutator-test.yaml';

test('the expectations of the shipped examples hold', async (t) => {
  const { code, stdout } = await run('podmutator', ['test', '--ci', join(projectRoot, 'examples')]);
  t.is(code, 0, stdout);
  t.regex(stdout, /\n\d+ passed, 0 failed\n$/);
});

test('a running service gives the same report, byte for byte', async (t) => {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const args = ['test', '--ci', '-o', 'json', join(projectRoot, 'examples')];
  const remote = await run('podmutator', [...args, '--server', String(service.ready['grpc'])]);
  t.deepEqual(remote, await run('podmutator', args));
});

test('a snapshot fails under --ci if it is missing, is written without, and kept until --update', async (t) => {
  const { write, read, test: runTest } = await createWorkspace(t);
  await write(file, writeCase('Pod/importer', '    expect: {snapshot: snapshots/importer.yaml}'));
  const missing = await runTest('--ci');
  t.is(missing.code, 1);
  t.regex(missing.stdout, /snapshot \(- expected, \+ found\)/);
  await t.throwsAsync(read('snapshots/importer.yaml'), { code: 'ENOENT' });

  t.like(await runTest(), { code: 0 });
  const written = await read('snapshots/importer.yaml');
  t.regex(written, /^apiVersion: v1\nkind: Pod\n[\s\S]*d7y-cli-tools/);
  t.like(await runTest('--ci'), { code: 0 });

  await write('snapshots/importer.yaml', written.replace('4001', '65001'));
  for (const args of [[], ['--ci']]) {
    const differing = await runTest(...args);
    t.is(differing.code, 1);
    t.regex(differing.stdout, /-[^\n]*65001[^\n]*\n *\+[^\n]*4001/);
  }
  const updated = await runTest('--update');
  t.is(updated.code, 0);
  t.true(updated.stdout.includes('snapshot written: snapshots/importer.yaml'));
  t.is(await read('snapshots/importer.yaml'), written);
});

test('a snapshot is not written through a symbolic link', async (t) => {
  const { folder, write, test: runTests } = await createWorkspace(t);
  await write(file, writeCase('Pod/importer', '    expect: {snapshot: importer.yaml}'));
  const target = join(folder, 'elsewhere');
  await symlink(target, join(folder, 'importer.yaml'));
  t.like(await runTests(), { code: 2 });
  await t.throwsAsync(lstat(target), { code: 'ENOENT' });
  await write('elsewhere', 'untouched');
  const { code, stdout, stderr } = await runTests('--update');
  t.is(code, 2);
  t.regex(stdout + stderr, /snapshot importer\.yaml: expected a file, found a symbolic link; remove it/);
  t.is(await readFile(target, 'utf8'), 'untouched');
});

test('a snapshot keeps comments and order, and an object of a List is told apart from its neighbours', async (t) => {
  const { write, read, test: runTest } = await createWorkspace(t);
  await write(
    'list.yaml',
    `apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {dragonfly.io/inject: "true"}}, spec: {containers: []}}
  - apiVersion: v1
    kind: Pod # the second
    metadata: {name: b, annotations: {dragonfly.io/inject: "false"}}
    spec: {containers: [{name: b, image: b}]}
`,
  );
  const given = '    given: {patch: [{op: replace, path: /metadata/annotations/dragonfly.io~1inject, value: "true"}]}';
  const expect = '    expect: {patch: {contains: [{path: /spec/containers/0/env}]}, snapshot: b.yaml}';
  await write(file, writeCase('Pod/b', `${given}\n${expect}`).replace('manifest.yaml', 'list.yaml'));
  const { code, stdout } = await runTest();
  t.is(code, 0, stdout);
  const snapshot = await read('b.yaml');
  t.true(snapshot.includes('kind: Pod # the second'));
  t.true(snapshot.includes('{name: a, annotations: {dragonfly.io/inject: "true"}}, spec: {containers: []}}'));
});

test('settings of the file decide, inline or from a file, and --server refuses them', async (t) => {
  const { write, test: runTest, folder } = await createWorkspace(t);
  const expect = writeCase('Pod/importer', '    expect: {verdict: skipped}');
  await write('settings.yaml', 'mutators: {dragonfly: {enabled: false}}\n');
  await write('inline.podmutator-test.yaml', `settings:\n  mutators: {dragonfly: {enabled: false}}\n${expect}`);
  await write('file.podmutator-test.yaml', `settingsFile: settings.yaml\n${expect}`);
  t.is((await runTest()).code, 0);
  await write('none.podmutator-test.yaml', expect);
  t.is((await runTest()).code, 1);
  t.is((await runTest('--config', join(folder, 'settings.yaml'))).code, 0);

  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const { code, stdout } = await runTest('--server', String(service.ready['grpc']));
  t.is(code, 2);
  t.true(stdout.includes('file.podmutator-test.yaml:1: settingsFile: the service of --server has settings of its own'));
  t.true(stdout.includes('inline.podmutator-test.yaml:1: settings: the service of --server has settings of its own'));
});

test('an object that two inputs hold has to be told apart by its file', async (t) => {
  const { write, test: runTest } = await createWorkspace(t);
  await write('other.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: importer}\nspec: {containers: []}\n');
  const inputs = 'inputs: [manifest.yaml, other.yaml]';
  const both = writeCase('Pod/importer', '    expect: {verdict: unknown}').replace('inputs: [manifest.yaml]', inputs);
  await write(file, both);
  const { code, stdout } = await runTest();
  t.is(code, 2);
  t.true(stdout.includes('found 2 (manifest.yaml:13, other.yaml:1); "input" names the file'), stdout);
  await write(file, `${both}    input: other.yaml\n`);
  t.like(await runTest(), { code: 0 });
});

test('no files, wrong usage and an unreachable service have codes of their own', async (t) => {
  const { write, test: runTest } = await createWorkspace(t);
  t.like(await runTest(), {
    code: 2,
    stdout: '',
    stderr: 'podmutator test: expected files named *.podmutator-test.yaml in ., found none\n',
  });
  t.regex((await runTest('-o', 'tap')).stderr, /--output: expected text, junit, json, found "tap"/);
  t.regex((await runTest('--ci', '--update')).stderr, /expected --ci or --update, found both/);
  await write(file, writeCase('Pod/importer', '    expect: {verdict: changed}'));
  const dead = await runTest('--server', '127.0.0.1:1');
  t.is(dead.code, 3);
  t.is(dead.stdout, '');
  t.regex(
    dead.stderr,
    /^podmutator test: the service at 127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED [^\n]+\n$/,
  );
});
