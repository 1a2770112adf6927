// The rights that `--namespaces=cluster` needs, and none besides.

import type { Kube } from './kube.js';

const group = 'rbac.authorization.k8s.io';
const verbs = ['get', 'list', 'watch'];

/** Gives a user get, list and watch on Namespaces. */
export async function grantNamespaceRights(kube: Kube, user: string): Promise<void> {
  const name = `${user}-namespaces`;
  const role = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules: [{ apiGroups: [''], resources: ['namespaces'], verbs }],
  };
  const binding = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: group, kind: 'User', name: user }],
  };
  for (const [plural, object] of [
    ['clusterroles', role],
    ['clusterrolebindings', binding],
  ] as const) {
    const { status, body } = await kube.create(`/apis/${group}/v1/${plural}`, object);
    if (status !== 201) throw new Error(`expected 201 for ${plural}, got ${status}: ${JSON.stringify(body)}`);
  }
}
