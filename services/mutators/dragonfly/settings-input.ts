// What an operator may write about this mutator: a profile, and single values on top.
//
// Settings of the two origins are known under their own names as well, each under the profile of its origin only.

import * as z from 'zod';
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

const initContainerImage = z.strictObject({
  registry: imageText.exactOptional(),
  repository: imageText.exactOptional(),
  tag: z.union([z.literal(''), imageText]).exactOptional(),
  digest: z.union([z.literal(''), imageText]).exactOptional(),
  pullPolicy: pullPolicy.exactOptional(),
  pullSecrets: z.array(z.union([dnsSubdomain, z.strictObject({ name: dnsSubdomain })])).exactOptional(),
});

const aliasKeys = {
  enable: z.boolean().exactOptional().describe('Profile p2p-webhook: another name of enabled.'),
  proxy_port: port.exactOptional().describe('Profile p2p-webhook: another name of proxyPort.'),
  cli_tools_image: imageText.exactOptional().describe('Profile p2p-webhook: another name of initContainer.image.'),
  cli_tools_dir_path: absolutePath.exactOptional().describe('Profile p2p-webhook: another name of toolsSourcePath.'),
  initContainerImage: initContainerImage
    .exactOptional()
    .describe('Profile injector: the parts of initContainer.image, initContainer.imagePullPolicy and pullSecrets.'),
};

/** Names that other settings have in an origin. */
export type AliasKey = keyof typeof aliasKeys;

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

export const settingsInput = z.strictObject({
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

export type SettingsInput = z.infer<typeof settingsInput>;
