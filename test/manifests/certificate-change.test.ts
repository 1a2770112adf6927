// The command of docs/install.md that makes and renews certificates, run again and again with a real API server that goes
// on sending Pods and a kubelet that is late: none is refused.

import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { createAuthority, issueCertificate } from '../../cli/certificates/certificates.js';
import { until } from '../cluster/cluster.js';
import { openInstallTarget, step, systemNamespace } from './installed.js';
import { startNode, type TestNode } from './node.js';
import { certsCommand, runPrinted } from './printed-command.js';
import { createMacvtapNamespace, startCreates, tryMacvtapPod, untilAnswered } from './steady-creates.js';

const target = openInstallTarget();
const vms = 'certificate-change';
const image = 'registry.example/webhook-sidecard:latest';
const mountDelayMs = 10_000;

let node: TestNode;
test.after.always(() => node?.stop());

/** Declares a test that needs Pods, which controllers create. */
function change(title: string, run: (t: ExecutionContext) => Promise<void>): void {
  step(title, async (t) => {
    t.timeout(600_000);
    if (target.current.access.hasControllers) return run(t);
    t.log('skipped: there is no kube-controller-manager beside kube-apiserver');
    t.pass();
  });
}

const printed = (): Promise<string> => runPrinted(target.current, certsCommand);
const encode = (text: string): string => Buffer.from(text).toString('base64');

const readSecret = async (field: string): Promise<string> => {
  const path = `jsonpath={${field}}`;
  return target.current.kubectl('get', 'secret', 'webhook-sidecard-tls', '-n', systemNamespace, '-o', path);
};

/** Serial numbers of the certificates that the Pods show. */
function readShown(): Promise<readonly string[]> {
  return Promise.all(
    node.endpoints('podmutator', 'webhook').map(
      (endpoint) =>
        new Promise<string>((resolve, reject) => {
          const [host = '', port] = endpoint.split(':');
          const socket = connect({ host, port: Number(port), rejectUnauthorized: false }, () => {
            resolve(socket.getPeerCertificate().serialNumber);
            socket.destroy();
          });
          socket.on('error', reject);
        }),
    ),
  );
}

change('the printed command, run for the first time, makes a webhook that is answered', async (t) => {
  const { kube, kubectl } = target.current;
  await kubectl('create', '-f', 'dist/install.yaml');
  t.regex(await printed(), /a new certificate, from a new CA, .*; a CA bundle for dragonfly.*, macvtap/);
  node = startNode(target.current, { namespace: systemNamespace, mountDelayMs });
  await node.rolledOut('podmutator', image);
  await createMacvtapNamespace(kube, vms);
  await untilAnswered(kube, vms);
  const before = await readSecret('.metadata.resourceVersion');
  t.regex(await printed(), /kept the certificate/);
  t.is(await readSecret('.metadata.resourceVersion'), before, 'once more changes nothing');
});

change('run twice when the certificate nears its end, with files that come late, it loses no Pod', async (t) => {
  const { kube, kubectl } = target.current;
  // Ten days left, of a CA whose key is gone, as from an earlier run.
  const authority = await createAuthority(30);
  const dnsNames = [`podmutator.${systemNamespace}.svc`];
  const { cert, key } = await issueCertificate(authority, { dnsNames, days: 10 });
  await setBundle(authority.cert);
  const data = { 'tls.crt': encode(cert), 'tls.key': encode(key), 'ca.crt': encode(authority.cert) };
  const patch = ['--type=merge', '-p', JSON.stringify({ data })];
  await kubectl('patch', 'secret', 'webhook-sidecard-tls', '-n', systemNamespace, ...patch);
  const aged = new X509Certificate(cert).serialNumber;
  await until('the old certificate', async () => (await readShown()).every((serial) => serial === aged));
  await untilAnswered(kube, vms);

  const creates = startCreates(t, kube, vms);
  await creates.more(30);
  t.regex(await printed(), /a new certificate, from a new CA, .*which trusts 1 more,/);
  t.deepEqual(await readShown(), [aged, aged], 'the files are late');
  t.regex(await printed(), /kept the certificate, .*which trusts 1 more,/);
  await creates.more(30);
  await until('the new files', async () => (await readShown()).every((serial) => serial !== aged));
  t.regex(await printed(), /kept the certificate, .*which trusts 1 more,/);
  await creates.more(60);
  await creates.stop();
  t.deepEqual(creates.lost, []);
  t.log(`${creates.stored()} Pods`);
});

change(
  'a webhook that lost its bundle refuses Pods until the printed command sets that of the CA in use',
  async (t) => {
    const { kube, kubectl } = target.current;
    const before = await readSecret('.data.tls\\.crt');
    await kubectl('delete', 'mutatingwebhookconfiguration', 'podmutator');
    await kubectl('create', '-f', 'config/base/webhook.yaml');
    let problem: string | undefined;
    await until('the webhook to be registered', async () => {
      problem = await tryMacvtapPod(kube, vms);
      return problem !== undefined && problem !== 'stored without macvtap';
    });
    t.regex(problem ?? '', /x509: certificate signed by unknown authority/);
    t.regex(await printed(), /kept the certificate/);
    t.is(await readSecret('.data.tls\\.crt'), before);
    await untilAnswered(kube, vms);
  },
);

async function setBundle(ca: string): Promise<void> {
  const webhooks = ['dragonfly', 'macvtap'].map((name) => ({
    name: `${name}.podmutator.dev`,
    clientConfig: { caBundle: encode(ca) },
  }));
  const configuration = ['mutatingwebhookconfiguration', 'podmutator'];
  await target.current.kubectl('patch', ...configuration, '--type=strategic', '-p', JSON.stringify({ webhooks }));
}
