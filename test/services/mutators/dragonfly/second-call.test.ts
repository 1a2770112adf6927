// Twice is once, also when the API server and others have worked on our additions in between.

import test from 'ava';
import type { Container, Pod } from '../../../../services/pod/pod.js';
import { createPod, evaluatePod, mutatePod } from '../../../kit/evaluate-pod.js';

const pod = createPod({
  containers: [
    { name: 'web', image: 'i' },
    { name: 'worker', image: 'i', env: [{ name: 'MODE', value: 'fast' }] },
  ],
  initContainers: [{ name: 'setup', image: 'i' }],
});
const everySetting = [
  {},
  { profile: 'p2p-webhook', socketMount: 'directory' },
  { profile: 'injector', pullSecrets: ['login'] },
  { initContainers: true, nodeSource: 'hostIP', toolsOnPath: ['dfget'] },
];

// What the API server does to a stored Pod before a webhook is called again.
function fillInDefaults(before: Pod): Pod {
  const token = {
    name: 'kube-api-access-x',
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    readOnly: true,
  };
  const fill = (container: Container): Container => ({
    ...container,
    env: (container.env ?? []).map((entry) =>
      entry.valueFrom?.fieldRef
        ? { ...entry, valueFrom: { fieldRef: { apiVersion: 'v1', ...entry.valueFrom.fieldRef } } }
        : entry,
    ),
    resources: container.resources ?? {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'Always',
    volumeMounts: [...(container.volumeMounts ?? []), token],
  });
  return {
    ...before,
    spec: {
      ...before.spec,
      containers: before.spec.containers.map(fill),
      initContainers: (before.spec.initContainers ?? []).map(fill),
      volumes: [...(before.spec.volumes ?? []), { name: token.name, projected: { sources: [] } }],
      restartPolicy: 'Always',
      serviceAccountName: 'default',
    },
  };
}

for (const settings of everySetting) {
  const title = JSON.stringify(settings);

  test(`a Pod with defaults filled in is recognised, settings ${title}`, (t) => {
    const injected = fillInDefaults(mutatePod(pod, { settings }));
    const { results, operations, warnings } = evaluatePod(injected, { settings });
    t.is(`${results[0]?.outcome} ${results[0]?.reason}`, 'unchanged ALREADY_INJECTED');
    t.deepEqual([operations, warnings], [[], []]);
  });

  test(`a container that comes later gets what it lacks, nothing else is touched, settings ${title}`, (t) => {
    const injected = fillInDefaults(mutatePod(pod, { settings }));
    const containers = [...injected.spec.containers, { name: 'mesh', image: 'i' }];
    const { operations } = evaluatePod({ ...injected, spec: { ...injected.spec, containers } }, { settings });
    t.true(operations.length > 0);
    t.true(operations.every(({ path }) => path.startsWith('/spec/containers/2/')));
  });

  test(`whatever is missing is completed, settings ${title}`, (t) => {
    const injected = mutatePod(pod, { settings });
    for (const half of listHalfInjected(injected)) {
      const completed = mutatePod(half, { settings });
      t.deepEqual(sortLists(completed), sortLists(injected));
      t.deepEqual(evaluatePod(completed, { settings }).operations, []);
    }
  });
}

// The injected Pod without its init container, without a container's additions, without a mount of the init container.
function listHalfInjected({ spec, ...rest }: Pod): readonly object[] {
  const { initContainers = [], ...others } = spec;
  const isOurs = ({ name }: Container): boolean => name !== 'setup';
  const web = { name: 'web', image: 'i' };
  return [
    { ...rest, spec: { ...others, initContainers: initContainers?.filter((container) => !isOurs(container)) } },
    { ...rest, spec: { ...spec, containers: [web, ...spec.containers.slice(1)] } },
    {
      ...rest,
      spec: {
        ...spec,
        initContainers: initContainers?.map((container) =>
          isOurs(container) ? { ...container, volumeMounts: [] } : container,
        ),
      },
    },
  ];
}

function sortLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortLists).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, sortLists(member)]))
    : value;
}

test('an init container that another webhook puts in front of ours gets no tools, which would not be there yet', (t) => {
  const settings = { initContainers: true, toolsOnPath: ['dfget'] };
  const injected = mutatePod(pod, { settings });
  const initContainers = [{ name: 'mesh-init', image: 'i' }, ...(injected.spec.initContainers ?? [])];
  const { after } = evaluatePod({ ...injected, spec: { ...injected.spec, initContainers } }, { settings });
  const mesh = after?.spec.initContainers?.[0];
  t.deepEqual(
    mesh?.volumeMounts?.map(({ name }) => name),
    ['dfdaemon-socket'],
  );
  t.false(mesh?.env?.some(({ name }) => name === 'DRAGONFLY_TOOLS_PATH'));
});

test('an init container of ours with another image or with more rights is still ours', (t) => {
  const injected = mutatePod(pod);
  const initContainers = (injected.spec.initContainers ?? []).map((container) => ({
    ...container,
    image: 'mirror.example/cli-tools:latest',
    command: ['/wrapped'],
    securityContext: { privileged: true },
  }));
  const { operations, warnings } = evaluatePod({ ...injected, spec: { ...injected.spec, initContainers } });
  t.deepEqual([operations, warnings], [[], []]);
});

test('macvtap gives its rights to the injected init container, and then nothing is left to do', (t) => {
  const annotations = { 'dragonfly.io/inject': 'true', 'k8s.v1.cni.cncf.io/networks': 'macvtap-net' };
  const both = ['dragonfly', 'macvtap'];
  const { after } = evaluatePod(createPod({}, annotations), { mutators: both });
  const context = after?.spec.initContainers?.[0]?.securityContext;
  t.deepEqual([context?.privileged, context?.allowPrivilegeEscalation], [true, true]);
  t.deepEqual(evaluatePod(after ?? {}, { mutators: both }).operations, []);
});
