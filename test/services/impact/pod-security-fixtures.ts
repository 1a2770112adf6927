// For every check of Pod Security: Pods that pass and Pods that fail, as changes of one hardened Pod.

type Json = Readonly<Record<string, unknown>>;

/** A change of the hardened Pod: of its spec, of its only container, of either security context, or of annotations. */
export interface Fixture {
  readonly spec?: Json;
  readonly container?: Json;
  readonly podContext?: Json;
  readonly context?: Json;
  readonly annotations?: Json;
}

const hardened: Json = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Builds the Pod of a fixture. A member that is undefined is left out. */
export function createPod({ spec, container, podContext, context, annotations }: Fixture = {}): unknown {
  const app = {
    name: 'app',
    image: 'registry.example/app:1',
    securityContext: { ...hardened, ...context },
    ...container,
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', annotations },
    spec: { containers: [app], securityContext: podContext, ...spec },
  };
  return JSON.parse(JSON.stringify(pod));
}

const appArmorKey = 'container.apparmor.security.beta.kubernetes.io/app';
const windows = { os: { name: 'windows' } };
const userNamespace = { hostUsers: false };

/** By the name of the check. */
export const fixtures: Readonly<
  Record<string, { readonly pass: readonly Fixture[]; readonly fail: readonly Fixture[] }>
> = {
  allowPrivilegeEscalation: {
    pass: [{}, { context: { allowPrivilegeEscalation: true }, spec: windows }],
    fail: [
      { context: { allowPrivilegeEscalation: true } },
      { context: { allowPrivilegeEscalation: null } },
      { container: { securityContext: undefined } },
    ],
  },
  appArmorProfile: {
    pass: [
      { context: { appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } } },
      { annotations: { [appArmorKey]: 'runtime/default' } },
      { annotations: { [appArmorKey]: 'localhost/web' } },
    ],
    fail: [
      { context: { appArmorProfile: { type: 'Unconfined' } } },
      { podContext: { appArmorProfile: { type: 'Unconfined' } } },
      { annotations: { [appArmorKey]: 'unconfined' } },
    ],
  },
  capabilities_baseline: {
    pass: [{ context: { capabilities: { add: ['CHOWN', 'NET_BIND_SERVICE'] } } }, { context: { capabilities: null } }],
    fail: [
      { context: { capabilities: { add: ['NET_ADMIN'] } } },
      { context: { capabilities: { add: ['CAP_CHOWN'] } } },
      { spec: { initContainers: [{ name: 'init', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }] } },
    ],
  },
  capabilities_restricted: {
    pass: [
      { context: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } },
      { context: { capabilities: undefined }, spec: windows },
    ],
    fail: [
      { context: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } },
      { context: { capabilities: { drop: ['NET_RAW'] } } },
      { context: { capabilities: undefined } },
    ],
  },
  hostNamespaces: {
    pass: [{ spec: { hostNetwork: false } }],
    fail: [{ spec: { hostNetwork: true } }, { spec: { hostPID: true } }, { spec: { hostIPC: true } }],
  },
  hostPathVolumes: {
    pass: [{ spec: { volumes: [{ name: 'data', emptyDir: {} }] } }, { spec: { volumes: null } }],
    fail: [{ spec: { volumes: [{ name: 'data', hostPath: { path: '/var/lib' } }] } }],
  },
  hostPorts: {
    pass: [{ container: { ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }] } }],
    fail: [
      { container: { ports: [{ containerPort: 80, hostPort: 80 }] } },
      { container: { ports: [{ containerPort: 80 }] }, spec: { hostNetwork: true } },
    ],
  },
  hostProbesAndHostLifecycle: {
    pass: [{ container: { livenessProbe: { httpGet: { port: 80 } } } }],
    fail: [
      { container: { livenessProbe: { httpGet: { port: 80, host: '169.254.169.254' } } } },
      { container: { startupProbe: { tcpSocket: { port: 80, host: 'db' } } } },
      { container: { lifecycle: { preStop: { httpGet: { port: 80, host: 'db' } } } } },
    ],
  },
  privileged: {
    pass: [{ context: { privileged: false } }],
    fail: [
      { context: { privileged: true } },
      { spec: { ephemeralContainers: [{ name: 'debug', securityContext: { privileged: true } }] } },
    ],
  },
  procMount: {
    pass: [{ context: { procMount: 'Default' } }, { context: { procMount: 'Unmasked' }, spec: userNamespace }],
    fail: [{ context: { procMount: 'Unmasked' } }],
  },
  procMount_restricted: {
    pass: [{ context: { procMount: 'Default' } }],
    fail: [{ context: { procMount: 'Unmasked' }, spec: userNamespace }],
  },
  restrictedVolumes: {
    pass: [{ spec: { volumes: [{ name: 'a', image: { reference: 'x' } }, { name: 'b' }, { name: 'c', csi: {} }] } }],
    fail: [{ spec: { volumes: [{ name: 'data', nfs: { server: 'nfs', path: '/' } }] } }],
  },
  runAsNonRoot: {
    pass: [
      { context: { runAsNonRoot: undefined }, podContext: { runAsNonRoot: true } },
      { context: { runAsNonRoot: undefined }, spec: userNamespace },
    ],
    fail: [
      { context: { runAsNonRoot: undefined } },
      { context: { runAsNonRoot: false }, podContext: { runAsNonRoot: true } },
      { podContext: { runAsNonRoot: false } },
    ],
  },
  runAsUser: {
    pass: [{ context: { runAsUser: 1000 } }, { context: { runAsUser: 0 }, spec: userNamespace }],
    fail: [{ context: { runAsUser: 0 } }, { podContext: { runAsUser: 0 } }],
  },
  seLinuxOptions: {
    pass: [{ context: { seLinuxOptions: { type: 'container_engine_t', level: 's0' } } }],
    fail: [
      { context: { seLinuxOptions: { type: 'spc_t' } } },
      { podContext: { seLinuxOptions: { user: 'system_u' } } },
      { context: { seLinuxOptions: { role: 'system_r' } } },
    ],
  },
  seccompProfile_baseline: {
    pass: [{ context: { seccompProfile: undefined } }, { context: { seccompProfile: { type: 'Localhost' } } }],
    fail: [
      { context: { seccompProfile: { type: 'Unconfined' } } },
      { podContext: { seccompProfile: { type: 'Unconfined' } } },
    ],
  },
  seccompProfile_restricted: {
    pass: [
      { context: { seccompProfile: undefined }, podContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      { context: { seccompProfile: undefined }, spec: windows },
    ],
    fail: [
      { context: { seccompProfile: undefined } },
      { context: { seccompProfile: { type: 'Unconfined' } } },
      { podContext: { seccompProfile: { type: 'Unconfined' } } },
    ],
  },
  sysctls: {
    pass: [{ podContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '4096' }] } }],
    fail: [{ podContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }],
  },
  windowsHostProcess: {
    pass: [{ podContext: { windowsOptions: { hostProcess: false } } }],
    fail: [
      { podContext: { windowsOptions: { hostProcess: true } } },
      { context: { windowsOptions: { hostProcess: true } } },
    ],
  },
};
