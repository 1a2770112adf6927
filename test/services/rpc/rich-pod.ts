/** A Pod that uses every field that podmutator reads, and that both mutators change. */
export const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'app',
    labels: { app: 'a' },
    annotations: {
      'dragonfly.io/inject': 'true',
      'dragonfly.io/cli-tools-image': 'registry.example/tools:1',
      'k8s.v1.cni.cncf.io/networks': '[{"name":"macvtap0"}]',
      'container.apparmor.security.beta.kubernetes.io/app': 'unconfined',
    },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'app', uid: 'u', controller: true }],
  },
  spec: {
    os: { name: 'linux' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }],
        },
      },
    },
    hostNetwork: false,
    hostUsers: true,
    shareProcessNamespace: false,
    serviceAccountName: 'app',
    securityContext: {
      runAsNonRoot: true,
      fsGroup: 1,
      seccompProfile: { type: 'RuntimeDefault' },
      appArmorProfile: { type: 'RuntimeDefault' },
      sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }],
      windowsOptions: { hostProcess: false },
      seLinuxOptions: { type: 'container_t' },
    },
    resources: { limits: { cpu: '1' } },
    overhead: { cpu: '10m' },
    volumes: [
      { name: 'socket', hostPath: { path: '/var/run/dragonfly', type: 'Directory' } },
      { name: 'config', configMap: { name: 'a', items: [{ key: 'a', path: 'b' }] } },
      { name: 'all', projected: { sources: [{ secret: { name: 'a' } }] } },
    ],
    initContainers: [
      { name: 'first', image: 'a', restartPolicy: 'Always', resources: { requests: { memory: '1Mi' } } },
    ],
    containers: [
      {
        name: 'app',
        image: 'app:1',
        command: ['a', '$(NODE_NAME)'],
        args: ['$(MISSING)'],
        env: [
          { name: 'NODE_NAME', value: 'x' },
          { name: 'OTHER', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        ],
        envFrom: [{ prefix: 'A', configMapRef: { name: 'a' } }],
        ports: [{ containerPort: 80, hostPort: 0 }],
        volumeMounts: [
          { name: 'config', mountPath: '/var/run', readOnly: true, subPath: 'a' },
          { name: 'socket', mountPath: '/dragonfly-tools-mount', subPathExpr: '$(NODE_NAME)' },
        ],
        livenessProbe: { httpGet: { host: 'a', port: 80 } },
        lifecycle: { preStop: { tcpSocket: { host: 'a', port: 80 } } },
        securityContext: {
          privileged: false,
          allowPrivilegeEscalation: false,
          procMount: 'Default',
          capabilities: { add: ['NET_RAW'], drop: ['NET_ADMIN'] },
          windowsOptions: { hostProcess: false },
          seccompProfile: { type: 'Unconfined' },
        },
        resources: {
          limits: { cpu: '1', 'macvtap.network.kubevirt.io/eno1': '1' },
          requests: { memory: '64Mi' },
          claims: [{ name: 'a' }],
        },
      },
    ],
    ephemeralContainers: [{ name: 'debug', image: 'a', securityContext: { privileged: true } }],
  },
};
