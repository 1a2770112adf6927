// Decisions of previews: which objects hold a Pod, in which namespace, and what goes wrong with one of them.

import test from 'ava';
import { InputError } from '../../../services/pod/input-error.js';
import { previewManifest } from '../../kit/preview-manifest.js';

const inject = { 'dragonfly.io/inject': 'true' };
const template = (annotations: object = inject, spec: object = {}): object => ({
  metadata: { annotations },
  spec: { containers: [{ name: 'app', image: 'app' }], ...spec },
});
const workload = (apiVersion: string, kind: string, spec: object, metadata: object = { name: 'web' }): string =>
  JSON.stringify({ apiVersion, kind, metadata, spec });
const deployment = (annotations?: object, metadata?: object): string =>
  workload('apps/v1', 'Deployment', { template: template(annotations) }, metadata);

const kinds: readonly (readonly [string, string, object, string])[] = [
  ['apps/v1', 'Deployment', { spec: { template: template() } }, '/spec/template'],
  ['apps/v1', 'StatefulSet', { spec: { template: template() } }, '/spec/template'],
  ['apps/v1', 'DaemonSet', { spec: { template: template() } }, '/spec/template'],
  ['apps/v1', 'ReplicaSet', { spec: { template: template() } }, '/spec/template'],
  ['v1', 'ReplicationController', { spec: { template: template() } }, '/spec/template'],
  ['batch/v1', 'Job', { spec: { template: template() } }, '/spec/template'],
  [
    'batch/v1',
    'CronJob',
    { spec: { jobTemplate: { spec: { template: template() } } } },
    '/spec/jobTemplate/spec/template',
  ],
  ['v1', 'PodTemplate', { template: template() }, '/template'],
  ['v1', 'Pod', { ...template(), metadata: { name: 'web', annotations: inject } }, ''],
];

for (const [apiVersion, kind, content, path] of kinds) {
  test(`the Pod of a ${kind} is patched where it stands`, (t) => {
    const manifest = JSON.stringify({ apiVersion, kind, metadata: { name: 'web' }, ...content });
    const [result] = previewManifest(manifest);
    t.is(result?.verdict, 'VERDICT_CHANGED');
    t.true(result?.operations.every((one) => one.path === path + one.podPath));
    t.true(result?.operations.every(({ mutators }) => mutators.join() === 'dragonfly'));
    t.deepEqual([result?.kind, result?.name, result?.namespace], [kind, 'web', 'default']);
  });

  test(`a ${kind} of another API group holds no Pod`, (t) => {
    const manifest = JSON.stringify({ apiVersion: 'example.com/v1', kind, metadata: { name: 'web' }, ...content });
    t.is(previewManifest(manifest)[0]?.verdict, 'VERDICT_NOT_APPLICABLE');
  });
}

test('a Pod and the Deployment that creates it get the same changes', (t) => {
  const pod = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    ...template(),
    metadata: { name: 'web', annotations: inject },
  });
  const [fromPod] = previewManifest(pod);
  const [fromDeployment] = previewManifest(deployment());
  t.deepEqual(
    fromDeployment?.operations.map(({ podPath, valueJson }) => [podPath, valueJson]),
    fromPod?.operations.map(({ path, valueJson }) => [path, valueJson]),
  );
});

test('a volume of a claim is seen by the mutators and stays out of the template', (t) => {
  const claims = [{ metadata: { name: 'dfdaemon-socket' } }, { metadata: { name: 'data' } }];
  const spec = { volumeClaimTemplates: claims, template: template() };
  const [result] = previewManifest(workload('apps/v1', 'StatefulSet', spec));
  t.true(
    result?.warnings.some(({ message }) => message.includes('dfdaemon-socket')),
    JSON.stringify(result?.warnings),
  );
  const volumes = JSON.parse(result?.patchedManifest ?? '').spec.template.spec.volumes;
  t.deepEqual(
    volumes.map(({ name }: { name: string }) => name),
    ['d7y-cli-tools-volume'],
  );
});

