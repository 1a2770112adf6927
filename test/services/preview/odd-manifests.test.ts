// Manifests that are nearly right: what is told about them, and that the rest is still evaluated.

import test from 'ava';
import { previewManifest } from '../../kit/preview-manifest.js';

const deployment = (template: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: front}
spec:
  template: ${template}
`;

const statefulSet = (fields: string, claims: string): string => `apiVersion: apps/v1
kind: StatefulSet
${fields}spec:
  volumeClaimTemplates: ${claims}
  template:
    metadata: {annotations: {dragonfly.io/inject: "true"}}
    spec: {containers: [{name: a, image: a}]}
`;

const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: ${spec}\n`;

const broken: readonly (readonly [string, string, RegExp])[] = [
  ['a template that is missing', deployment(''), /leads to the Pod template, found nothing/],
  ['a template that is a list', deployment('[1]'), /leads to the Pod template, found a list/],
  ['a template that is text', deployment('text'), /leads to the Pod template, found a string/],
  [
    'a template whose metadata is a list',
    deployment('{metadata: [1], spec: {containers: []}}'),
    /metadata.*found a list/,
  ],
  ['a template without spec', deployment('{metadata: {}}'), /spec.*expected an object, found nothing/],
  ['a key that is nothing', pod('{? : 1, containers: []}'), /expected a string as key, found nothing/],
  ['a key that is a collection', pod('{[a]: 1, containers: []}'), /expected a string as key, found a collection/],
  ['a merge of a number', pod('{<<: 5, containers: []}'), /expected a mapping, or a list of mappings, to merge/],
  [
    'a merge of a list of numbers',
    pod('{<<: [5], containers: []}'),
    /expected a mapping, or a list of mappings, to merge/,
  ],
  ['an anchor that contains itself', pod('{containers: &all [{name: a, x: *all}]}'), /anchor &all contains itself/],
];

for (const [what, manifest, message] of broken) {
  test(`${what} is told, and the next document is evaluated`, (t) => {
    const results = previewManifest(`${manifest}---\n${pod('{containers: [{name: a, image: a}]}')}`);
    t.is(results[0]?.verdict, 'VERDICT_ERROR');
    t.regex(results[0]?.error?.message ?? '', message);
    t.is(results.at(-1)?.verdict, 'VERDICT_UNKNOWN');
  });
}

test('a key called __proto__ is a key like any other', (t) => {
  const manifest = pod('{__proto__: {x: 1}, containers: [{name: a, image: a}]}').replace(
    '{name: a}\n',
    '{name: a, annotations: {k8s.v1.cni.cncf.io/networks: macvtap}}\n',
  );
  const [result] = previewManifest(manifest);
  t.is(result?.verdict, 'VERDICT_CHANGED');
  t.true(result?.patchedManifest.includes('__proto__: {x: 1}'));
});

for (const [what, fields] of [
  ['without metadata', ''],
  ['without a name', 'metadata: {labels: {a: b}}\n'],
]) {
  test(`a StatefulSet ${what} is evaluated as one with an empty name`, (t) => {
    const [result] = previewManifest(statefulSet(fields ?? '', '[{metadata: {name: data}}]'));
    t.is(result?.verdict, 'VERDICT_CHANGED');
    t.is(result?.name, '');
  });
}

test('claims without a name make no volume, and claims that are no list make none at all', (t) => {
  for (const claims of ['[{metadata: {}}, {}, text, {metadata: {name: 7}}]', '{}', 'null']) {
    const [result] = previewManifest(statefulSet('metadata: {name: db}\n', claims));
    t.is(result?.verdict, 'VERDICT_CHANGED');
    t.true(
      result?.operations.some(
        ({ path, podPath }) => path === '/spec/template/spec/volumes' && podPath === '/spec/volumes',
      ),
    );
  }
});

test('volumes beside claims that are no list are left for the API server to refuse', (t) => {
  const manifest = statefulSet('metadata: {name: db}\n', '[{metadata: {name: data}}]').replace(
    'spec: {containers',
    'spec: {volumes: text, containers',
  );
  const [result] = previewManifest(manifest);
  t.is(result?.verdict, 'VERDICT_ERROR');
  t.regex(result?.error?.message ?? '', /volumes.*expected a list, found a string/);
});
