// A control plane for the bench, with one namespace to create Pods in. Only dry runs: nothing is ever stored but what
// admission is told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { type ClusterAccess, startControlPlane } from '../../test/cluster/control-plane.js';
import { connectKube, type Kube } from '../../test/cluster/kube.js';
import { grantNamespaceRights } from '../../test/cluster/namespace-rights.js';
import type { ClusterObject } from './setup.js';

export interface BenchCluster {
  readonly access: ClusterAccess;
  readonly apiServerPid: number;
  /** Where Pods are created, dry run. */
  readonly podsUrl: string;
  /** Creates a Pod, dry run, and returns what would be stored. */
  tryPod(pod: Pod): Promise<Pod>;
  /** Creates the objects; what is returned takes them away again. */
  install(objects: readonly ClusterObject[]): Promise<() => Promise<void>>;
  /** Waits until the Pod comes out as it should: the API server learns of new objects a moment later. */
  waitFor(pod: Pod, isAsWanted: (stored: Pod) => boolean): Promise<void>;
  stop(): Promise<void>;
}

const namespace = 'shop';
const waitMs = 60_000;

export async function startBenchCluster(assets: string): Promise<BenchCluster> {
  const { access, stop } = await startControlPlane(assets);
  const kube = connectKube(access);
  const podsPath = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const tryPod = (pod: Pod): Promise<Pod> => create<Pod>(kube, podsPath, pod);
  await grantNamespaceRights(kube, access.limitedUser);
  await create(kube, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  await create(kube, `/api/v1/namespaces/${namespace}/serviceaccounts`, account);
  return {
    access,
    apiServerPid: Number(readFileSync(join(access.folder, 'kube-apiserver.log.pid'), 'utf8')),
    podsUrl: access.url + podsPath,
    tryPod,
    async install(objects) {
      const paths: string[] = [];
      for (const { path, object } of objects) {
        const { metadata } = await create<{ metadata: { name: string } }>(kube, path, object);
        paths.push(`${path}/${metadata.name}`);
      }
      return async () => {
        for (const path of paths.toReversed()) await kube.delete(path);
      };
    },
    async waitFor(pod, isAsWanted) {
      for (const end = Date.now() + waitMs; !isAsWanted(await tryPod(pod)); await sleep(100)) {
        if (Date.now() > end) throw new Error('the API server does not do what it was told');
      }
    },
    async stop() {
      kube.close();
      await stop();
    },
  };
}

async function create<Body>(kube: Kube, path: string, object: object): Promise<Body> {
  const { status, body } = await kube.create<Body>(path, object);
  if (status !== 201) {
    throw new Error(`POST ${path}: expected status 201, found ${status}: ${JSON.stringify(body)}`);
  }
  return body;
}
