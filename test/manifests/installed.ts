// A cluster of its own for each test file that installs something, and kubectl as an operator uses it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type ClusterAccess, type ControlPlane, startControlPlane } from '../cluster/control-plane.js';
import { connectKube, type Kube } from '../cluster/kube.js';
import { runKubectl } from '../cluster/kubectl.js';

export const systemNamespace = 'podmutator-system';

export interface InstallTarget {
  readonly access: ClusterAccess;
  readonly kube: Kube;
  /** Runs kubectl; throws with its words if it does not end with 0. Resolves with standard output. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Applies text, checked strictly. `isDryRun`: the server only says what it would do. */
  apply(text: string, isDryRun?: boolean): Promise<string>;
}

// Where kube-apiserver, etcd and kubectl are.
const assets = process.env['KUBEBUILDER_ASSETS'];

/** Declares tests that follow one another; without the programs of a control plane they are shown as skipped. */
export const step = assets ? test.serial : test.serial.skip;

/** Starts a control plane before the tests of a file and stops it after them. Call once per file. */
export function openInstallTarget(): { readonly current: InstallTarget } {
  let target: InstallTarget | undefined;
  let controlPlane: ControlPlane | undefined;
  test.after.always('stop the control plane', async () => {
    target?.kube.close();
    await controlPlane?.stop();
  });
  test.before('start a control plane', async (t) => {
    if (!assets) return t.log('KUBEBUILDER_ASSETS is not set; expected a folder with kube-apiserver, etcd and kubectl');
    t.timeout(180_000);
    controlPlane = await startControlPlane(assets);
    target = connect(controlPlane.access);
    for (const file of ['cert-manager', 'prometheus-operator']) {
      await target.kubectl('apply', '-f', `test/manifests/crds/${file}.yaml`);
    }
    await target.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s');
  });
  return {
    get current() {
      if (!target) throw new Error('the control plane is not there yet');
      return target;
    },
  };
}

function connect(access: ClusterAccess): InstallTarget {
  let files = 0;
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { code, output, messages } = await runKubectl(access, args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${messages}`);
    return output;
  };
  return {
    access,
    kube: connectKube(access),
    kubectl,
    async apply(text, isDryRun = false) {
      files += 1;
      const file = join(access.folder, `apply-${process.pid}-${files}.yaml`);
      await writeFile(file, text);
      return kubectl('apply', '--validate=strict', ...(isDryRun ? ['--dry-run=server'] : []), '-f', file);
    },
  };
}
