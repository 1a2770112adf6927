// What must come out of each Pod of the bench, written down once more and without any code of the product: the judge of
// every answer.

import type { Container, Pod } from 'kubernetes-types/core/v1.js';
import type { PodOptions } from './pod.js';
import { smallMutators, smallVariable } from './small-mutators.js';

/** The Pod after the mutation that its annotations ask for. */
export function expectPod(pod: Pod, wants: PodOptions['wants']): Pod {
  return judges[wants](pod);
}

const judges: Readonly<Record<PodOptions['wants'], (pod: Pod) => Pod>> = {
  dragonfly: withDragonfly,
  macvtap: withRights,
  nothing: (same) => same,
  nine: (pod) => withSmallVariables(withDragonfly(pod)),
};

const tools = { name: 'd7y-cli-tools-volume', mountPath: '/dragonfly-tools-mount' };
const socket = { name: 'dfdaemon-socket', mountPath: '/var/run/dfdaemon.sock' };

function withDragonfly(pod: Pod): Pod {
  const { spec } = pod;
  return {
    ...pod,
    spec: {
      ...spec,
      containers: (spec?.containers ?? []).map((container) => ({
        ...container,
        env: [...(container.env ?? []), ...variables],
        volumeMounts: [...(container.volumeMounts ?? []), socket, tools],
      })),
      volumes: [
        ...(spec?.volumes ?? []),
        { name: socket.name, hostPath: { path: socket.mountPath, type: 'Socket' } },
        { name: tools.name, emptyDir: {} },
      ],
      initContainers: [copyTools, ...(spec?.initContainers ?? [])],
    },
  };
}

const variables = [
  { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  { name: 'DRAGONFLY_PROXY_PORT', value: '4001' },
  { name: 'DRAGONFLY_INJECT_PROXY', value: 'http://$(NODE_NAME):$(DRAGONFLY_PROXY_PORT)' },
  { name: 'DRAGONFLY_TOOLS_PATH', value: tools.mountPath },
];

const copyTools: Container = {
  name: 'd7y-cli-tools',
  image: 'dragonflyoss/cli-tools:latest',
  imagePullPolicy: 'IfNotPresent',
  command: ['cp', '-rf', '/dragonfly-tools/.', `${tools.mountPath}/`],
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65532,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
  volumeMounts: [tools],
};

function withRights(pod: Pod): Pod {
  const securityContext = {
    privileged: true,
    capabilities: { add: ['DAC_OVERRIDE', 'NET_ADMIN', 'SYS_RAWIO'] },
  };
  const containers = (pod.spec?.containers ?? []).map((container) => ({ ...container, securityContext }));
  return { ...pod, spec: { ...pod.spec, containers } };
}

function withSmallVariables(pod: Pod): Pod {
  const small = smallMutators.map((_, index) => smallVariable(index));
  const containers = (pod.spec?.containers ?? []).map((container) => ({
    ...container,
    env: [...(container.env ?? []), ...small],
  }));
  return { ...pod, spec: { ...pod.spec, containers } };
}
