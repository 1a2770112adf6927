// Pods created through a real API server: what the product adds to their time, and what it costs the API server, beside
// a policy inside of it that does the same.

import { isDeepStrictEqual } from 'node:util';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { Bench } from '../bench.js';
import { type BenchCluster, startBenchCluster } from '../cluster/bench-cluster.js';
import { addBestPeer } from '../cluster/best-peer.js';
import { createClusterTables } from '../cluster/cluster-tables.js';
import { type Creation, creations, measureCreations, warmUpWebhook } from '../cluster/measure-creations.js';
import { startPeerSetups } from '../cluster/peer-setups.js';
import { readPolicySetup } from '../cluster/policy-setup.js';
import { startOneProcessSetup, startTwoProcessesSetup } from '../cluster/product-setups.js';
import type { Setup } from '../cluster/setup.js';
import { isPartOf, withoutChance } from '../cluster/stored-pod.js';
import type { Layer, LayerResult } from '../layer.js';
import { expectPod } from '../payload/expected-pod.js';
import { createSmallPod } from '../payload/small-pod.js';

const baseline: Setup = {
  name: 'baseline',
  title: 'nothing registered',
  objects: [],
  pids: [],
  isAlike: false,
  stop: async () => undefined,
};

export const apiServer: Layer = {
  parts: ['api-server'],

  async run(bench): Promise<LayerResult> {
    const assets = process.env['KUBEBUILDER_ASSETS'];
    if (!assets) {
      const why = 'KUBEBUILDER_ASSETS is not set; expected a folder with kube-apiserver and etcd';
      return { tables: [], skipped: [{ part: 'api-server', why }] };
    }
    const cluster = await startBenchCluster(assets);
    const setups: Setup[] = [baseline];
    try {
      setups.push(await startOneProcessSetup(bench, cluster.access));
      setups.push(await startTwoProcessesSetup(bench, cluster.access));
      setups.push(readPolicySetup());
      setups.push(...(await startPeerSetups(bench, cluster.access)));
      await checkPods(cluster, setups);
      for (const setup of setups) await warmUpWebhook(bench, setup);
      for (let round = 0; round <= bench.options.rounds; round += 1) {
        for (const setup of setups) await measureSetup(bench, cluster, { setup, round });
      }
      addBestPeer(bench.samples, setups);
      return { tables: createClusterTables(bench.samples, setups) };
    } finally {
      for (const setup of setups) await setup.stop();
      await cluster.stop();
    }
  },
};

const wanting = createSmallPod(true);
const isInjected = ({ spec }: Pod): boolean => spec?.initContainers?.length === 1;

async function withSetup(cluster: BenchCluster, setup: Setup, work: () => Promise<void>): Promise<void> {
  const remove = await cluster.install(setup.objects);
  try {
    await cluster.waitFor(wanting, (pod) => isInjected(pod) === setup.objects.length > 0);
    await work();
  } finally {
    await remove();
    await cluster.waitFor(wanting, (pod) => !isInjected(pod));
  }
}

/** All that do the same must come to the same Pod, and it must be the expected one. */
async function checkPods(cluster: BenchCluster, setups: readonly Setup[]): Promise<void> {
  const expected = expectPod(wanting, 'dragonfly');
  const stored: unknown[] = [];
  for (const setup of setups.filter(({ isAlike }) => isAlike)) {
    await withSetup(cluster, setup, async () => {
      const pod = await cluster.tryPod(wanting);
      stored.push(withoutChance(pod));
      if (!isPartOf(expected, pod) || !isDeepStrictEqual(stored.at(-1), stored[0])) {
        throw new Error(`${setup.name}: expected the Pod ${JSON.stringify(stored[0])}, found ${JSON.stringify(pod)}`);
      }
    });
  }
}

interface Turn {
  readonly setup: Setup;
  /** Round 0 warms up. */
  readonly round: number;
}

async function measureSetup(bench: Bench, cluster: BenchCluster, { setup, round }: Turn): Promise<void> {
  await withSetup(cluster, setup, async () => {
    const wanted: readonly Creation[] = round === 0 ? creations.slice(0, 1) : creations;
    for (const creation of wanted) await measureCreations(bench, cluster, { setup, creation, isWarmUp: round === 0 });
  });
  bench.say(`round ${round}: api-server: ${setup.name}`);
}
