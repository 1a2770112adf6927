// `npm run test:cluster`: starts one control plane and one podmutator, runs the test files against them, and cleans up
// whatever happens.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../kit/project.js';
import { type ControlPlane, startControlPlane } from './control-plane.js';
import { connectKube } from './kube.js';
import { grantNamespaceRights } from './namespace-rights.js';
import { startProduct } from './product.js';
import { createWebhookConfiguration } from './webhooks.js';

const say = (text: string): void => void process.stdout.write(`test:cluster: ${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (!assets) {
    say('skipped: KUBEBUILDER_ASSETS is not set; expected a folder with kube-apiserver, etcd and kubectl');
    return 0;
  }
  for (const name of ['etcd', 'kube-apiserver', 'kubectl']) {
    await access(join(assets, name)).catch(() => {
      throw new Error(`expected the program "${name}" in KUBEBUILDER_ASSETS=${assets}, found none`);
    });
  }
  const controlPlane = await startControlPlane(assets);
  try {
    return await runTests(controlPlane, args);
  } finally {
    await controlPlane.stop();
  }
}

async function runTests({ access: cluster }: ControlPlane, args: readonly string[]): Promise<number> {
  const kube = connectKube(cluster);
  await grantNamespaceRights(kube, cluster.limitedUser);
  const product = await startProduct(cluster);
  try {
    const configuration = createWebhookConfiguration({ name: 'podmutator', adapterUrl: product.url, ca: cluster.ca });
    await kube.create('/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', configuration);
    const accessFile = join(cluster.folder, 'access.json');
    await writeFile(accessFile, JSON.stringify(cluster));
    return await runAva(accessFile, args);
  } finally {
    kube.close();
    await product.stop();
  }
}

async function runAva(accessFile: string, args: readonly string[]): Promise<number> {
  const ava = spawn(process.execPath, [join(projectRoot, 'node_modules/ava/entrypoints/cli.mjs'), ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, TEST_TIER: 'cluster', PODMUTATOR_TEST_CLUSTER: accessFile },
  });
  process.on('exit', () => ava.kill('SIGKILL'));
  const [code] = await once(ava, 'exit');
  return code ?? 1;
}

// Leaving in this way runs what waits for the exit: it ends all programs and removes the folder.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  say(error.stack ?? error.message);
  return 1;
});
