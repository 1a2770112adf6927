// Objects that look like workloads and are none: what is said about them, and about which nothing is said.

import test from 'ava';
import { previewManifest } from '../../kit/preview-manifest.js';
import { lintManifest, listPlaces } from './lint-manifest.js';

const object = (apiVersion: string, kind: string): string =>
  `kind: ${kind}\napiVersion: ${apiVersion}\nmetadata: {name: web}\nspec: {}\n`;

const suspects = [
  ['extensions/v1beta1', 'Deployment', 'API_VERSION_NOT_SERVED 2:1', /removed in Kubernetes 1\.16.*apps\/v1\.$/],
  ['apps/v1beta2', 'StatefulSet', 'API_VERSION_NOT_SERVED 2:1', /removed in Kubernetes 1\.16.*apps\/v1\.$/],
  ['batch/v1beta1', 'CronJob', 'API_VERSION_NOT_SERVED 2:1', /removed in Kubernetes 1\.25.*batch\/v1\.$/],
  ['v1', 'Deployment', 'API_VERSION_NOT_SERVED 2:1', /not served as v1, so nothing was decided.*apps\/v1\.$/],
  ['apps/v1', 'Pod', 'API_VERSION_NOT_SERVED 2:1', /Write apiVersion: v1\.$/],
  ['app/v1', 'Deployment', 'API_VERSION_NOT_SERVED 2:1', /Write apiVersion: apps\/v1\.$/],
  ['apps/v1', 'Deploymnt', 'KIND_MISSPELT 1:1', /Did you mean Deployment\?$/],
  ['apps/v1', 'Deamonset', 'KIND_MISSPELT 1:1', /Did you mean DaemonSet\?$/],
  ['v1', 'pod', 'KIND_MISSPELT 1:1', /Did you mean Pod\?$/],
  ['batch/v1', 'Jobs', 'KIND_MISSPELT 1:1', /Did you mean Job\?$/],
] as const;

for (const [apiVersion, kind, place, message] of suspects) {
  test(`a preview does not keep silent about ${kind} of ${apiVersion}, and lint shows where`, (t) => {
    const [result] = previewManifest(object(apiVersion, kind));
    t.is(result?.verdict, 'VERDICT_NOT_APPLICABLE');
    t.deepEqual(
      result?.warnings.map(({ code, mutator }) => [code, mutator]),
      [[place.split(' ')[0], '']],
    );
    t.regex(result?.warnings[0]?.message ?? '', message);
    t.deepEqual(listPlaces(lintManifest(object(apiVersion, kind))), [place]);
  });
}

for (const [apiVersion, kind] of [
  ['batch.volcano.sh/v1alpha1', 'Job'],
  ['apps.kruise.io/v1alpha1', 'DaemonSet'],
  ['example.com/v1', 'Deploymnt'],
  ['v1', 'Node'],
  ['v1', 'Service'],
  ['apps/v1', 'ControllerRevision'],
] as const) {
  test(`${kind} of ${apiVersion} is a kind of its own`, (t) => {
    t.deepEqual(previewManifest(object(apiVersion, kind))[0]?.warnings, []);
    t.deepEqual(lintManifest(object(apiVersion, kind)), []);
  });
}

test('in a List the finding stands at the item', (t) => {
  const item = '  - apiVersion: apps/v1beta1\n    kind: Deployment\n    metadata: {name: a}\n';
  const manifest = `apiVersion: v1\nkind: List\nitems:\n${item}`;
  t.deepEqual(listPlaces(lintManifest(manifest)), ['API_VERSION_NOT_SERVED 4:5']);
});

test('a preview warns of an opt-in that stands on the workload', (t) => {
  const [result] = previewManifest(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {dragonfly.io/inject: "true"}}
spec:
  template:
    spec: {containers: [{name: web, image: web}]}
`);
  t.deepEqual(
    result?.warnings.map(({ code, mutator }) => [code, mutator]),
    [['KEY_ON_WORKLOAD', 'dragonfly']],
  );
  t.regex(result?.warnings[0]?.message ?? '', /does not reach its Pods\. Move it to spec\.template\.metadata/);
});

test('an object that cannot be evaluated has its error, and no warning besides', (t) => {
  const [result] = previewManifest('apiVersion: apps/v1\nkind: Deployment\nmetadata: {labels: {a: b}}\nspec: {}\n');
  t.is(result?.verdict, 'VERDICT_ERROR');
  t.deepEqual(result?.warnings, []);
});
