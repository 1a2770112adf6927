// Namespaces with Pod Security: the API server judges after us, so we say beforehand what it will refuse.

import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { createMacvtapContainer, createPod, findContainer, hasDragonfly, openCluster } from './cluster.js';
import type { Status } from './kube.js';

const cluster = openCluster();

// As strict as the level "restricted" wants it.
const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const strictPod: NonNullable<Pod['spec']> = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [createMacvtapContainer({ securityContext })],
};

for (const level of ['baseline', 'restricted'] as const) {
  const enforce = { 'pod-security.kubernetes.io/enforce': level };

  test(`${level} refuses what macvtap needs, and our warning said so before`, async (t) => {
    const namespace = await cluster.createNamespace({ labels: { ...enforce, 'kubevirt.io/use-macvtap': 'true' } });
    const { status, body, warnings } = await cluster.tryPod(namespace, createPod({ spec: strictPod }));
    t.is(status, 403);
    t.regex((body as Status).message, new RegExp(`violates PodSecurity "${level}.*privileged`));
    t.true(
      warnings.some((text) => text.includes('POD_SECURITY_REFUSES') && text.includes(level)),
      warnings.join('\n'),
    );
  });

  test(`${level} accepts a Pod with dragonfly, because the socket is left out`, async (t) => {
    const namespace = await cluster.createNamespace({ labels: { ...enforce, 'dragonflyoss-injection': 'enabled' } });
    const { pod, warnings } = await cluster.storePod(namespace, createPod({ spec: strictPod }));
    t.true(hasDragonfly(pod));
    t.false(pod.spec?.volumes?.some(({ hostPath }) => hostPath !== undefined));
    t.false(findContainer(pod, 'app').volumeMounts?.some(({ mountPath }) => mountPath.includes('dfdaemon')));
    t.true(
      warnings.some((text) => text.includes('POD_SECURITY_SOCKET_LEFT_OUT')),
      warnings.join('\n'),
    );
  });
}

test('privileged refuses nothing and gets no warning of ours', async (t) => {
  const labels = {
    'pod-security.kubernetes.io/enforce': 'privileged',
    'kubevirt.io/use-macvtap': 'true',
    'dragonflyoss-injection': 'enabled',
  };
  const { pod, warnings } = await cluster.storePod(
    await cluster.createNamespace({ labels }),
    createPod({ spec: strictPod }),
  );
  t.true(hasDragonfly(pod));
  t.false(
    warnings.some((text) => text.includes('POD_SECURITY')),
    warnings.join('\n'),
  );
});
