import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse, parseAllDocuments } from 'yaml';
import { launch, run } from '../../kit/command.js';
import { runPreview, writeFiles } from '../../kit/preview-command.js';
import { projectRoot } from '../../kit/project.js';

const helmOutput = readFileSync(join(projectRoot, 'examples/helm-output.yaml'), 'utf8');
const pod = (name: string, extra = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${extra}}\nspec:\n  containers: [{name: app, image: app}]\n`;
const optedIn = `, annotations: {dragonfly.io/inject: "true"}`;
const shop = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {dragonflyoss-injection: enabled}}\n';

test('what preview -o yaml prints does not change again', async (t) => {
  const first = await runPreview({ args: ['-o', 'yaml', '-'], stdin: helmOutput });
  t.is(first.code, 0);
  // The labels of one namespace are not known, and what is not decided is a finding like a change.
  const second = await runPreview({ args: ['--exit-code', '-'], stdin: first.stdout });
  t.is(second.code, 1);
  t.regex(second.stderr, /1 undecided/);
  t.is(second.stdout, first.stdout);
});

test('in a pipe the output is YAML, and what does not change is there byte for byte', async (t) => {
  const { stdout } = await runPreview({ args: [], stdin: helmOutput });
  const before = helmOutput.split(/^(?=---\n)/m);
  const after = stdout.split(/^(?=---\n)/m);
  t.is(after.length, before.length);
  for (const index of [0, 1, 2, 6]) t.is(after[index], before[index]);
  t.true(after[3]?.includes('replicas: 2   # two are enough'));
  const { stdout: untouched } = await runPreview({ args: ['--mutator', 'macvtap'], stdin: pod('p').trimEnd() });
  t.is(untouched, pod('p').trimEnd());
});

test('a service answers as the process itself does', async (t) => {
  const service = await launch(t, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0', '--shutdown-grace', '0ms']);
  const args = ['-o', 'json', 'examples/helm-output.yaml', 'examples/virt-launcher.yaml'];
  const remote = await runPreview({ args: [...args, '--server', service.ready['grpc'] ?? ''] });
  const local = await runPreview({ args });
  t.deepEqual([remote.stdout, remote.stderr, remote.code], [local.stdout, local.stderr, local.code]);
  t.is(local.code, 0);
});

test('a service that cannot be reached ends with 3 and a sentence that says where and why', async (t) => {
  const { code, stdout, stderr } = await runPreview({ args: ['--server', '127.0.0.1:1', '-'], stdin: helmOutput });
  t.deepEqual([code, stdout], [3, '']);
  t.is(
    stderr,
    'podmutator preview: the service at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1; ' +
      'is it running, and is this its gRPC port?\n',
  );
});

test('a Namespace counts wherever in the input it stands', async (t) => {
  const root = await writeFiles({ 'a.yaml': pod('a', ', namespace: shop'), 'z.yaml': shop });
  const { code, stderr } = await runPreview({ args: ['--exit-code', root] });
  t.is(code, 1, stderr);
});

test('labels and annotations of the namespace can be given', async (t) => {
  const args = ['--exit-code', '-n', 'shop', '--namespace-label', 'dragonflyoss-injection=enabled'];
  t.is((await runPreview({ args, stdin: pod('a') })).code, 1);
  const annotated = ['--exit-code', '--namespace-annotation', 'k8s.v1.cni.cncf.io/networks=macvtap-eno1'];
  const { stderr } = await runPreview({ args: annotated, stdin: pod('a') });
  t.notRegex(stderr, /undecided/);
});

test('what depends on an unknown namespace is said to be undecided', async (t) => {
  const { code, stderr } = await runPreview({ args: [], stdin: pod('a') });
  t.is(code, 0);
  t.regex(stderr, /1 undecided: .*--namespace-label/);
});

test('a broken document is told with file, line and column, and the others are still evaluated', async (t) => {
  const root = await writeFiles({ 'all.yaml': `${pod('a', optedIn)}---\nkind: [\n---\n${pod('b', optedIn)}` });
  const { code, stdout, stderr } = await runPreview({ args: ['-o', 'json', root] });
  t.is(code, 2);
  t.regex(stderr, /all\.yaml:\d+:\d+: error: /);
  t.notRegex(stderr, /\n\s+at /);
  const { objects } = JSON.parse(stdout);
  t.deepEqual(
    objects.map(({ verdict }: { verdict: string }) => verdict),
    ['changed', 'error', 'changed'],
  );
});

for (const [what, text, pattern] of [
  ['no object', '- a\n', /<stdin>:1:1: error: expected an object/],
  ['a Pod without spec', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n', /<stdin>:1:\d+: error: .*spec/],
  [
    'an annotation that is no text',
    pod('a', ', annotations: {x: true}'),
    /<stdin>:3:\d+: error: .*write "true" in quotes/,
  ],
] as const) {
  test(`${what} is an error of that document`, async (t) => {
    const { code, stdout, stderr } = await runPreview({ args: ['-'], stdin: text });
    t.deepEqual([code, stdout], [2, '']);
    t.regex(stderr, pattern);
  });
}

test('input without Pods is an error unless it may be empty', async (t) => {
  const args = ['-o', 'yaml', '-'];
  t.is((await runPreview({ args, stdin: shop })).code, 2);
  const allowed = await runPreview({ args: [...args, '--allow-empty'], stdin: shop });
  t.deepEqual([allowed.code, allowed.stdout], [0, shop]);
  t.is((await runPreview({ args, stdin: '' })).code, 2);
});

for (const args of [
  ['preview', '-o', 'yaml'],
  ['preview', '-o', 'json'],
  ['preview', '-o', 'diff'],
  ['lint'],
  ['lint', '-o', 'sarif'],
  ['explain'],
  ['explain', '-o', 'json'],
]) {
  test(`${args.join(' ')}: a directory without manifests is an error unless the input may be empty`, async (t) => {
    const root = await writeFiles({ 'notes.txt': '', '.hidden.yaml': pod('a') });
    const rejected = await run('podmutator', [...args, root]);
    t.is(rejected.code, 2);
    t.regex(rejected.stdout + rejected.stderr, /expected manifests .* found none/);
    const allowed = await run('podmutator', [...args, '--allow-empty', root]);
    t.is(allowed.code, 0, allowed.stderr);
    t.notRegex(allowed.stdout + allowed.stderr, /expected manifests/);
  });
}

test('files that cannot be read and directories without manifests end with 2', async (t) => {
  const root = await writeFiles({ 'notes.txt': '' });
  const { code, stderr } = await runPreview({ args: [root, join(root, 'no.yaml'), 'examples/dragonfly-pod.yaml'] });
  t.is(code, 2);
  t.regex(stderr, /expected manifests .*found none\n.*no\.yaml: error: cannot be read: no such file/);
});

for (const args of [
  ['--nope'],
  ['-o', 'xml'],
  ['--color', 'blue'],
  ['--namespace-label', 'x'],
  ['--namespace-label', 'dragonflyoss-injection =enabled'],
  ['--namespace', 'My Shop'],
  ['--object', 'web'],
  ['--server-ca', 'ca.pem'],
  ['--server', '127.0.0.1:1', '--config', 'examples/config.yaml'],
  ['-', '-'],
]) {
  test(`${args.join(' ')} is wrong usage`, async (t) => {
    const { code, stdout, stderr } = await runPreview({ args });
    t.deepEqual([code, stdout], [2, '']);
    t.regex(stderr, /^podmutator preview: .*\n\n.*\n\nUsage: /);
  });
}

test('mutators and settings can be chosen', async (t) => {
  const stdin = helmOutput;
  const only = await runPreview({ args: ['-o', 'patch', '--mutator', 'macvtap'], stdin });
  t.deepEqual(only.stdout.match(/"name":"(?:web|router|import)"/g), ['"name":"router"', '"name":"import"']);
  t.is((await runPreview({ args: ['--mutator', 'nope'], stdin })).code, 2);
  const root = await writeFiles({ 'off.yaml': 'mutators: {dragonfly: {enabled: false}, macvtap: {enabled: false}}\n' });
  t.is((await runPreview({ args: ['--exit-code', '--config', join(root, 'off.yaml')], stdin })).code, 0);
});

test('--object looks at this object only, in whatever input it stands', async (t) => {
  const root = await writeFiles({ 'a.yaml': pod('a', optedIn), 'b.yaml': pod('b', optedIn) });
  const { stdout } = await runPreview({ args: ['-o', 'patch', '--object', 'pod/b', root] });
  t.is(JSON.parse(stdout).name, 'b');
  const list = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [parse(pod('a', optedIn)), parse(pod('b', optedIn))],
  });
  const yaml = JSON.parse((await runPreview({ args: ['--object', 'Pod/b'], stdin: list })).stdout);
  t.false('env' in yaml.items[0].spec.containers[0]);
  t.true('env' in yaml.items[1].spec.containers[0]);
  const missing = await runPreview({ args: ['-o', 'patch', '--object', 'Pod/b', '--object', 'Pod/c', root] });
  t.is(missing.code, 2);
  t.regex(missing.stderr, /none that is "Pod\/c"/);
});

test('a long input goes in chunks, and keeps lines, order and bytes', async (t) => {
  const filler = `# ${'x'.repeat(3000)}\n`;
  const documents = Array.from({ length: 200 }, (_, index) => `---\n${filler}${pod(`p${index}`, ', namespace: shop')}`);
  const text = `${documents.join('')}---\n${shop}`;
  const { objects } = JSON.parse((await runPreview({ args: ['-o', 'json'], stdin: text })).stdout);
  const pods = objects.filter(({ kind }: { kind: string }) => kind === 'Pod');
  t.is(pods.length, 200);
  for (const [index, { name, line, document, verdict }] of pods.entries()) {
    t.deepEqual([name, line, document, verdict], [`p${index}`, index * 7 + 3, index, 'changed']);
  }
  const yaml = (await runPreview({ args: [], stdin: text })).stdout;
  t.is(parseAllDocuments(yaml).length, 201);
  t.deepEqual(yaml.match(/^# x+$/gm)?.length, 200);
  t.true(yaml.endsWith(shop));
  t.notRegex(yaml, /^#$|^\.\.\./m);
});

test('texts of several inputs are kept apart by markers', async (t) => {
  const root = await writeFiles({
    'a.yaml': pod('a').trimEnd(),
    'b.yaml': `# b\n---\n${pod('b')}`,
    'c.json': '{"kind":"X","apiVersion":"v1"}',
  });
  const { stdout } = await runPreview({ args: [root] });
  t.deepEqual(
    parseAllDocuments(stdout).map((document) => document.toJS()?.kind),
    ['Pod', 'Pod', 'X'],
  );
});

test('a ResourceList keeps its wrapper and gets results', async (t) => {
  const list = {
    apiVersion: 'config.kubernetes.io/v1',
    kind: 'ResourceList',
    items: [parse(pod('a', optedIn)), parse(shop)],
  };
  const functionConfig = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } };
  for (const stdin of [
    JSON.stringify({ ...list, functionConfig }),
    `kind: ResourceList # the wrapper\napiVersion: config.kubernetes.io/v1\nfunctionConfig: ${JSON.stringify(functionConfig)}\nitems:\n- ${pod('a', optedIn).replaceAll('\n', '\n  ')}\n`,
  ]) {
    const { stdout, code } = await runPreview({ args: [], stdin });
    t.is(code, 0);
    const after = parse(stdout);
    t.is(after.kind, 'ResourceList');
    t.deepEqual(after.functionConfig, functionConfig);
    t.true('env' in after.items[0].spec.containers[0]);
    t.like(after.results[0], { severity: 'info', resourceRef: { apiVersion: 'v1', kind: 'Pod', name: 'a' } });
    t.is(stdout.includes('# the wrapper'), stdin.includes('# the wrapper'));
  }
});

test('colours are for terminals unless they are asked for', async (t) => {
  const args = ['-o', 'diff', 'examples/dragonfly-pod.yaml'];
  t.false((await runPreview({ args })).stdout.includes('\u001b['));
  t.true(
    (await runPreview({ args: [...args, '--color', 'always'], env: { NO_COLOR: '1' } })).stdout.includes('\u001b['),
  );
});

test('the tags of a diff stand apart from the text, and are aligned where the lines are short', async (t) => {
  const stdin = pod(`${'long-'.repeat(10)}name`, optedIn);
  const { stdout } = await runPreview({ args: ['-o', 'diff'], stdin });
  const changed = stdout.split('\n').filter((line) => /^[+-](?![+-])/.test(line));
  t.true(changed.length > 10);
  t.true(changed.every((line) => / {2}# dragonfly OPTED_IN_BY_POD$/.test(line)));
  const columns = changed.map((line) => line.lastIndexOf('# ')).filter((column) => column <= 46);
  t.true(columns.length > 5);
  t.is(new Set(columns).size, 1);
});
