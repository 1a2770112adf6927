// A real control plane without nodes: etcd, kube-apiserver and, where the program exists, kube-controller-manager.
// Admission, patching, defaulting, validation and Pod Security are those of a real cluster; only nothing ever runs.

import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { access, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, type PemPair } from '../kit/certificates.js';
import { connectKube } from './kube.js';
import { findFreePorts, killLeftovers, type Program, startProgram } from './processes.js';

/** What tests need to reach the cluster; plain data, so that it can be handed to other processes. */
export interface ClusterAccess {
  readonly url: string;
  readonly ca: string;
  /** Token of a user who may do everything. */
  readonly adminToken: string;
  /** Token of a user without any right; tests give it what they try out. */
  readonly limitedToken: string;
  readonly limitedUser: string;
  /** A certificate for 127.0.0.1 that the API server trusts when it is given `ca`. */
  readonly webhookCertificate: PemPair;
  readonly hasControllers: boolean;
  /** Folder of kubectl. */
  readonly assets: string;
  /** For files and logs; goes away with the cluster. */
  readonly folder: string;
}

export interface ControlPlane {
  readonly access: ClusterAccess;
  stop(): Promise<void>;
}

const adminToken = 'admin-token';
const limitedToken = 'limited-token';
const limitedUser = 'podmutator';

/**
 * Starts a control plane on free ports in a folder of its own.
 * @param assets folder with etcd and kube-apiserver, as in KUBEBUILDER_ASSETS
 */
export async function startControlPlane(assets: string): Promise<ControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-cluster-'));
  const programs: Program[] = [];
  // For an end without a chance to wait, such as a signal.
  const removeAtExit = (): void => {
    killLeftovers(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  process.on('exit', removeAtExit);
  const stop = async (): Promise<void> => {
    for (const program of programs.toReversed()) await program.stop();
    process.off('exit', removeAtExit);
    removeAtExit();
  };
  try {
    return { access: await startPrograms(assets, folder, programs), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPrograms(assets: string, folder: string, programs: Program[]): Promise<ClusterAccess> {
  const [etcdPort = 0, peerPort = 0, apiPort = 0] = await findFreePorts(3);
  const authority = await createAuthority('Cluster Authority');
  await writeFiles(folder, await authority.issue());
  await writeAdmissionConfiguration(folder, await authority.issue());
  const run = (name: string, args: readonly string[]): Program => {
    const program = startProgram(join(assets, name), { args, logFile: join(folder, `${name}.log`) });
    programs.push(program);
    return program;
  };
  const hasControllers = await exists(join(assets, 'kube-controller-manager'));
  const cluster: ClusterAccess = {
    url: `https://127.0.0.1:${apiPort}`,
    ca: authority.ca,
    adminToken,
    limitedToken,
    limitedUser,
    webhookCertificate: await authority.issue(),
    hasControllers,
    assets,
    folder,
  };
  run('etcd', etcdFlags(folder, etcdPort, peerPort));
  const apiServer = run('kube-apiserver', apiServerFlags(folder, etcdPort, apiPort));
  const kube = connectKube(cluster);
  try {
    await apiServer.waitUntil(async () => (await kube.request('GET', '/readyz')).status === 200);
  } finally {
    kube.close();
  }
  if (hasControllers) {
    run('kube-controller-manager', await controllerFlags(cluster));
  }
  return cluster;
}

/** Writes a kubeconfig for one of the two users; `url` is that of the API server or of a relay to it. */
export async function writeKubeconfig(
  cluster: Pick<ClusterAccess, 'url' | 'ca' | 'folder'>,
  name: string,
  token: string,
): Promise<string> {
  const path = join(cluster.folder, `${name}.kubeconfig`);
  const ca = Buffer.from(cluster.ca).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: cluster.url, 'certificate-authority-data': ca } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

async function writeFiles(folder: string, serving: PemPair): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const files = {
    'serving.crt': serving.cert,
    'serving.key': serving.key,
    'accounts.pub': publicKey,
    'accounts.key': privateKey,
    'tokens.csv': `${adminToken},admin,1,"system:masters"\n${limitedToken},${limitedUser},2\n`,
  };
  await mkdir(join(folder, 'etcd'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })));
}

// What the API server shows to webhooks that ask for a certificate. A real set-up names the webhook instead of "*".
async function writeAdmissionConfiguration(folder: string, { cert, key }: PemPair): Promise<void> {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const user = { 'client-certificate-data': encode(cert), 'client-key-data': encode(key) };
  const kubeConfigFile = join(folder, 'webhooks.kubeconfig');
  await writeFile(kubeConfigFile, JSON.stringify({ apiVersion: 'v1', kind: 'Config', users: [{ name: '*', user }] }), {
    mode: 0o600,
  });
  const configuration = {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'WebhookAdmissionConfiguration',
    kubeConfigFile,
  };
  await writeFile(
    join(folder, 'admission.json'),
    JSON.stringify({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AdmissionConfiguration',
      plugins: [{ name: 'MutatingAdmissionWebhook', configuration }],
    }),
  );
}

function etcdFlags(folder: string, port: number, peerPort: number): readonly string[] {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
  ];
}

function apiServerFlags(folder: string, etcdPort: number, port: number): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${join(folder, 'serving.crt')}`,
    `--tls-private-key-file=${join(folder, 'serving.key')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    // There is no kube-proxy: webhooks are called at the endpoints of their Service.
    '--enable-aggregator-routing=true',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'accounts.key')}`,
    '--allow-privileged=true',
    `--admission-control-config-file=${join(folder, 'admission.json')}`,
  ];
}

async function controllerFlags(cluster: ClusterAccess): Promise<readonly string[]> {
  return [
    `--kubeconfig=${await writeKubeconfig(cluster, 'controllers', cluster.adminToken)}`,
    '--controllers=deployment-controller,replicaset-controller,job-controller,cronjob-controller',
    '--leader-elect=false',
    '--secure-port=0',
  ];
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