test('a volume that a claim replaces stays in the template, and pointers into the Pod count the claims', (t) => {
  const volumes = [
    { name: 'data', emptyDir: {} },
    { name: 'own', emptyDir: {} },
  ];
  const claims = [{ metadata: { name: 'data' } }, { metadata: { name: 'log' } }];
  const spec = { volumeClaimTemplates: claims, template: template(inject, { volumes }) };
  const [result] = previewManifest(workload('apps/v1', 'StatefulSet', spec));
  const added = result?.operations.filter(({ path }) => path.startsWith('/spec/template/spec/volumes/'));
  t.deepEqual(
    added?.map(({ path, podPath }) => [path, podPath]),
    [
      ['/spec/template/spec/volumes/2', '/spec/volumes/3'],
      ['/spec/template/spec/volumes/3', '/spec/volumes/4'],
    ],
  );
});

test('verdicts: changed, unknown, unchanged, skipped', (t) => {
  const manifest = [deployment(), deployment({}), deployment({ 'dragonfly.io/inject': 'false' })].join('\n');
  const verdicts = previewManifest(manifest).map(({ verdict }) => verdict);
  t.deepEqual(verdicts, ['VERDICT_CHANGED', 'VERDICT_UNKNOWN', 'VERDICT_SKIPPED']);
  const [first] = previewManifest(manifest);
  t.is(previewManifest(first?.patchedManifest ?? '')[0]?.verdict, 'VERDICT_UNCHANGED');
});

test('a Namespace of the manifest tells about its Pods, wherever it stands', (t) => {
  const namespace = (labels: object): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  const inShop = deployment({}, { name: 'web', namespace: 'shop' });
  const labelled = previewManifest(`${inShop}\n---\n${namespace({ 'dragonflyoss-injection': 'enabled' })}`);
  t.deepEqual(
    labelled.map(({ verdict }) => verdict),
    ['VERDICT_CHANGED', 'VERDICT_NOT_APPLICABLE'],
  );
  const options = { namespace: 'shop', namespaceLabels: { 'dragonflyoss-injection': 'enabled' } };
  t.is(previewManifest(inShop, options)[0]?.verdict, 'VERDICT_CHANGED');
  t.is(previewManifest(`${inShop}\n---\n${namespace({})}`, options)[0]?.verdict, 'VERDICT_SKIPPED');
});

test('facts of the request are for objects of its namespace alone', (t) => {
  const manifest = `${deployment({})}\n---\n${deployment({}, { name: 'other', namespace: 'elsewhere' })}`;
  const labels = { namespaceLabels: { 'dragonflyoss-injection': 'enabled' } };
  const seen = previewManifest(manifest, { namespace: 'shop', ...labels }).map(({ namespace, verdict }) => [
    namespace,
    verdict,
  ]);
  t.deepEqual(seen, [
    ['shop', 'VERDICT_CHANGED'],
    ['elsewhere', 'VERDICT_UNKNOWN'],
  ]);
  t.is(previewManifest(deployment({}), labels)[0]?.namespace, 'default');
  t.is(previewManifest(deployment({}), labels)[0]?.verdict, 'VERDICT_CHANGED');
});

test('Lists are taken apart, also Lists in Lists and typed lists without types inside', (t) => {
  const pod = { metadata: { name: 'a', annotations: inject }, spec: { containers: [{ name: 'app' }] } };
  const typed = { apiVersion: 'v1', kind: 'PodList', items: [pod] };
  const list = { apiVersion: 'v1', kind: 'List', items: [typed, { apiVersion: 'v1', kind: 'Service' }, 7, typed] };
  const results = previewManifest(JSON.stringify(list));
  t.deepEqual(
    results.map(({ verdict, document }) => [verdict, document]),
    [
      ['VERDICT_CHANGED', 0],
      ['VERDICT_NOT_APPLICABLE', 0],
      ['VERDICT_ERROR', 0],
      ['VERDICT_CHANGED', 0],
    ],
  );
  t.true(results[3]?.operations.every(({ path }) => path.startsWith('/items/3/items/0/spec/')));
  t.true((results[0]?.patchedManifest ?? '') !== '' && results[3]?.patchedManifest === '');
  t.false(results[0]?.patchedManifest.includes('"kind":"Pod"'));
});

