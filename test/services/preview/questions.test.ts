// What a preview may be asked beside its manifest: facts, objects, outputs.

import test from 'ava';
import type { PreviewOutput__Output } from '../../../proto/gen/podmutator/v1/PreviewOutput.js';
import { InputError } from '../../../services/pod/input-error.js';
import { previewManifest, previewWhole } from '../../kit/preview-manifest.js';

const deployment = (name: string, namespace = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  ${namespace === '' ? '' : `namespace: ${namespace}`}
spec:
  template:
    spec:
      containers:
        - name: a
          image: a
---
`;
const enabled = { labels: { 'dragonflyoss-injection': 'enabled' }, annotations: {} };
const reasonsOf = (manifest: string, options: Parameters<typeof previewManifest>[1]): readonly (string | undefined)[] =>
  previewManifest(manifest, options).map(({ mutators }) => mutators[0]?.reason);

test('a namespace that is described is known, also without labels', (t) => {
  const nothing = { labels: {}, annotations: {} };
  const manifest = deployment('one', 'shop') + deployment('two', 'other') + deployment('three');
  t.deepEqual(
    reasonsOf(manifest, {
      namespaces: [
        { name: 'shop', ...enabled },
        { name: 'default', ...nothing },
      ],
    }),
    ['OPTED_IN_BY_NAMESPACE', 'NAMESPACE_UNKNOWN', 'NOT_OPTED_IN'],
  );
});

test('a Namespace of the manifest beats one beside it, and that beats what the request says', (t) => {
  const namespace = (value: string): string =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {dragonflyoss-injection: "${value}"}}\n`;
  const manifest = deployment('one', 'shop');
  const namespaces = [{ name: 'shop', ...enabled }];
  const contextManifests = [`kind: ConfigMap\n---\n${namespace('no')}`];
  t.deepEqual(reasonsOf(manifest, { namespaces }), ['OPTED_IN_BY_NAMESPACE']);
  t.deepEqual(reasonsOf(manifest, { namespaces, contextManifests }), ['NOT_OPTED_IN']);
  t.is(reasonsOf(manifest + namespace('enabled'), { namespaces, contextManifests })[0], 'OPTED_IN_BY_NAMESPACE');
});

test('objects of the texts beside the manifest have no results', (t) => {
  const { results, documents } = previewWhole(deployment('one'), {
    contextManifests: [deployment('two'), '{"kind":1}'],
  });
  t.deepEqual(
    results.map(({ name }) => name),
    ['one'],
  );
  t.is(documents.length, 2);
});

const rejected: readonly (readonly [string, Parameters<typeof previewManifest>[1], string, string])[] = [
  ['a namespace that is no DNS label', { namespace: 'Bad_Name/x' }, 'NAMESPACE_INVALID', 'namespace'],
  ['a namespace of 64 characters', { namespace: 'a'.repeat(64) }, 'NAMESPACE_INVALID', 'namespace'],
  ['a namespace that ends with a dash', { namespace: 'a-' }, 'NAMESPACE_INVALID', 'namespace'],
  ['facts without a name', { namespaces: [{ name: '', ...enabled }] }, 'NAMESPACE_INVALID', 'namespaces[0].name'],
  [
    'facts about one namespace twice',
    {
      namespaces: [
        { name: 'a', ...enabled },
        { name: 'a', ...enabled },
      ],
    },
    'NAMESPACE_INVALID',
    'namespaces[1].name',
  ],
  [
    'facts in both forms',
    { namespaceLabels: { a: 'b' }, namespaces: [{ name: 'default', ...enabled }] },
    'NAMESPACE_INVALID',
    'namespaces[0].name',
  ],
  [
    'a broken text of Namespaces',
    { contextManifests: ['', 'kind: Namespace: x'] },
    'MANIFEST_INVALID',
    'context_manifests[1]',
  ],
  [
    'a Namespace of a context with a label that is no text',
    {
      contextManifests: [
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {a: true}}',
      ],
    },
    'ANNOTATION_NOT_A_STRING',
    'context_manifests[0]',
  ],
  ['an output of the future', { outputs: [99 as never] }, 'ENUM_VALUE_UNKNOWN', 'outputs[0]'],
  ['no output in particular', { outputs: ['PREVIEW_OUTPUT_UNSPECIFIED'] }, 'ENUM_VALUE_UNKNOWN', 'outputs[0]'],
  ['a reference to nothing', { only: [{ kind: '', namespace: '', name: '' }] }, 'OBJECT_FILTER_INVALID', 'only[0]'],
  ['a filter without a kind', { objects: ['/web'] }, 'OBJECT_FILTER_INVALID', 'objects[0]'],
  ['a filter of three parts', { objects: ['a/b/c'] }, 'OBJECT_FILTER_INVALID', 'objects[0]'],
];
for (const [what, options, reason, field] of rejected) {
  test(`${what} is an error that names the field`, (t) => {
    const error = t.throws(() => previewManifest(deployment('one'), options), { instanceOf: InputError });
    t.like(error?.problem, { reason, field });
  });
}

const namesOf = (options: Parameters<typeof previewWhole>[1]): readonly string[] =>
  previewWhole(deployment('one', 'shop') + deployment('two'), options).results.map(({ name }) => name);

