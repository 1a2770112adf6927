// The three ways of docs/install.md from the installation to the removal, by the commands that it prints. Each must leave
// the cluster as it was.

import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { until } from '../cluster/cluster.js';
import { writeKubeconfig } from '../cluster/control-plane.js';
import { type Program, startProgram } from '../cluster/processes.js';
import { projectRoot } from '../kit/project.js';
import { openInstallTarget, step, systemNamespace } from './installed.js';
import { listEverything } from './list-everything.js';
import { certsCommand, runPrinted } from './printed-command.js';

const target = openInstallTarget();
const image = (tag: string): string => `registry.example/webhook-sidecard:${tag}`;
const hasHelm = spawnSync('helm', ['version']).status === 0;
const helmStep = hasHelm ? step : test.serial.skip;

let controllers: Program | undefined;
let kubeconfig: string;
let before: readonly string[];

test.after.always(() => controllers?.stop());

/** Runs a printed command against the test cluster. */
function runCommand(command: string, args: readonly string[], cwd = projectRoot): string {
  const { assets } = target.current.access;
  const env = { ...process.env, PATH: `${assets}:${process.env['PATH']}`, KUBECONFIG: kubeconfig };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

const readImages = async (): Promise<readonly string[]> =>
  (
    await target.current.kubectl(
      ...['get', 'deployment', 'podmutator', '-n', systemNamespace],
      ...['-o', 'jsonpath={.spec.template.spec.containers[*].image}'],
    )
  ).split(' ');

// What controllers remove goes a moment later.
async function leavesNothing(t: ExecutionContext): Promise<void> {
  let left: readonly string[] = [];
  await until('the cluster to be as it was', async () => {
    left = (await listEverything(target.current.kube)).filter((name) => !before.includes(name));
    return left.length === 0;
  }).catch(() => undefined);
  t.deepEqual(left, []);
}

/** Declares a test that needs namespaces to end, which a controller sees to. */
function removal(title: string, run: (t: ExecutionContext) => Promise<void>, declare = step): void {
  declare(title, async (t) => {
    t.timeout(180_000);
    const { access, kube } = target.current;
    if (!access.hasControllers) {
      t.log('skipped: there is no kube-controller-manager beside kube-apiserver');
      t.pass();
      return;
    }
    kubeconfig ??= await writeKubeconfig(access, 'removal', access.adminToken);
    controllers ??= startProgram(join(access.assets, 'kube-controller-manager'), {
      args: [
        `--kubeconfig=${kubeconfig}`,
        '--controllers=namespace-controller,garbage-collector-controller',
        '--leader-elect=false',
        '--secure-port=0',
      ],
      logFile: join(access.folder, 'removal-controllers.log'),
    });
    before ??= await listEverything(kube);
    await run(t);
    await leavesNothing(t);
  });
}

removal('`make deploy`, once more with another image and back, and `make undeploy`', async (t) => {
  for (const tag of ['v1', 'v2', 'v1']) {
    runCommand('make', ['deploy', `IMG=${image(tag)}`]);
    t.deepEqual(await readImages(), [image(tag), image(tag)]);
  }
  runCommand('make', ['undeploy']);
  runCommand('make', ['undeploy', 'ignore-not-found=true']);
  t.throws(() => runCommand('make', ['undeploy']), { message: /NotFound/ }, 'what is missing is told');
});

removal('the file of `make build-installer`, applied, replaced, and deleted', async (t) => {
  const folder = await mkdtemp(join(target.current.access.folder, 'installer-'));
  for (const part of ['Makefile', 'config']) await cp(join(projectRoot, part), join(folder, part), { recursive: true });
  for (const tag of ['v1', 'v2']) {
    runCommand('make', ['build-installer', `IMG=${image(tag)}`], folder);
    runCommand('kubectl', ['apply', '-f', 'dist/install.yaml'], folder);
    t.deepEqual(await readImages(), [image(tag), image(tag)]);
  }
  t.false((await readFile(join(folder, 'dist/install.yaml'), 'utf8')).includes('image: IMG'));
  runCommand('kubectl', ['delete', '-f', 'dist/install.yaml'], folder);
});

removal(
  '`helm install`, upgrades, `helm rollback`, and `helm uninstall` with the namespace',
  async (t) => {
    const helm = (...args: readonly string[]): string => runCommand('helm', [...args, '-n', systemNamespace]);
    const repository = 'image.repository=registry.example/webhook-sidecard';
    const first = ['install', 'podmutator', 'dist/chart', '--create-namespace', '--set', repository];
    helm(...first, '--set', 'image.tag=v1,certificates.mode=existing,certificates.caBundleFrom=elsewhere');
    await runPrinted(target.current, certsCommand);
    const readBundle = (): Promise<string> =>
      target.current.kubectl('get', 'mutatingwebhookconfiguration', 'podmutator', '-o', 'jsonpath={..caBundle}');
    const bundle = await readBundle();
    t.is(bundle.split(' ').length, 2);
    for (const tag of ['v2', 'v3']) {
      helm('upgrade', 'podmutator', 'dist/chart', '--reset-then-reuse-values', '--set', `image.tag=${tag}`);
      t.deepEqual(await readImages(), [image(tag), image(tag)]);
      t.is(await readBundle(), bundle, 'an upgrade keeps the certificate');
    }
    helm('rollback', 'podmutator');
    t.deepEqual(await readImages(), [image('v2'), image('v2')]);
    t.is(await readBundle(), bundle);
    // What docs/install.md advises when Pods are refused, and the way back.
    runCommand('kubectl', ['delete', 'mutatingwebhookconfiguration', 'podmutator']);
    helm('upgrade', 'podmutator', 'dist/chart', '--reset-then-reuse-values');
    t.is(await readBundle(), '', 'the bundle has to be set again');
    await runPrinted(target.current, certsCommand);
    t.is(await readBundle(), bundle, 'by the command that had set it');
    helm('uninstall', 'podmutator');
    runCommand('kubectl', ['delete', 'namespace', systemNamespace]);
  },
  helmStep,
);
