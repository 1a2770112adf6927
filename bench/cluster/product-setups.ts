// The product in front of the API server, registered as it is shipped; only the address is that of this machine.

import { readFileSync } from 'node:fs';
import type { ClusterAccess } from '../../test/cluster/control-plane.js';
import { type Product, type ProductOptions, startProduct } from '../../test/cluster/product.js';
import { readShippedConfiguration, withAddress } from '../../test/cluster/webhooks.js';
import type { Bench } from '../bench.js';
import { startMutationService } from '../contestants/product.js';
import { webhooksPath } from './admission-paths.js';
import type { Setup } from './setup.js';

/** `podmutator serve`. */
export async function startOneProcessSetup(_bench: Bench, cluster: ClusterAccess): Promise<Setup> {
  const started = await startWebhook(cluster, {});
  return { name: 'one-process', title: 'podmutator, one process', isAlike: true, ...started };
}

/** `podmutator adapter` in front of `podmutator service`. */
export async function startTwoProcessesSetup(bench: Bench, cluster: ClusterAccess): Promise<Setup> {
  const address = `unix:${bench.newFile('cluster-service')}.sock`;
  const service = await startMutationService(bench, address);
  const adapter = await startWebhook(cluster, { service: address });
  return {
    name: 'two-processes',
    title: 'podmutator, two processes',
    isAlike: true,
    ...adapter,
    pids: [...adapter.pids, service.pid],
    async stop() {
      await adapter.stop();
      await service.stop();
    },
  };
}

async function startWebhook(
  cluster: ClusterAccess,
  options: ProductOptions,
): Promise<Pick<Setup, 'objects' | 'pids' | 'webhook' | 'stop'>> {
  const product = await startProduct(cluster, options);
  const object = withAddress(readShippedConfiguration(), { adapterUrl: product.url, ca: cluster.ca });
  return {
    objects: [{ path: webhooksPath, object }],
    pids: [readPid(product)],
    webhook: { url: `${product.url}/mutate/dragonfly`, ca: cluster.ca },
    async stop() {
      await product.stop();
    },
  };
}

function readPid({ logFile }: Product): number {
  return Number(readFileSync(`${logFile}.pid`, 'utf8'));
}
