// A kubeconfig that leads nowhere: for peers that will not start without one, but decide by the Pod alone.

import { writeFile } from 'node:fs/promises';
import type { Bench } from '../bench.js';

/** Returns the path. */
export async function writeLonelyKubeconfig(bench: Bench): Promise<string> {
  const path = `${bench.newFile('lonely')}.kubeconfig`;
  const name = 'nowhere';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name, user: { token: 'none' } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}
