// Where findings are said to be.

import test from 'ava';
import { reportInvalid } from '../../../services/lint/linter.js';
import { lintManifest } from './lint-manifest.js';

test('the place of an object that cannot be evaluated is that of its error, or else of the object', (t) => {
  t.like(reportInvalid('line 3, column 5: expected a mapping', 1), {
    line: 3,
    column: 5,
    message: 'expected a mapping',
  });
  t.like(reportInvalid('expected a mapping', 7), { line: 7, column: 1, message: 'expected a mapping' });
});

test('findings of one line are in the order of their columns', (t) => {
  const manifest =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {dragonfly.io/injekt: "true", dragonfly.io/inject: "maybe", dragonfly.io/skip-sockett: "true"}}\nspec: {containers: [{name: a, image: a}]}\n';
  const places = lintManifest(manifest)
    .filter(({ line }) => line === 3)
    .map(({ column }) => column);
  t.true(places.length >= 3);
  t.deepEqual(
    places,
    places.toSorted((one, other) => one - other),
  );
});

test('a warning about a container stands at that container, also behind one that another mutator puts ahead', (t) => {
  const dropping = (name: string): string =>
    `      - {name: ${name}, image: a, securityContext: {capabilities: {drop: [NET_ADMIN]}}}\n`;
  const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata:
      annotations: {dragonfly.io/inject: "true", k8s.v1.cni.cncf.io/networks: macvtap}
    spec:
      initContainers:
${dropping('first')}${dropping('second')}      containers:
${dropping('third')}`;
  const findings = lintManifest(manifest).filter(({ code }) => code === 'CAPABILITY_DROPPED');
  t.deepEqual(
    findings.map(({ path, line }) => [path, line]),
    [
      ['/spec/template/spec/initContainers/0/securityContext/capabilities/drop', 10],
      ['/spec/template/spec/initContainers/1/securityContext/capabilities/drop', 11],
      ['/spec/template/spec/containers/0/securityContext/capabilities/drop', 13],
    ],
  );
});
