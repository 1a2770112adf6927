// Other webhooks in front of the same API server.

import { type ClusterAccess, writeKubeconfig } from '../../test/cluster/control-plane.js';
import type { Bench } from '../bench.js';
import { startPeers } from '../contestants/peers.js';
import { webhooksPath } from './admission-paths.js';
import type { Setup } from './setup.js';

/** Starts the peers with a kubeconfig of a user who may do everything. */
export async function startPeerSetups(bench: Bench, cluster: ClusterAccess): Promise<readonly Setup[]> {
  const kubeconfig = await writeKubeconfig(cluster, 'peers', cluster.adminToken);
  const peers = await startPeers(bench, { KUBECONFIG: kubeconfig });
  return peers.map((peer) => {
    const webhook = { url: peer.origin + peer.pathOf('dragonfly'), ca: bench.certificate.ca };
    return {
      ...peer,
      title: peer.name,
      objects: [{ path: webhooksPath, object: createConfiguration(webhook) }],
      webhook,
    };
  });
}

function createConfiguration({ url, ca }: { readonly url: string; readonly ca: string }): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'bench-peer' },
    webhooks: [
      {
        name: 'peer.bench.example.com',
        clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 5,
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
    ],
  };
}
