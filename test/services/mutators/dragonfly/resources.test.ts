// A Guaranteed Pod stays Guaranteed; every other Pod gets what the settings say, which is nothing by default.

import test from 'ava';
import { isGuaranteed } from '../../../../services/pod/qos.js';
import { createPod, mutatePod } from '../../../kit/evaluate-pod.js';

const even = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m', memory: '1073741824' } };
const container = (resources: object, name = 'app'): object => ({ name, image: 'i', resources });

function readResources(pod: object, resources?: object): unknown {
  const settings = resources && { initContainer: { resources } };
  const { spec } = mutatePod(pod, settings && { settings });
  return spec.initContainers?.find(({ name }) => name === 'd7y-cli-tools')?.resources;
}

const constants = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '100m', memory: '128Mi' } };

test('a Guaranteed Pod stays Guaranteed, equal quantities written differently', (t) => {
  const pod = createPod({ containers: [container(even)] });
  t.deepEqual(readResources(pod), constants);
  t.true(isGuaranteed(mutatePod(pod)));
});

test('requests that are left out count as the limits', (t) => {
  t.deepEqual(readResources(createPod({ containers: [container({ limits: even.limits })] })), constants);
});

test('the settings win over the constants, and are made even', (t) => {
  const pod = createPod({ containers: [container(even)] });
  t.deepEqual(readResources(pod, { requests: { cpu: '50m' }, limits: { cpu: '50m', memory: '32Mi' } }), {
    requests: { cpu: '50m', memory: '32Mi' },
    limits: { cpu: '50m', memory: '32Mi' },
  });
  t.deepEqual(
    readResources(pod, { requests: { cpu: '50m', memory: '8Mi' }, limits: { cpu: '2', 'ephemeral-storage': '1Gi' } }),
    {
      requests: { cpu: '2', memory: '8Mi' },
      limits: { cpu: '2', memory: '8Mi', 'ephemeral-storage': '1Gi' },
    },
  );
});

const others: Readonly<Record<string, object>> = {
  'without any resources': { containers: [container({})] },
  'with a request below its limit': { containers: [container({ ...even, requests: { cpu: '500m', memory: '1Gi' } })] },
  'with limits for cpu alone': { containers: [container({ limits: { cpu: '1' } })] },
  'with one container of two': { containers: [container(even), container({}, 'side')] },
  'with a bare init container': { containers: [container(even)], initContainers: [container({}, 'setup')] },
  'with limits of zero': { containers: [container({ limits: { cpu: '0', memory: '0' } })] },
  'with limits that are no quantities': { containers: [container({ limits: { cpu: 'x', memory: 'x' } })] },
};

for (const [title, spec] of Object.entries(others)) {
  test(`a Pod ${title} is not Guaranteed and gets what the settings say`, (t) => {
    const resources = { requests: { cpu: '10m' } };
    t.is(readResources(createPod(spec)), undefined);
    t.deepEqual(readResources(createPod(spec), resources), resources);
  });
}

test('a Pod with resources of its own keeps its class by them, so our container needs none and gets none', (t) => {
  const pod = createPod({ resources: { limits: { cpu: '50m', memory: '64Mi' } } });
  t.true(isGuaranteed(mutatePod(pod)));
  t.is(readResources(pod, { requests: { cpu: '1' } }), undefined);
});

test('empty resources of the Pod itself count for nothing', (t) => {
  t.deepEqual(readResources(createPod({ containers: [container(even)], resources: { limits: {} } })), constants);
});
