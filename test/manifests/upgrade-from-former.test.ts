// From what 0.1 installed to what is shipped now, and back, by the commands of docs/install.md, while Pods that want
// macvtap are created: the webhook refuses what it does not answer, and nothing may be refused.

import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { askGrpc } from '../../cli/commands/ask-grpc.js';
import { until } from '../cluster/cluster.js';
import { writeKubeconfig } from '../cluster/control-plane.js';
import { run } from '../kit/command.js';
import { projectRoot } from '../kit/project.js';
import { findBuild, formerRelease } from './former-release.js';
import { openInstallTarget, step, systemNamespace } from './installed.js';
import { startNode, type TestNode } from './node.js';
import { certsCommand, runPrinted } from './printed-command.js';
import { createMacvtapNamespace, startCreates, untilAnswered } from './steady-creates.js';

const target = openInstallTarget();
const hasHelm = spawnSync('helm', ['version']).status === 0;
const image = (tag: string): string => `registry.example/webhook-sidecard:${tag}`;
const vms = 'upgrade-vms';

let node: TestNode | undefined;
test.after.always(() => node?.stop());

/** Declares a test that needs the history, and controllers that replace Pods. */
function upgrade(
  title: string,
  implementation: (t: ExecutionContext, former: string) => Promise<void>,
  isMet = true,
): void {
  const declare = formerRelease !== undefined && isMet ? step : test.serial.skip;
  declare(title, async (t) => {
    t.timeout(900_000);
    if (!target.current.access.hasControllers) {
      t.log('skipped: there is no kube-controller-manager beside kube-apiserver');
      t.pass();
      return;
    }
    await implementation(t, formerRelease as string);
  });
}

upgrade('`kubectl apply` of the new install.yaml over that of 0.1, and back, loses no Pod', async (t, former) => {
  const { kube, kubectl, apply } = target.current;
  const read = async (root: string, tag: string): Promise<string> =>
    (await readFile(join(root, 'dist/install.yaml'), 'utf8')).replaceAll(image('latest'), image(tag));
  const [before, after] = [await read(former, 'v0.1'), await read(projectRoot, 'v0.2')];
  await apply(before);
  await bringCertificate();
  await createMacvtapNamespace(kube, vms);
  node = startNode(target.current, { namespace: systemNamespace, findBuild });
  await node.rolledOut('podmutator', image('v0.1'));
  await untilAnswered(kube, vms);

  const creates = startCreates(t, kube, vms);
  await creates.more(60);
  await apply(after);
  await node.rolledOut('podmutator', image('v0.2'));
  await node.rolledOut('podmutator-grpc', image('v0.2'));
  const [caller = '', ...others] = node.endpoints('podmutator-grpc', 'grpc');
  t.is(others.length, 1, 'the two Pods of the Deployment, and none of the webhook');
  t.true((await askGrpc(caller, 5000)).isReady);
  t.is(node.endpoints('podmutator', 'webhook').length, 2);
  t.is(node.endpoints('podmutator', 'metrics').length, 2);
  await creates.more(60);
  await apply(before);
  await node.rolledOut('podmutator', image('v0.1'));
  // What docs/install.md prints for the rollback.
  await kubectl('delete', 'deployment,poddisruptionbudget,networkpolicy', 'podmutator-grpc', '-n', systemNamespace);
  await creates.more(60);
  await creates.stop();
  t.deepEqual(creates.lost, []);
  t.log(`${creates.stored()} Pods`);
  await kubectl('delete', '-f', await writeManifest(before), '--wait=false');
  await node.stop();
});

upgrade(
  '`helm upgrade` as printed from the chart of 0.1, and `helm rollback`, lose no Pod',
  async (t, former) => {
    const { kube, access } = target.current;
    const namespace = 'chart-upgrade';
    const kubeconfig = await writeKubeconfig(access, 'upgrade', access.adminToken);
    const helm = (...args: readonly string[]): string => {
      const all = [...args, '-n', namespace, '--kubeconfig', kubeconfig];
      const { status, stdout, stderr } = spawnSync('helm', all, { cwd: projectRoot, encoding: 'utf8' });
      if (status !== 0) throw new Error(`helm ${all.join(' ')}: ${stderr}`);
      return stdout;
    };
    const values = 'image.repository=registry.example/webhook-sidecard,image.tag=v0.1,certificates.mode=existing';
    const chart = join(former, 'dist/chart');
    helm('install', 'podmutator', chart, '--create-namespace', '--set', values);
    await runPrinted(
      target.current,
      certsCommand
        .replaceAll('podmutator-system', namespace)
        .replace('configuration/podmutator', '$&-chart-upgrade')
        .replace('--from -', `$& --namespace ${namespace} --webhook podmutator-chart-upgrade`),
    );
    node = startNode(target.current, { namespace, findBuild });
    await node.rolledOut('podmutator', image('v0.1'));
    await createMacvtapNamespace(kube, 'chart-upgrade-vms');
    await untilAnswered(kube, 'chart-upgrade-vms');

    const creates = startCreates(t, kube, 'chart-upgrade-vms');
    await creates.more(60);
    const upgraded = ['upgrade', 'podmutator', 'dist/chart', '--reset-then-reuse-values', '--set', 'image.tag=v0.2'];
    t.throws(() => helm(...upgraded), { message: /certificates\.caBundle is empty/ }, 'the Fail webhook needs a word');
    helm(...upgraded, '--set', 'certificates.caBundleFrom=elsewhere');
    await node.rolledOut('podmutator', image('v0.2'));
    await node.rolledOut('podmutator-grpc', image('v0.2'));
    t.is(node.endpoints('podmutator-grpc', 'grpc').length, 2);
    await creates.more(60);
    helm('rollback', 'podmutator');
    await node.rolledOut('podmutator', image('v0.1'));
    await until(
      'the Pods of the new Deployment to go',
      async () => node?.endpoints('podmutator-grpc', 'grpc').length === 2,
    );
    await creates.more(60);
    await creates.stop();
    t.deepEqual(creates.lost, []);
    t.log(`${creates.stored()} Pods`);
  },
  hasHelm,
);

/** What cert-manager does in a cluster that has it. */
async function bringCertificate(): Promise<void> {
  const { access, kubectl } = target.current;
  const out = join(access.folder, 'upgrade-certs');
  const { code, stderr } = await run('podmutator', ['certs', '--out', out]);
  if (code !== 0) throw new Error(stderr);
  await kubectl('apply', '-f', join(out, 'secret.yaml'));
  const patch = ['--type=strategic', '--patch-file', join(out, 'ca-bundle.yaml')];
  await kubectl('patch', 'mutatingwebhookconfiguration', 'podmutator', ...patch);
}

async function writeManifest(text: string): Promise<string> {
  const file = join(target.current.access.folder, 'former-install.yaml');
  await writeFile(file, text);
  return file;
}
