// What docs/install.md says about a new authority, with a real API server that goes on sending Pods: none is refused.

import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { run } from '../cli/command.js';
import { createPod, createServiceAccount, expect, until } from '../cluster/cluster.js';
import type { Status } from '../cluster/kube.js';
import { findFreePorts, type Program, startProgram } from '../cluster/processes.js';
import { createWebhookConfiguration } from '../cluster/webhooks.js';
import { projectRoot } from '../project.js';
import { openInstallTarget, step } from './installed.js';

const target = openInstallTarget();
const namespace = 'authority-change';
const configurations = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
// A changed configuration is in force a moment after it is stored.
const takesEffectMs = 2_000;

let adapter: Program | undefined;
let adapterUrl: string;
test.after.always(() => adapter?.stop());

/** Where `podmutator certs` writes. */
const written = (): string => join(target.current.access.folder, 'authority');
/** What the Pods have; the kubelet brings the files there some time after they were applied. */
const mounted = (): string => join(target.current.access.folder, 'mounted');

async function certs(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await run('podmutator', ['certs', '--dns-name', 'localhost', '--out', written(), ...args]);
  if (code !== 0) throw new Error(stderr);
}

async function mountCertificate(): Promise<void> {
  await mkdir(mounted(), { recursive: true });
  for (const name of ['tls.key', 'tls.crt']) await copyFile(join(written(), name), join(mounted(), name));
}

async function applyBundle(ca: string): Promise<void> {
  const { kube } = target.current;
  const configuration = createWebhookConfiguration({ name: 'podmutator', adapterUrl, ca, namespace });
  const { status } = await kube.create(configurations, configuration);
  if (status !== 201) {
    const { webhooks } = configuration as { webhooks: object };
    expect(200, await kube.merge(`${configurations}/podmutator`, { webhooks }));
  }
  await setTimeout(takesEffectMs);
}

/** Asks for a Pod that is stored only if the macvtap webhook answers; resolves with why it was refused. */
async function refusal(): Promise<string | undefined> {
  const pod = createPod({ annotations: { 'k8s.v1.cni.cncf.io/networks': 'vlan' } });
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const { status, body } = await target.current.kube.create<Status>(path, pod);
  return status === 201 ? undefined : body.message;
}

const readBundle = (): Promise<string> => readFile(join(written(), 'ca.crt'), 'utf8');

step('a webhook with a certificate of `podmutator certs` is answered', async (t) => {
  const { access, kube } = target.current;
  const [port = 0] = await findFreePorts(1);
  adapterUrl = `https://localhost:${port}`;
  await certs();
  await mountCertificate();
  const pair = [`--tls-cert=${join(mounted(), 'tls.crt')}`, `--tls-key=${join(mounted(), 'tls.key')}`];
  const grpc = ['--grpc-addr', `unix:${join(access.folder, 'grpc.sock')}`];
  adapter = startProgram(process.execPath, {
    args: [join(projectRoot, 'build/cli/podmutator.js'), 'serve', `--addr=127.0.0.1:${port}`, ...pair, ...grpc],
    logFile: join(access.folder, 'authority-change.log'),
  });
  const labels = { 'kubevirt.io/use-macvtap': 'true' };
  await kube.create('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels },
  });
  await createServiceAccount(kube, namespace);
  await applyBundle(await readBundle());
  await until('the first Pod', async () => (await refusal()) === undefined);
  t.pass();
});

step('no Pod is refused while the authority changes', async (t) => {
  const refused: string[] = [];
  let count = 0;
  let isOver = false;
  const creating = (async () => {
    for (; !isOver; count += 1) {
      const message = await refusal();
      if (message) refused.push(message);
    }
  })();
  const former = await readBundle();
  await certs('--renew-authority');
  await applyBundle(await readBundle());
  const withFormerCertificate = count;
  await mountCertificate();
  await setTimeout(takesEffectMs);
  await certs('--drop-former');
  t.not(await readBundle(), former);
  await applyBundle(await readBundle());
  // The certificate in use is not of the former authority any more.
  await until('the adapter to show the new certificate', async () => (await refusal()) === undefined);
  isOver = true;
  await creating;
  t.deepEqual(refused, []);
  t.true(withFormerCertificate > 0 && count > withFormerCertificate, `${count} Pods`);
});

step('a bundle of the new authority alone refuses Pods until the certificate is there', async (t) => {
  await certs('--renew-authority');
  const both = await readBundle();
  const [alone = ''] = both.split(/(?<=-----END CERTIFICATE-----\n)/);
  await applyBundle(alone);
  t.regex((await refusal()) ?? '', /x509: certificate signed by unknown authority/);
  await applyBundle(both);
  t.is(await refusal(), undefined);
});
