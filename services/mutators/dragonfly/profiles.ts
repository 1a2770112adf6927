// The constants of the three generations of Dragonfly's webhook, as data. A profile is the set of defaults that the
// settings of an operator are laid over.

export type ProfileName = 'seed' | 'p2p-webhook' | 'injector';

/** Words of a command; `{source}` and `{mount}` stand for the settings toolsSourcePath and toolsMountPath. */
type CommandTemplate = readonly string[];

/** Resources of the init container, as Kubernetes writes them. */
export interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

export interface ProfileDefaults {
  readonly enabled: boolean;
  readonly namespaceLabel: { readonly key: string; readonly value: string };
  readonly annotations: {
    readonly inject: string;
    readonly image: string;
    readonly skipProxy: string;
    readonly skipSocket: string;
    readonly skipTools: string;
  };
  readonly proxyEnabled: boolean;
  readonly proxyPort: number;
  readonly nodeSource: 'nodeName' | 'hostIP';
  readonly socketEnabled: boolean;
  readonly socketMount: 'file' | 'directory';
  readonly socketPath: string;
  readonly socketVolume: string;
  readonly warnOnStaleSocket: boolean;
  readonly toolsEnabled: boolean;
  readonly toolsVolume: string;
  readonly toolsSourcePath: string;
  readonly toolsMountPath: string;
  readonly toolsVariable: string;
  readonly toolsImages: readonly string[];
  readonly toolsOnPath: readonly string[];
  readonly initContainer: {
    readonly name: string;
    readonly image: string;
    readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never';
    readonly command: CommandTemplate;
    readonly resources: Resources;
    readonly securityContext: Readonly<Record<string, unknown>>;
  };
  readonly initContainers: boolean;
  readonly includeContainers: readonly string[];
  readonly excludeContainers: readonly string[];
  readonly pullSecrets: readonly string[];
}

// Everything that the Pod Security level "restricted" asks of a container, by itself, whatever the Pod says. The user
// is a number because kubelet cannot tell whether a named user of the image is root.
const restrictedSecurityContext = {
  runAsNonRoot: true,
  runAsUser: 65532,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

const seed: ProfileDefaults = {
  enabled: true,
  namespaceLabel: { key: 'dragonflyoss-injection', value: 'enabled' },
  annotations: {
    inject: 'dragonfly.io/inject',
    image: 'dragonfly.io/cli-tools-image',
    skipProxy: 'dragonfly.io/skip-proxy',
    skipSocket: 'dragonfly.io/skip-socket',
    skipTools: 'dragonfly.io/skip-tools',
  },
  proxyEnabled: true,
  proxyPort: 4001,
  nodeSource: 'nodeName',
  socketEnabled: true,
  socketMount: 'file',
  socketPath: '/var/run/dfdaemon.sock',
  socketVolume: 'dfdaemon-socket',
  warnOnStaleSocket: false,
  toolsEnabled: true,
  toolsVolume: 'd7y-cli-tools-volume',
  toolsSourcePath: '/dragonfly-tools',
  toolsMountPath: '/dragonfly-tools-mount',
  toolsVariable: 'DRAGONFLY_TOOLS_PATH',
  toolsImages: ['*'],
  toolsOnPath: [],
  initContainer: {
    name: 'd7y-cli-tools',
    image: 'dragonflyoss/cli-tools:latest',
    imagePullPolicy: 'IfNotPresent',
    command: ['cp', '-rf', '{source}/.', '{mount}/'],
    resources: {},
    securityContext: restrictedSecurityContext,
  },
  initContainers: false,
  includeContainers: [],
  excludeContainers: [],
  pullSecrets: [],
};

const p2pWebhook: ProfileDefaults = {
  ...seed,
  socketPath: '/var/run/dragonfly/dfdaemon.sock',
  socketVolume: 'dfdaemon-unix-sock',
};

const clientBinaries = ['dfget', 'dfcache', 'dfstore', 'dfctl', 'dfdaemon'];

const injector: ProfileDefaults = {
  ...p2pWebhook,
  namespaceLabel: { key: 'dragonfly.io/inject', value: 'true' },
  annotations: {
    ...seed.annotations,
    image: 'dragonfly.io/init-container-image',
    skipSocket: 'dragonfly.io/skip-unix-sock-inject',
  },
  proxyEnabled: false,
  toolsVolume: 'dragonfly-binaries-volume',
  toolsSourcePath: '/usr/local/bin',
  toolsMountPath: '/dragonfly/bin',
  toolsVariable: '',
  toolsOnPath: clientBinaries,
  initContainer: {
    ...seed.initContainer,
    name: 'dragonfly-binaries',
    image: 'docker.io/dragonflyoss/client:v1.3.0',
    command: ['install', '-D', ...clientBinaries.map((name) => `{source}/${name}`), '-t', '{mount}/'],
  },
};

export const profiles: Readonly<Record<ProfileName, ProfileDefaults>> = { seed, 'p2p-webhook': p2pWebhook, injector };
