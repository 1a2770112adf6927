import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import test from 'ava';
import { launch, run } from '../../kit/command.js';
import { checkPage } from '../../kit/documented-output.js';
import { projectRoot } from '../../kit/project.js';
import { findSchemaErrors, readSchema } from '../../kit/published-schema.js';

const deployment = 'examples/deployment.yaml';

test('docs/explain.md shows what the command prints', (t) => checkPage(t, 'explain.md'));

test('no line is longer than 80 columns', async (t) => {
  for (const file of [
    deployment,
    'examples/virt-launcher.yaml',
    'examples/dragonfly-pod.yaml',
    'examples/mistakes.yaml',
  ]) {
    const { stdout, code } = await run('podmutator', ['explain', file]);
    t.is(code, 0);
    t.deepEqual(
      stdout.split('\n').filter((line) => line.length > 80),
      [],
    );
  }
});

test('the level that decided, and what turns the decision', async (t) => {
  const label = ['--namespace-label', 'dragonflyoss-injection=enabled'];
  const { stdout } = await run('podmutator', ['explain', deployment, ...label]);
  t.regex(stdout, /dragonfly: mutated, OPTED_IN_BY_NAMESPACE\n.*\n {4}Decided by its namespace\./);
  t.regex(stdout, /to turn it {2}remove namespace:\/metadata\/labels\/dragonflyoss-injection \(then\s+NOT_OPTED_IN\)/);
  t.regex(stdout, /or {2}set \/metadata\/annotations\/dragonfly.io~1inject to "false"/);
});

test('the settings as the level that decided', async (t) => {
  const config = join(projectRoot, 'test/cli/commands/macvtap-off.yaml');
  const args = ['explain', 'examples/virt-launcher.yaml', '--mutator', 'macvtap', '--config', config];
  const { stdout, code } = await run('podmutator', args);
  t.is(code, 0);
  t.regex(stdout, /macvtap: skipped, DISABLED/);
  t.regex(stdout, /Decided by the settings of the mutator\./);
});

test('JSON has level, evidence, flips, impact and what is not known', async (t) => {
  const { stdout } = await run('podmutator', ['explain', 'examples/virt-launcher.yaml', '-o', 'json']);
  t.deepEqual(findSchemaErrors('explain-v1', JSON.parse(stdout)), []);
  const { apiVersion, objects } = JSON.parse(stdout);
  t.is(apiVersion, 'podmutator.dev/explain/v1');
  const [{ mutators, impact, notKnown, changes }] = objects;
  const macvtap = mutators.find(({ mutator }: { mutator: string }) => mutator === 'macvtap');
  t.is(macvtap.level, 'Pod');
  t.is(macvtap.flips[0].outcome, 'skipped');
  t.true(macvtap.flips[0].edits.length > 1);
  t.is(impact.podSecurity.after, 'privileged');
  t.true(changes.length > 0);
  t.true(notKnown.some((text: string) => text.includes('LimitRange')));
});

test('preview and explain describe the impact in the same words', (t) => {
  const [preview, explain] = ['preview-v1', 'explain-v1'].map((name) => readSchema(name)['definitions']);
  const { impact, securityLevel, qosClass, operation } = preview as Record<string, unknown>;
  t.like(explain as Record<string, unknown>, { impact, securityLevel, qosClass, operation });
});

test('only the object that is named', async (t) => {
  const { stdout } = await run('podmutator', ['explain', 'examples', 'Deployment/front', '-o', 'json']);
  const names = JSON.parse(stdout).objects.map(({ object }: { object: string }) => object);
  t.deepEqual([...new Set(names)], ['Deployment/front']);
});

test('a path that nobody changes is said to be one', async (t) => {
  const { stdout, code } = await run('podmutator', ['explain', deployment, '--path', '/spec/replicas']);
  t.is(code, 0);
  t.regex(stdout, /Nothing changes at \/spec\/replicas\./);
});

const misuse = [
  [['explain', deployment, '--path', 'spec'], /--path: expected a JSON pointer/],
  [['explain', deployment, 'front'], /expected Kind\/name behind the file/],
  [['explain', deployment, 'Deployment/front', 'more'], /Unexpected argument 'more'/],
  [['explain', deployment, 'Deployment/nobody'], /expected an object of the input/],
  [['explain', deployment, '-o', 'yaml'], /--output: expected text or json/],
  [['explain', 'examples/namespaces.yaml'], /no Pods and no workloads/],
  [['explain', 'examples/nowhere.yaml'], /no such file/],
] as const;

for (const [args, message] of misuse) {
  test(`${args.join(' ')} ends with 2 and says why`, async (t) => {
    const { code, stderr } = await run('podmutator', args);
    t.is(code, 2);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n {4}at /);
  });
}

test('a manifest in a pipe, and the object by name', async (t) => {
  const child = spawn(process.execPath, [join(projectRoot, 'build/cli/podmutator.js'), 'explain', 'Pod/piped']);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stdin.end('apiVersion: v1\nkind: Pod\nmetadata: {name: piped}\nspec: {containers: [{name: a, image: a}]}\n');
  const [code] = await once(child, 'close');
  t.is(code, 0);
  t.regex(stdout, /^Pod\/piped in namespace default \(<stdin>:1\): unknown/);
});

test('a running service explains as the process does', async (t) => {
  const { ready } = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0']);
  const address = Object.values(ready).find((value) => /^127\.0\.0\.1:\d+$/.test(String(value)));
  const args = ['explain', 'examples/virt-launcher.yaml'];
  const [near, far] = await Promise.all([
    run('podmutator', args),
    run('podmutator', [...args, '--server', String(address)]),
  ]);
  t.is(far.stderr, near.stderr);
  t.is(far.stdout, near.stdout);
});

test('a service that cannot be reached ends with 3', async (t) => {
  const { code, stderr } = await run('podmutator', ['explain', deployment, '--server', '127.0.0.1:1']);
  t.is(code, 3);
  t.not(stderr, '');
});
