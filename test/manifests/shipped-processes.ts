// The two processes of the shipped Pod, with exactly the arguments of the manifest. Only what a test machine cannot
// have is replaced: ports, and the folders that a Pod mounts.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { writeKubeconfig } from '../cluster/control-plane.js';
import { findFreePorts, startProgram } from '../cluster/processes.js';
import { projectRoot } from '../kit/project.js';
import type { InstallTarget } from './installed.js';

export interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly containers: readonly { readonly name: string; readonly args: readonly string[] }[];
  };
}

export interface ShippedPod {
  readonly template: PodTemplate;
  readonly namespace: string;
  /** What the ConfigMap holds. */
  readonly settings: string;
}

export interface Running {
  /** Where the adapter listens. */
  readonly url: string;
  /** What the adapter counts. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the containers of the Pod in order, with the rights of its service account; resolves when both are ready. */
export async function startShippedPod(
  target: InstallTarget,
  { template, namespace, settings }: ShippedPod,
): Promise<Running> {
  const { access } = target;
  const folder = await mkdtemp(join(access.folder, 'pod-'));
  const [webhookPort = 0, grpcPort = 0, metricsPort = 0] = await findFreePorts(3);
  await writeFile(join(folder, 'tls.crt'), access.webhookCertificate.cert);
  await writeFile(join(folder, 'tls.key'), access.webhookCertificate.key, { mode: 0o600 });
  await writeFile(join(folder, 'config.yaml'), settings);
  const token = await target.kubectl('create', 'token', template.spec.serviceAccountName, '-n', namespace);
  const KUBECONFIG = await writeKubeconfig(access, 'shipped-pod', token.trim());
  const place = (arg: string): string =>
    arg
      .replace(/\/(etc|run)\/podmutator\/((tls|settings)\/)?/, `${folder}/`)
      .replace(/=:8443$/, `=127.0.0.1:${webhookPort}`)
      .replace(/=:50051$/, `=127.0.0.1:${grpcPort}`)
      .replace(/=:9090$/, `=127.0.0.1:${metricsPort}`);
  const command = join(projectRoot, 'build/cli/podmutator.js');
  const programs = template.spec.containers.map(({ name, args }) =>
    startProgram(process.execPath, {
      args: [command, ...args.map(place)],
      env: { KUBECONFIG },
      logFile: join(folder, `${name}.log`),
    }),
  );
  const stop = async (): Promise<void> => void (await Promise.all(programs.map((program) => program.stop())));
  const url = `https://127.0.0.1:${webhookPort}`;
  try {
    for (const program of programs) {
      await program.waitUntil(async () => (await readPage(`${url}/readyz`, access.ca)).status === 200);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, metrics: async () => (await readPage(`${url}/metrics`, access.ca)).text };
}

interface Page {
  readonly status: number;
  readonly text: string;
}

function readPage(url: string, ca: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
    }).on('error', reject);
  });
}