test('objects are chosen by what is said of them, in the namespace in which they are evaluated', (t) => {
  const any = { kind: '', namespace: '', name: '' };
  t.deepEqual(namesOf({ only: [{ ...any, namespace: 'shop' }] }), ['one']);
  t.deepEqual(namesOf({ only: [{ ...any, namespace: 'default' }] }), ['two']);
  t.deepEqual(namesOf({ only: [{ ...any, kind: 'deployment' }] }), ['one', 'two']);
  t.deepEqual(namesOf({ only: [{ ...any, kind: 'Deployment', group: 'apps' }] }), ['one', 'two']);
  t.deepEqual(namesOf({ only: [{ ...any, kind: 'Deployment', group: '' }] }), []);
  t.deepEqual(namesOf({ only: [{ ...any, name: 'one' }], objects: ['Deployment/two'] }), ['one', 'two']);
});

test('what meets nothing is named, beside the results of the others', (t) => {
  const ref = { group: 'batch', kind: 'Job', namespace: 'shop', name: 'one' };
  const { results, unmatchedObjects } = previewWhole(deployment('one'), {
    objects: ['Deployment/one', 'Pod/one'],
    only: [ref],
  });
  t.is(results.length, 1);
  t.deepEqual(unmatchedObjects, [{ kind: 'Pod', namespace: '', name: 'one' }, ref]);
  t.deepEqual(previewWhole(deployment('one')).unmatchedObjects, []);
});

const parts = {
  OPERATIONS: ({ results }) => results[0]?.operations.length !== 0,
  JSON_PATCH: ({ results }) => results[0]?.jsonPatch !== '',
  DOCUMENTS: ({ documents }) => documents.length > 0,
  DIFF: ({ results }) => results[0]?.diff !== '',
  IMPACT: ({ results }) => results[0]?.impact !== null,
  FINDINGS: ({ results }) => results[0]?.findings.length !== 0,
  ALTERNATIVES: ({ results }) => results[0]?.mutators.some(({ alternatives }) => alternatives.length > 0) === true,
} as const satisfies Readonly<Record<string, (answer: ReturnType<typeof previewWhole>) => boolean>>;
const names = Object.keys(parts) as (keyof typeof parts)[];
const wanted = deployment('one').replace(
  '    spec:',
  '    metadata: {annotations: {dragonfly.io/injekt: x}}\n    spec:',
);
const told = (options: Parameters<typeof previewWhole>[1]): readonly string[] => {
  const answer = previewWhole(wanted, { namespaces: [{ name: 'default', ...enabled }], ...options });
  return names.filter((name) => parts[name](answer));
};

for (const name of names) {
  test(`who asks for ${name} gets that alone`, (t) => {
    t.deepEqual(told({ outputs: [`PREVIEW_OUTPUT_${name}` as PreviewOutput__Output] }), [name]);
  });
}

test('who asks for nothing in particular gets all but findings and alternatives; two fields add them', (t) => {
  t.deepEqual(told({}), names.slice(0, 5));
  t.deepEqual(told({ lint: true }), names.slice(0, 6));
  t.deepEqual(told({ alternatives: true }), [...names.slice(0, 5), 'ALTERNATIVES']);
  t.deepEqual(told({ outputs: ['PREVIEW_OUTPUT_DIFF'], lint: true }), ['DIFF', 'FINDINGS']);
});

test('a change does not hide that something else is not known', (t) => {
  const pod = (annotations: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {${annotations}}}\nspec: {containers: [{name: a}]}\n`;
  const [both] = previewManifest(pod('k8s.v1.cni.cncf.io/networks: macvtap'));
  t.like(both, { verdict: 'VERDICT_CHANGED', incomplete: true, basis: 'POD_BASIS_POD', templatePath: '' });
  const [known] = previewManifest(pod('dragonfly.io/inject: "true"'));
  t.like(known, { verdict: 'VERDICT_CHANGED', incomplete: false });
  const [template] = previewManifest(deployment('one'));
  t.like(template, { incomplete: true, basis: 'POD_BASIS_TEMPLATE', templatePath: '/spec/template' });
});

test('places have the line where something is, or what is closest around it', (t) => {
  const [result] = previewManifest(wanted, { namespaces: [{ name: 'default', ...enabled }], alternatives: true });
  const [label, annotation] = result?.mutators[0]?.evidence ?? [];
  const labelKey = '/metadata/labels/dragonflyoss-injection';
  t.like(label, {
    found: 'enabled',
    exists: true,
    place: { root: 'PLACE_ROOT_NAMESPACE', pointer: labelKey, line: 0 },
  });
  const podKey = '/metadata/annotations/dragonfly.io~1inject';
  t.like(annotation, {
    exists: false,
    wantedValue: 'false',
    place: { root: 'PLACE_ROOT_POD', pointer: podKey, line: 8 },
  });
  const edits = result?.mutators[0]?.alternatives.flatMap((one) => one.edits) ?? [];
  t.true(edits.length > 0 && edits.every(({ place, path }) => path.endsWith(place?.pointer ?? '?')));
});
