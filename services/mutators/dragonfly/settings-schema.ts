// What an operator may write about this mutator, and the complete settings that come out of it.
//
// Input is sparse: a profile, and single values on top. Output is complete: every constant of the profile resolved,
// so that it can be printed, and even be written back as input.

import * as z from 'zod';
import { aliasKeys, replaceAliases } from './aliases.js';
import { findContradictions } from './contradictions.js';
import {
  absolutePath,
  dnsLabel,
  dnsSubdomain,
  fileName,
  imageText,
  labelValue,
  port,
  pullPolicy,
  qualifiedName,
  quantity,
  variableName,
} from './formats.js';
import { type ProfileDefaults, type ProfileName, profiles } from './profiles.js';

/** The effective settings: plain JSON, complete. `initContainer.command` has no placeholders any more. */
export interface DragonflySettings extends ProfileDefaults {
  readonly profile: ProfileName;
}

const quantities = z.strictObject({
  cpu: quantity.exactOptional(),
  memory: quantity.exactOptional(),
  'ephemeral-storage': quantity.exactOptional(),
});

const securityContext = z.strictObject({
  runAsUser: z.int().min(0).max(2_147_483_647).exactOptional(),
  runAsGroup: z.int().min(0).max(2_147_483_647).exactOptional(),
  runAsNonRoot: z.boolean().exactOptional(),
  privileged: z.boolean().exactOptional(),
  allowPrivilegeEscalation: z.boolean().exactOptional(),
  readOnlyRootFilesystem: z.boolean().exactOptional(),
  capabilities: z
    .strictObject({ add: z.array(z.string()).exactOptional(), drop: z.array(z.string()).exactOptional() })
    .exactOptional(),
  seccompProfile: z
    .strictObject({
      type: z.enum(['RuntimeDefault', 'Localhost', 'Unconfined']),
      localhostProfile: z.string().exactOptional(),
    })
    .exactOptional(),
  appArmorProfile: z
    .strictObject({
      type: z.enum(['RuntimeDefault', 'Localhost', 'Unconfined']),
      localhostProfile: z.string().exactOptional(),
    })
    .exactOptional(),
  seLinuxOptions: z
    .strictObject({
      level: z.string().exactOptional(),
      role: z.string().exactOptional(),
      type: z.string().exactOptional(),
      user: z.string().exactOptional(),
    })
    .exactOptional(),
});

const initContainer = z.strictObject({
  name: dnsLabel.exactOptional(),
  image: imageText.exactOptional().describe('Image that holds the tools; a Pod may name another by annotation.'),
  imagePullPolicy: pullPolicy.exactOptional(),
  command: z
    .array(z.string())
    .min(1)
    .max(100)
    .exactOptional()
    .describe('Copies the tools; replaces the command of the profile.'),
  resources: z
    .strictObject({ requests: quantities.exactOptional(), limits: quantities.exactOptional() })
    .exactOptional()
    .describe('None by default. A Guaranteed Pod gets requests = limits in any case.'),
  securityContext: securityContext
    .exactOptional()
    .describe('Replaces the default as a whole, which satisfies Pod Security "restricted".'),
});

const input = z.strictObject({
  enabled: z.boolean().exactOptional().describe('Master switch. It opts nobody in.'),
  profile: z.enum(['seed', 'p2p-webhook', 'injector']).default('seed').describe('Whose constants are the defaults.'),
  namespaceLabel: z
    .strictObject({ key: qualifiedName.exactOptional(), value: labelValue.exactOptional() })
    .exactOptional()
    .describe('Label of a namespace that opts all its Pods in.'),
  annotations: z
    .strictObject({
      inject: qualifiedName.exactOptional(),
      image: qualifiedName.exactOptional(),
      skipProxy: qualifiedName.exactOptional(),
      skipSocket: qualifiedName.exactOptional(),
      skipTools: qualifiedName.exactOptional(),
    })
    .exactOptional()
    .describe('Keys of the Pod annotations that are read.'),
  proxyEnabled: z.boolean().exactOptional().describe('Whether the proxy variables are injected.'),
  proxyPort: port.exactOptional().describe('Port of the proxy on the node.'),
  nodeSource: z
    .enum(['nodeName', 'hostIP'])
    .exactOptional()
    .describe('nodeName: NODE_NAME from spec.nodeName. hostIP: NODE_IP from status.hostIP.'),
  socketEnabled: z.boolean().exactOptional().describe('Whether the socket of dfdaemon is mounted.'),
  socketMount: z
    .enum(['file', 'directory'])
    .exactOptional()
    .describe('file: the socket itself. directory: its directory, which survives restarts of dfdaemon.'),
  socketPath: absolutePath.exactOptional().describe('The socket, on the node and in the container.'),
  socketVolume: dnsLabel.exactOptional(),
  warnOnStaleSocket: z
    .boolean()
    .exactOptional()
    .describe('file: warn on each Pod that the mount does not survive a restart of dfdaemon.'),
  toolsEnabled: z.boolean().exactOptional().describe('Whether the tools are injected.'),
  toolsVolume: dnsLabel.exactOptional(),
  toolsSourcePath: absolutePath.exactOptional().describe('Where the tools are in the image.'),
  toolsMountPath: absolutePath.exactOptional().describe('Where the tools are in the containers.'),
  toolsVariable: variableName.exactOptional().describe('Variable that holds toolsMountPath; "" for none.'),
  toolsImages: z
    .array(z.string().min(1).max(512))
    .max(1000)
    .exactOptional()
    .describe('Images that the annotation may name, with * for any text; none if empty.'),
  toolsOnPath: z.array(fileName).max(32).exactOptional().describe('Tools that are also mounted into /usr/local/bin.'),
  initContainer: initContainer.exactOptional().describe('The init container that copies the tools.'),
  initContainers: z
    .boolean()
    .exactOptional()
    .describe("Whether the user's init containers get everything too; ours then comes first."),
  includeContainers: z.array(dnsLabel).max(1000).exactOptional().describe('Only these containers; empty means all.'),
  excludeContainers: z.array(dnsLabel).max(1000).exactOptional().describe('Not these containers, even if included.'),
  pullSecrets: z.array(dnsSubdomain).max(100).exactOptional().describe('Secrets that Pods need to pull the image.'),
  ...aliasKeys,
});

export type SettingsInput = z.infer<typeof input>;

export const settingsSchema = input
  .transform((given, context): DragonflySettings => {
    const report = (path: readonly string[], message: string): void =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const settings = resolve(replaceAliases(given, report));
    findContradictions(settings, report);
    return settings;
  })
  .prefault({});

function resolve({ profile, ...given }: ReturnType<typeof replaceAliases>): DragonflySettings {
  const defaults = profiles[profile];
  const settings = {
    profile,
    ...defaults,
    ...given,
    namespaceLabel: { ...defaults.namespaceLabel, ...given.namespaceLabel },
    annotations: { ...defaults.annotations, ...given.annotations },
    initContainer: { ...defaults.initContainer, ...given.initContainer },
  };
  const { toolsSourcePath, toolsMountPath } = settings;
  const command =
    given.initContainer?.command ?? fillIn(defaults.initContainer.command, toolsSourcePath, toolsMountPath);
  return { ...settings, initContainer: { ...settings.initContainer, command } };
}

function fillIn(template: readonly string[], source: string, mount: string): readonly string[] {
  return template.map((word) => word.replace('{source}', () => source).replace('{mount}', () => mount));
}
