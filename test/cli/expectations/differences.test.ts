// What a case can expect, and how it is told that it was not met.

import test from 'ava';
import { createWorkspace, writeCase } from './workspace.js';

const file = 'a.podmutator-test.yaml';

for (const [about, object, body] of [
  ['the verdict', 'Deployment/front', '    expect: {verdict: skipped}\n    given: {namespaceLabels: {a: b}}'],
  ['an object that holds no Pod', 'Namespace/shop', '    expect: {verdict: not-applicable}'],
  [
    'a missing template',
    'Deployment/front',
    '    given: {merge: {spec: {template: null}}}\n    expect: {verdict: error}',
  ],
  [
    'a Namespace of the inputs',
    'Deployment/front',
    '    given: {namespace: shop}\n    expect: {mutators: {dragonfly: {reason: OPTED_IN_BY_NAMESPACE}}}',
  ],
  [
    'labels of the case before those of the inputs',
    'Deployment/front',
    '    given: {namespace: shop, namespaceLabels: {a: b}}\n    expect: {mutators: {dragonfly: {reason: NOT_OPTED_IN}}}',
  ],
  [
    'a JSON patch of every kind',
    'Pod/importer',
    `    given:
      patch:
        - {op: test, path: /metadata/name, value: importer}
        - {op: copy, from: /spec/containers/0, path: /spec/containers/-}
        - {op: replace, path: /spec/containers/1/name, value: second}
        - {op: add, path: /metadata/labels, value: {a: b}}
        - {op: move, from: /metadata/labels/a, path: /metadata/labels/c}
        - {op: remove, path: /metadata/annotations/dragonfly.io~1inject}
    expect:
      verdict: unknown
      result: {contains: {metadata: {labels: {c: b}}, spec: {containers: [{name: second, image: importer}]}}}`,
  ],
  ['warnings', 'Pod/importer', '    expect: {warnings: []}'],
  [
    'a value inside of what an operation adds',
    'Pod/importer',
    '    expect: {patch: {contains: [{op: add, path: /spec/initContainers/*/name, value: d7y-cli-tools}]}}',
  ],
  [
    'a change below the path',
    'Pod/importer',
    '    expect: {patch: {contains: [{path: /spec/containers}], absent: [{path: /metadata}]}}',
  ],
] as const) {
  test(`met: ${about}`, async (t) => {
    const { write, check } = await createWorkspace(t);
    await write(file, writeCase(object, body));
    t.is(await check(), `${file}\n  ok    one\n\n1 passed, 0 failed\n`);
  });
}

for (const [about, object, body, difference] of [
  ['verdict', 'Pod/importer', 'verdict: skipped', ['verdict', '-skipped', '+changed']],
  [
    'outcome and reason',
    'Pod/importer',
    'mutators: {dragonfly: {outcome: skipped, reason: NOT_OPTED_IN}}',
    [
      'mutators.dragonfly.outcome',
      '-skipped',
      '+mutated',
      'mutators.dragonfly.reason',
      '-NOT_OPTED_IN',
      '+OPTED_IN_BY_POD',
    ],
  ],
  [
    'misspelt mutator',
    'Pod/importer',
    'mutators: {dragonfyl: {outcome: skipped}}',
    ['mutators.dragonfyl', '-a result of dragonfyl', '+results of dragonfly, macvtap; did you mean "dragonfly"?'],
  ],
  ['warning', 'Pod/importer', 'warnings: [SOCKET_STALE]', ['warnings', '-SOCKET_STALE', '+no warnings']],
  [
    'other value in the patch',
    'Pod/importer',
    'patch: {contains: [{path: /spec/volumes/0/name, value: data}]}',
    ['patch.contains[0]', '-write /spec/volumes/0/name', '-data', '+add /spec/volumes/0/name', '+dfdaemon-socket'],
  ],
  [
    'empty patch',
    'Namespace/shop',
    'patch: {contains: [{path: /spec}]}',
    ['patch.contains[0]', '-write /spec', '+an empty patch'],
  ],
  [
    'surplus write hidden in an added container',
    'Pod/importer',
    'patch: {absent: [{path: /spec/initContainers/*/securityContext/runAsUser}]}',
    ['patch.absent[0]', '-no write /spec/initContainers/*/securityContext/runAsUser', '+65532'],
  ],
  [
    'part of the result',
    'Pod/importer',
    'result: {contains: {spec: {containers: [{name: importer, image: other}]}}}',
    ['result.contains', ' at /spec/containers/0/image', '-other', '+importer'],
  ],
  [
    'unwanted part of the result',
    'Pod/importer',
    'result: {absent: [{spec: {initContainers: [{securityContext: {runAsUser: 65532}}]}}]}',
    ['result.absent[0]', '-no such part', 'runAsUser: 65532'],
  ],
] as const) {
  test(`not met, told with place and difference: ${about}`, async (t) => {
    const { write, check } = await createWorkspace(t);
    await write(file, writeCase(object, `    expect:\n      ${body}`));
    const stdout = await check();
    t.true(stdout.includes(`FAIL  one (${object}, ${file}:3)`), stdout);
    t.true(stdout.includes(`${file}:6: `), stdout);
    let rest = stdout;
    for (const part of difference) {
      t.true(rest.includes(part), `expected "${part}" in the rest of:\n${stdout}`);
      rest = rest.slice(rest.indexOf(part) + part.length);
    }
  });
}
