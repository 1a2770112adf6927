// Windows Pods, told by every field that says so, through the pipeline with both mutators.

import test from 'ava';
import { createPipeline } from '../../../services/decisions/pipeline.js';
import { asPod } from '../../../services/pod/read-pod.js';
import { mutators } from '../../../services/registry.js';

const evaluate = createPipeline(
  mutators.map((mutator) => ({ mutator, enabled: true, decide: mutator.bind(mutator.settings.parse({})) })),
);

const asks = { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap0' };

function evaluatePod(
  spec: object,
  { annotations = asks, labels = {} }: { annotations?: object; labels?: object } = {},
) {
  const containers = [{ name: 'app', image: 'app' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { annotations }, spec: { containers, ...spec } };
  return evaluate(() => asPod(pod, 'pod'), {
    operation: 'CREATE',
    subResource: '',
    namespace: 'shop',
    namespaceFacts: { labels: { ...labels }, annotations: {} },
    mutators: [],
  });
}

function requiring(...terms: readonly unknown[]): object {
  const requiredDuringSchedulingIgnoredDuringExecution = { nodeSelectorTerms: terms };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution } } };
}

const onWindows = { key: 'kubernetes.io/os', operator: 'In', values: ['windows'] };
const onDisk = { key: 'disk', operator: 'In', values: ['ssd'] };
const hostProcess = { securityContext: { windowsOptions: { hostProcess: true } } };
const terms = '/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms';

const windows: readonly (readonly [about: string, path: string, spec: object])[] = [
  ['spec.os', '/spec/os/name', { os: { name: 'windows' } }],
  ['a node selector', '/spec/nodeSelector/kubernetes.io~1os', { nodeSelector: { 'kubernetes.io/os': 'windows' } }],
  [
    'a node selector by the former label',
    '/spec/nodeSelector/beta.kubernetes.io~1os',
    { nodeSelector: { 'beta.kubernetes.io/os': 'windows', disk: 'ssd' } },
  ],
  [
    'required node affinity',
    `${terms}/0/matchExpressions/1/values`,
    requiring({ matchExpressions: [onDisk, onWindows] }),
  ],
  [
    'required node affinity in each of its terms',
    `${terms}/0/matchExpressions/0/values`,
    requiring(
      { matchExpressions: [onWindows] },
      { matchExpressions: [{ ...onWindows, key: 'beta.kubernetes.io/os' }] },
    ),
  ],
  ['a HostProcess Pod', '/spec/securityContext/windowsOptions/hostProcess', hostProcess],
  [
    'a HostProcess container',
    '/spec/containers/1/securityContext/windowsOptions/hostProcess',
    {
      containers: [
        { name: 'a', image: 'a' },
        { name: 'b', image: 'b', ...hostProcess },
      ],
    },
  ],
  [
    'a HostProcess init container',
    '/spec/initContainers/0/securityContext/windowsOptions/hostProcess',
    { initContainers: [{ name: 'a', image: 'a', ...hostProcess }] },
  ],
];

for (const [about, path, spec] of windows) {
  test(`a Pod that runs on Windows (${about}) is left alone, and warned about since it asks`, (t) => {
    const { results, operations, warnings } = evaluatePod(spec);
    t.deepEqual(operations, []);
    for (const result of results) {
      t.like(result, { outcome: 'skipped', reason: 'OS_NOT_SUPPORTED' });
      t.is(result.evidence[0]?.path, path);
    }
    t.deepEqual(
      warnings,
      ['dragonfly', 'macvtap'].map((mutator) => ({
        mutator,
        code: 'OS_NOT_SUPPORTED',
        message: `the Pod asks for ${mutator}, which Windows Pods cannot get`,
        path,
      })),
    );
  });
}

test('a Windows Pod of a namespace that asks is left alone without a warning', (t) => {
  const { warnings, operations } = evaluatePod(
    { os: { name: 'windows' } },
    { annotations: {}, labels: { 'dragonflyoss-injection': 'enabled' } },
  );
  t.deepEqual([warnings, operations], [[], []]);
});

test('a Windows Pod is warned about a resource that asks for macvtap', (t) => {
  const resources = { limits: { 'macvtap.network.kubevirt.io/eno1': '1' } };
  const { warnings } = evaluatePod(
    { os: { name: 'windows' }, containers: [{ name: 'app', image: 'app', resources }] },
    { annotations: {} },
  );
  t.deepEqual(
    warnings.map(({ mutator }) => mutator),
    ['macvtap'],
  );
});

const linux: readonly (readonly [about: string, spec: object])[] = [
  ['a node selector for Linux', { nodeSelector: { 'kubernetes.io/os': 'linux' } }],
  ['another case', { nodeSelector: { 'kubernetes.io/os': 'Windows' }, os: { name: 'Windows' } }],
  ['another label', { nodeSelector: { 'node.kubernetes.io/windows-build': '10.0.20348' } }],
  ['a toleration', { tolerations: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }] }],
  ['one of two terms', requiring({ matchExpressions: [onWindows] }, { matchExpressions: [onDisk] })],
  ['both systems', requiring({ matchExpressions: [{ ...onWindows, values: ['linux', 'windows'] }] })],
  ['any but Windows', requiring({ matchExpressions: [{ ...onWindows, operator: 'NotIn' }] })],
  ['no values', requiring({ matchExpressions: [{ ...onWindows, values: [] }] })],
  ['no terms', requiring()],
  [
    'preferred affinity',
    {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchExpressions: [onWindows] } },
          ],
        },
      },
    },
  ],
  ['Windows options without HostProcess', { securityContext: { windowsOptions: { hostProcess: false } } }],
  ['fields of the wrong shape', { nodeSelector: 'windows', affinity: ['windows'], securityContext: null }],
  ['lists of the wrong items', requiring(null, 'windows', { matchExpressions: [null, 7, { key: onWindows.key }] })],
];

for (const [about, spec] of linux) {
  test(`a Pod with ${about} runs on Linux`, (t) => {
    t.deepEqual(
      evaluatePod(spec).results.map(({ outcome }) => outcome),
      ['mutated', 'mutated'],
    );
  });
}
