import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import type { Pod } from '../../../services/pod/pod.js';
import { readQosClass } from '../../../services/pod/qos.js';
import { createImpact } from '../../../services/rpc/create-impact.js';
import { createPod, evaluatePod } from '../../kit/evaluate-pod.js';
import { projectRoot } from '../../kit/project.js';

const launcher = (
  parse(readFileSync(join(projectRoot, 'test/mutators/macvtap/virt-launcher/input.yaml'), 'utf8')) as { pod: Pod }
).pod;

const even = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } };

test('macvtap: which container gains which right, and which of them needs it', (t) => {
  const impact = createImpact(evaluatePod(launcher, { mutators: ['macvtap'] }));
  const gains = impact?.privilegesGained ?? [];
  t.deepEqual(
    gains.filter(({ container }) => container === 'compute').map(({ privilege }) => privilege),
    [
      'privileged',
      'allowPrivilegeEscalation',
      'capability DAC_OVERRIDE',
      'capability NET_ADMIN',
      'capability SYS_RAWIO',
    ],
  );
  t.is(new Set(gains.map(({ container }) => container)).size, 6);
  t.true(gains.every(({ container, needed }) => needed === (container === 'compute')));
  t.true(gains.every(({ mutator }) => mutator === 'macvtap'));
});

test('macvtap: a Pod falls to level privileged, and each newly broken check names its container', (t) => {
  const impact = createImpact(evaluatePod(launcher, { mutators: ['macvtap'] }));
  t.is(impact?.podSecurityBefore, 'POD_SECURITY_LEVEL_BASELINE');
  t.is(impact?.podSecurityAfter, 'POD_SECURITY_LEVEL_PRIVILEGED');
  const ofCompute = impact?.newBreaches.filter(({ container }) => container === 'compute');
  t.deepEqual(
    ofCompute?.map(({ check, level }) => `${check} ${level}`),
    [
      'capabilities_baseline POD_SECURITY_LEVEL_BASELINE',
      'privileged POD_SECURITY_LEVEL_BASELINE',
      'allowPrivilegeEscalation POD_SECURITY_LEVEL_RESTRICTED',
      'capabilities_restricted POD_SECURITY_LEVEL_RESTRICTED',
    ],
  );
});

test('macvtap by annotation alone: nobody can tell which container needs the rights', (t) => {
  const pod = createPod({}, { 'k8s.v1.cni.cncf.io/networks': 'macvtap0' });
  const gains = createImpact(evaluatePod(pod, { mutators: ['macvtap'] }))?.privilegesGained ?? [];
  t.is(gains.length, 4);
  t.true(gains.every((gain) => !('needed' in gain)));
});

test('dragonfly: the image that comes in, and the path of the node that becomes reachable', (t) => {
  const impact = createImpact(evaluatePod(createPod()));
  t.deepEqual(impact?.imagesAdded, ['dragonflyoss/cli-tools:latest']);
  t.deepEqual(impact?.privilegesGained, [
    {
      container: 'app',
      privilege: 'hostPath /var/run/dfdaemon.sock',
      mutator: 'dragonfly',
      path: '/spec/containers/0/volumeMounts/0',
    },
  ]);
});

test('both mutators: each gain has its own author', (t) => {
  const pod = createPod({}, { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap0' });
  const gains = createImpact(evaluatePod(pod, { mutators: [] }))?.privilegesGained ?? [];
  t.true(gains.some(({ mutator, privilege }) => mutator === 'dragonfly' && privilege.startsWith('hostPath')));
  t.true(gains.some(({ mutator, privilege }) => mutator === 'macvtap' && privilege === 'privileged'));
  t.false(gains.some(({ mutator, privilege }) => mutator === 'dragonfly' && privilege === 'privileged'));
});

test('a Pod that nobody changes has the same before and after', (t) => {
  const impact = createImpact(evaluatePod(createPod({}, {})));
  t.is(impact?.podSecurityAfter, impact?.podSecurityBefore);
  t.is(impact?.qosAfter, impact?.qosBefore);
  t.deepEqual(
    [impact?.newBreaches, impact?.privilegesGained, impact?.imagesAdded, impact?.requestsChanged],
    [[], [], [], []],
  );
});

test('a Pod that no mutator looks at has no impact', (t) => {
  t.is(createImpact(evaluatePod(createPod({ os: { name: 'windows' } }))), null);
});

const requests = [
  ['an init container below the running ones changes nothing', { cpu: '100m', memory: '64Mi' }, []],
  ['an init container above them counts', { cpu: '2', memory: '64Mi' }, [{ resource: 'cpu', before: '1', after: '2' }]],
  [
    'limits count where requests are left out',
    { memory: '1536Mi' },
    [{ resource: 'memory', before: '1Gi', after: '1536Mi' }],
  ],
] as const;

for (const [title, limits, expected] of requests) {
  test(`effective requests: ${title}`, (t) => {
    const pod = createPod({
      containers: [{ name: 'app', image: 'app', resources: { requests: { cpu: 1, memory: '1Gi' } } }],
    });
    const settings = { initContainer: { resources: { limits } } };
    t.deepEqual(createImpact(evaluatePod(pod, { settings }))?.requestsChanged, [...expected]);
  });
}

test('effective requests: sidecars run beside everything that starts after them', (t) => {
  const sidecar = { name: 'proxy', image: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '500m' } } };
  const app = { name: 'app', image: 'app', resources: { requests: { cpu: '250m' } } };
  const settings = { initContainer: { resources: { requests: { cpu: '300m' } } } };
  const evaluation = evaluatePod(createPod({ initContainers: [sidecar], containers: [app] }), { settings });
  t.deepEqual(createImpact(evaluation)?.requestsChanged, [{ resource: 'cpu', before: '750m', after: '800m' }]);
});

const classes = [
  ['Guaranteed', { containers: [{ name: 'app', resources: even }] }],
  ['Burstable', { containers: [{ name: 'app', resources: even }, { name: 'other' }] }],
  ['Burstable', { containers: [{ name: 'app', resources: { limits: { cpu: '1' } } }] }],
  ['BestEffort', { containers: [{ name: 'app', resources: { requests: { cpu: '0', 'example.com/gpu': '1' } } }] }],
  ['BestEffort', { containers: [{ name: 'app' }] }],
  ['Burstable', { containers: [{ name: 'app' }], resources: { requests: { cpu: '1' } } }],
  ['Guaranteed', { containers: [{ name: 'app' }], resources: even }],
] as const;

for (const [expected, spec] of classes) {
  test(`quality of service is ${expected} for ${JSON.stringify(spec)}`, (t) => {
    t.is(readQosClass({ spec } as unknown as Pod), expected);
  });
}
