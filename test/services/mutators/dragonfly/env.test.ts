// Variables of the user's stay, in their order; ours are added where their names are free.

import test from 'ava';
import { createPod, evaluatePod, listWarnings } from '../../../kit/evaluate-pod.js';

const nodeName = { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
const port = { name: 'DRAGONFLY_PROXY_PORT', value: '4001' };
const address = { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://$(NODE_NAME):$(DRAGONFLY_PROXY_PORT)' };
const toolsPath = { name: 'DRAGONFLY_TOOLS_PATH', value: '/dragonfly-tools-mount' };

const app = (fields: object): object => ({ containers: [{ name: 'app', image: 'i', ...fields }] });

const envCases: readonly {
  readonly title: string;
  readonly env: readonly object[];
  readonly added: readonly object[];
  readonly warnings: readonly string[];
}[] = [
  {
    title: "a NODE_NAME that is the node's name is used without a warning",
    env: [nodeName],
    added: [port, address, toolsPath],
    warnings: [],
  },
  {
    title: 'a NODE_NAME with another meaning is kept, with a warning',
    env: [{ name: 'NODE_NAME', value: 'n1' }],
    added: [port, address, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/0'],
  },
  {
    title: "a NODE_NAME with another meaning does not matter beside the user's own address",
    env: [
      { name: 'NODE_NAME', value: 'n1' },
      { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://proxy:1' },
    ],
    added: [port, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/1'],
  },
  {
    title: 'a port of the user is kept, with a warning',
    env: [{ name: 'DRAGONFLY_PROXY_PORT', value: '1234' }],
    added: [nodeName, address, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/0'],
  },
  {
    title: 'a name that is there twice stays there twice',
    env: [port, { name: 'DRAGONFLY_PROXY_PORT', value: '2' }],
    added: [nodeName, address, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/1'],
  },
  {
    title: 'an entry that uses our variable before it is defined gets a warning',
    env: [{ name: 'APP_PROXY', value: 'x$(DRAGONFLY_INJECT_PROXY)' }],
    added: [nodeName, port, address, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/0'],
  },
  {
    title: 'an escaped use is none, and an escaped dollar sign before a use is no escape',
    env: [
      { name: 'A', value: '$$(NODE_NAME) $$$$(NODE_NAME)' },
      { name: 'B', value: '$$$(NODE_NAME)' },
    ],
    added: [nodeName, port, address, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/1'],
  },
  {
    title: 'an address of ours that stands before the node name that we add gets a warning',
    env: [port, address],
    added: [nodeName, toolsPath],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/1'],
  },
  {
    title: 'a tools path of the user is kept, with a warning',
    env: [{ name: 'DRAGONFLY_TOOLS_PATH', value: '/opt/tools' }],
    added: [nodeName, port, address],
    warnings: ['ENV_CONFLICT /spec/containers/0/env/0'],
  },
];

for (const { title, env, added, warnings } of envCases) {
  test(title, (t) => {
    const evaluation = evaluatePod(createPod(app({ env })));
    t.deepEqual(evaluation.after?.spec.containers[0]?.env as unknown, [...env, ...added]);
    t.deepEqual(listWarnings(evaluation), warnings);
    t.true(evaluation.warnings.every(({ message }) => message.includes('"app"') && message.length <= 100));
  });
}

test('nodeSource hostIP uses a variable of its own', (t) => {
  const env = [{ name: 'NODE_NAME', value: 'n1' }];
  const evaluation = evaluatePod(createPod(app({ env })), { settings: { nodeSource: 'hostIP', proxyPort: 65001 } });
  t.deepEqual(evaluation.after?.spec.containers[0]?.env as unknown, [
    ...env,
    { name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
    { name: 'DRAGONFLY_PROXY_PORT', value: '65001' },
    { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://$(NODE_IP):$(DRAGONFLY_PROXY_PORT)' },
    toolsPath,
  ]);
  t.deepEqual(evaluation.warnings, []);
});

test('hundreds of thousands of variables, uses and dollar signs are no trouble', (t) => {
  const env = [
    { name: 'LONG', value: '$('.repeat(300_000) },
    { name: 'DOLLARS', value: `${'$'.repeat(300_000)}(NODE_NAME)` },
    ...Array.from({ length: 100_000 }, () => ({ name: 'N', value: '$(NODE_NAME)' })),
  ];
  const evaluation = evaluatePod(createPod(app({ env })));
  t.is(evaluation.after?.spec.containers[0]?.env?.length, env.length + 4);
  t.is(evaluation.warnings.length, 1);
});
