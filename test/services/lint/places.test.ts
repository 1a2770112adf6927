// Where findings are said to be.

import test from 'ava';
import { z } from 'zod';
import type { Mutator } from '../../../services/decisions/mutator.js';
import { reportInvalid } from '../../../services/lint/linter.js';
import { mutators } from '../../../services/registry.js';
import { lintManifest } from './lint-manifest.js';

test('the place of an object that cannot be evaluated is that of its problem', (t) => {
  const place = { root: 'PLACE_ROOT_DOCUMENT', pointer: '/spec', line: 3, column: 5 } as const;
  const problem = { reason: 'OBJECT_INVALID', message: 'expected a mapping' };
  t.like(reportInvalid({ ...problem, place }), { line: 3, column: 5, path: '/spec', message: 'expected a mapping' });
  t.like(reportInvalid({ ...problem, place: null }), { line: 1, column: 1, message: 'expected a mapping' });
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

// With init containers, that of Dragonfly comes first.
const prepending = mutators.map((mutator) =>
  mutator.name === 'dragonfly'
    ? { ...mutator, settings: z.unknown().transform(() => mutator.settings.parse({ initContainers: true })) }
    : mutator,
) as Mutator[];

test('a warning about a container stands at that container, also behind one that a mutator puts ahead', (t) => {
  const own = 'env: [{name: DRAGONFLY_PROXY_PORT, value: "1"}, {name: DRAGONFLY_TOOLS_PATH, value: /mine}]';
  const container = (name: string): string =>
    `      - {name: ${name}, image: a, ${own}, securityContext: {capabilities: {drop: [NET_ADMIN]}}}\n`;
  const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata:
      annotations: {dragonfly.io/inject: "true", k8s.v1.cni.cncf.io/networks: macvtap}
    spec:
      initContainers:
${container('first')}${container('second')}      containers:
${container('third')}`;
  const findings = lintManifest(manifest, { mutators: prepending });
  for (const [code, inside] of [
    ['CAPABILITY_DROPPED', '/securityContext/capabilities/drop'],
    ['ENV_CONFLICT', '/env/0'],
    ['ENV_CONFLICT', '/env/1'],
  ] as const) {
    t.deepEqual(
      findings
        .filter((finding) => finding.code === code && finding.path.endsWith(inside))
        .map(({ path, line, message }) => [path, line, /"(\w+)"/.exec(message)?.[1]]),
      [
        [`/spec/template/spec/initContainers/0${inside}`, 10, 'first'],
        [`/spec/template/spec/initContainers/1${inside}`, 11, 'second'],
        [`/spec/template/spec/containers/0${inside}`, 13, 'third'],
      ],
    );
  }
});
