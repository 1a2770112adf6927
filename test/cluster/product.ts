// The product as a user starts it: the built command, its own process, real certificates, the real cluster's Namespaces.

import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { basename, join } from 'node:path';
import { nodeFlags, projectRoot } from '../kit/project.js';
import { type ClusterAccess, writeKubeconfig } from './control-plane.js';
import { findFreePorts, type Program, startProgram } from './processes.js';

export interface Product {
  /** Where the adapter listens. */
  readonly url: string;
  readonly logFile: string;
  /** Status code of a path such as /readyz; 0 if nobody listens. */
  probe(path: string): Promise<number>;
  /** Resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface ProductOptions {
  /** Fixed, so that another instance can take the place of one that was stopped. */
  readonly port?: number;
  /** Where it finds the API server, if not at its own address. */
  readonly apiServerUrl?: string;
  /** Runs the adapter alone, in front of this service. It counts as started even if the service is not there. */
  readonly service?: string;
  /** Authorities of the certificates that it wants to see with reviews. */
  readonly clientCa?: string;
}

/** Starts `podmutator serve` with `--namespaces=cluster` and the rights of the limited user; resolves when ready. */
export async function startProduct(cluster: ClusterAccess, options: ProductOptions = {}): Promise<Product> {
  const [port = 0] = options.port === undefined ? await findFreePorts(1) : [options.port];
  const files = join(cluster.folder, randomUUID());
  await writeFile(`${files}.crt`, cluster.webhookCertificate.cert);
  await writeFile(`${files}.key`, cluster.webhookCertificate.key, { mode: 0o600 });
  await writeFile(`${files}.ca`, options.clientCa ?? '');
  const apiServer = { ...cluster, url: options.apiServerUrl ?? cluster.url };
  const url = `https://127.0.0.1:${port}`;
  const logFile = `${files}.log`;
  const program: Program = startProgram(process.execPath, {
    args: [
      ...nodeFlags,
      join(projectRoot, 'build/cli/podmutator.js'),
      ...(options.service ? ['adapter', '--service', options.service] : ['serve', '--grpc-addr', `unix:${files}.sock`]),
      ...['--addr', `127.0.0.1:${port}`],
      ...['--tls-cert', `${files}.crt`],
      ...['--tls-key', `${files}.key`],
      ...['--namespaces', 'cluster'],
      ...(options.clientCa ? ['--client-ca', `${files}.ca`] : []),
    ],
    env: { KUBECONFIG: await writeKubeconfig(apiServer, basename(files), cluster.limitedToken) },
    logFile,
  });
  const probe = (path: string): Promise<number> => probeUrl(url + path, cluster.ca);
  try {
    await program.waitUntil(async () => (await probe(options.service ? '/livez' : '/readyz')) === 200);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { url, logFile, probe, stop: program.stop };
}

function probeUrl(url: string, ca: string): Promise<number> {
  return new Promise((resolve) => {
    get(url, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on('error', () => resolve(0));
  });
}