const broken: readonly (readonly [string, string, string])[] = [
  ['a nested mapping on one line', 'a: b: c', 'line 4, column 4: Nested mappings'],
  ['a tab', 'a:\n\t- b', 'line 5, column 1: Tabs are not allowed'],
  ['an unclosed quote', 'a: "b', 'line 4, column 6: Missing closing'],
  ['an unclosed bracket', 'a: [b', 'line 4, column 6: Flow sequence'],
  ['an alias without anchor', 'a: *b', 'line 4, column 4: expected an anchor &b'],
  ['an anchor that contains itself', 'a: &a [*a]', 'line 4, column 7: the value of the anchor &a contains itself'],
  ['a merge of text', '<<: text', 'line 4, column 5: expected a mapping'],
  ['a key that is a list', '? [a]\n: b', 'line 4, column 3: expected a string as key'],
  ['infinity', 'a: .inf', 'line 4, column 4: expected a number that JSON can hold'],
  ['a list', '- a', 'line 4, column 1: expected an object with apiVersion and kind, found a list'],
  ['text', 'hello', 'line 4, column 1: expected an object with apiVersion and kind, found a string'],
  ['an object without kind', 'apiVersion: v1', 'found no text as kind'],
  [
    'a List whose items are no list',
    'apiVersion: v1\nkind: List\nitems: 1',
    'expected a list as items, found a number',
  ],
  [
    'a Deployment without template',
    'apiVersion: apps/v1\nkind: Deployment\nspec: {}',
    '/spec/template: expected an object',
  ],
  ['a Pod without spec', 'apiVersion: v1\nkind: Pod', '/spec: expected an object, found nothing'],
  [
    'containers that are no list',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers: x',
    'line 7, column 15: /spec/containers: expected a list, found a string',
  ],
  [
    'a truth value as annotation',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    dragonfly.io/inject: yes\nspec: {}',
    'line 8, column 26: /metadata/annotations/dragonfly.io~1inject: expected a string, found a boolean: write "yes" in quotes',
  ],
  [
    'a list as annotation of a template',
    'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    metadata:\n      annotations: {a: []}',
    'line 9, column 24: /spec/template/metadata/annotations/a: expected a string, found a list',
  ],
  ['too many levels', '['.repeat(100_000), 'line 4, column 257: expected at most 256 levels of nesting'],
  ['too many compact levels', '- '.repeat(100_000), 'levels of nesting'],
];

for (const [title, text, message] of broken) {
  test(`${title} is an error of its document alone`, (t) => {
    const good = deployment();
    const results = previewManifest(`---\n${good}\n---\n${text}\n---\n${good}`);
    t.deepEqual(
      results.map(({ verdict, document }) => [verdict, document]),
      [
        ['VERDICT_CHANGED', 0],
        ['VERDICT_ERROR', 1],
        ['VERDICT_CHANGED', 2],
      ],
    );
    t.is(results[1]?.error?.code, 3);
    t.true(results[1]?.error?.message.includes(message), results[1]?.error?.message);
  });
}

test('aliases that multiply are an error, not a full memory', (t) => {
  const levels = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
  const merges = Array.from(
    { length: 30 },
    (_, level) => `m${level + 1}: &m${level + 1} {x: {<<: *m${level}}, y: {<<: *m${level}}}`,
  );
  const [first, second] = previewManifest(
    `a0: &a0 [x]\n${levels.join('\n')}\n---\nm0: &m0 {x: 1}\n${merges.join('\n')}`,
  );
  t.regex(first?.error?.message ?? '', /expand to more than 100000 values/);
  t.regex(second?.error?.message ?? '', /expand to more than 100000 values/);
});

test('plain words mean what they mean to Kubernetes', (t) => {
  const annotations = ['22:22', '2020-01-01', '"on"', 'nULL', '0b', '=', 'E2', '-e10', '.', '-.', '.5_0', '1e']
    .map((word, index) => `    k${index}: ${word}`)
    .join('\n');
  const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n${annotations}\nspec: {containers: []}`;
  t.is(previewManifest(pod)[0]?.verdict, 'VERDICT_UNKNOWN');
  for (const word of ['y', 'off', '0o17', '0X1f', '1_000', '.5', '1.', '-1_0.5', '+.5e3', '1e10']) {
    t.is(previewManifest(pod.replace('22:22', word))[0]?.verdict, 'VERDICT_ERROR', word);
  }
});

test('documents without content are counted, but have no result', (t) => {
  const manifest = `# only a comment\n---\n# another\n---\n---\n${deployment()}\n...\n# the end\n`;
  t.deepEqual(
    previewManifest(manifest).map(({ document, line }) => [document, line]),
    [[2, 6]],
  );
});

