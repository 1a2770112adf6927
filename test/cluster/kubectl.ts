// kubectl as a user runs it, from the root of the checkout.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../kit/project.js';
import { type ClusterAccess, writeKubeconfig } from './control-plane.js';

/** Runs kubectl as administrator. `output` is standard output, `messages` standard error, where warnings go. */
export async function runKubectl(
  cluster: ClusterAccess,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string; readonly messages: string }> {
  // A file of its own: tests run side by side, and one that is being written again is empty for a moment.
  const kubeconfig = await writeKubeconfig(cluster, `kubectl-${randomUUID()}`, cluster.adminToken);
  const child = spawn(join(cluster.assets, 'kubectl'), ['--kubeconfig', kubeconfig, ...args], { cwd: projectRoot });
  let output = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    messages += text;
  });
  const [code] = await once(child, 'close');
  return { code, output, messages };
}