test('objects without markers between them, as jq writes them, are documents of their own', (t) => {
  const pretty = JSON.stringify(JSON.parse(deployment({ 'dragonfly.io/inject': 'false', text: '}{ \\" {' })), null, 2);
  const results = previewManifest(`${pretty}\n${pretty} ${deployment()}`);
  t.deepEqual(
    results.map(({ document, verdict }) => [document, verdict]),
    [
      [0, 'VERDICT_SKIPPED'],
      [1, 'VERDICT_SKIPPED'],
      [2, 'VERDICT_CHANGED'],
    ],
  );
});

test('only the objects that the filter names have results', (t) => {
  const manifest = [deployment(), deployment({}, { name: 'other' }), 'a: b: c'].join('\n---\n');
  const names = previewManifest(manifest, { objects: ['deployment/other'] }).map(({ name }) => name);
  t.deepEqual(names, ['other']);
});

const refused: readonly (readonly [string, string, object, string])[] = [
  ['an empty manifest', '', {}, 'manifest'],
  ['a manifest of comments', '# nothing\n---\n', {}, 'manifest'],
  ['an unknown mutator', deployment(), { select: ['mcvtap'] }, 'mutators'],
  ['an unknown mutator for no Pod', 'apiVersion: v1\nkind: Service', { select: ['mcvtap'] }, 'mutators'],
  ['a filter without slash', deployment(), { objects: ['web'] }, 'objects[0]'],
];

for (const [title, manifest, options, field] of refused) {
  test(`${title} is refused as a whole`, (t) => {
    const error = t.throws(() => previewManifest(manifest, options), { instanceOf: InputError });
    t.is(error?.problem.field, field);
  });
}

test('the line of an operation is that of the value, of the entry ahead, or of the object around', (t) => {
  const manifest = `apiVersion: v1
kind: Pod
metadata:
  annotations:
    k8s.v1.cni.cncf.io/networks: macvtap
spec:
  containers:
  - name: a
  - name: b
    securityContext:
      privileged: false
      capabilities:
        add:
        - FOWNER
`;
  const lines = previewManifest(`---\n---\n${manifest}`)[0]?.operations.map(({ path, line }) => [path, line - 2]);
  t.deepEqual(Object.fromEntries(lines ?? []), {
    '/spec/containers/0/securityContext': 8,
    '/spec/containers/1/securityContext/privileged': 11,
    '/spec/containers/1/securityContext/capabilities/add/1': 14,
    '/spec/containers/1/securityContext/capabilities/add/2': 14,
    '/spec/containers/1/securityContext/capabilities/add/3': 14,
  });
});

test('the diff has the lines of the manifest, and of a List only those of the object', (t) => {
  const pod = (name: string): string => `- apiVersion: v1
  kind: Pod
  metadata:
    name: ${name}
    annotations: {k8s.v1.cni.cncf.io/networks: macvtap}
  spec:
    containers:
    - name: app
`;
  const [first, second] = previewManifest(
    `# a comment\n---\napiVersion: v1\nkind: List\nitems:\n${pod('one')}${pod('two')}`,
  );
  t.is(
    second?.diff,
    `--- a/Pod/two
+++ b/Pod/two
@@ -19,3 +19,10 @@
   spec:
     containers:
     - name: app
+      securityContext:
+        privileged: true
+        capabilities:
+          add:
+          - DAC_OVERRIDE
+          - NET_ADMIN
+          - SYS_RAWIO
`,
  );
  t.regex(first?.diff ?? '', /^--- a\/Pod\/one\n\+\+\+ b\/Pod\/one\n@@ -11,6 \+11,13 @@/);
});

test('the diff of a List on one line shows the object alone', (t) => {
  const items = Array.from({ length: 20 }, (_, index) => JSON.parse(deployment(inject, { name: `web${index}` })));
  const results = previewManifest(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  t.true(
    results.every(({ diff }) => diff.length < 4096 && diff.includes('"name": "NODE_NAME"')),
    results[0]?.diff,
  );
});

test('a diff of thousands of changed lines shows all old lines, then all new ones', (t) => {
  const containers = Array.from({ length: 600 }, (_, index) => `  - name: c${index}\n`).join('');
  const annotations = '{k8s.v1.cni.cncf.io/networks: macvtap}';
  const manifest = `apiVersion: v1\nkind: Pod\nmetadata:\n  annotations: ${annotations}\nspec:\n  containers:\n${containers}`;
  const diff = previewManifest(manifest)[0]?.diff.split('\n') ?? [];
  t.is(diff[2], '@@ -4,603 +4,4803 @@');
  t.is(diff.filter((line) => line === '+      privileged: true').length, 600);
});
