// What all layers share: options, a folder for everything that is written, a certificate, the load, and the figures.

import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../test/kit/certificates.js';
import type { Job, Report } from './load/job.js';
import { startWorker, type Worker } from './load/worker.js';
import type { Options } from './options.js';
import { createSamples, type Samples } from './samples.js';

export interface Bench {
  readonly options: Options;
  readonly certificate: { readonly certFile: string; readonly keyFile: string; readonly ca: string };
  /** Holds the Namespace of the Pods of the bench. */
  readonly namespacesFile: string;
  /** Posts reviews. */
  readonly load: Worker<Job, Report>;
  readonly samples: Samples;
  /** Whether a part of the bench was asked for. */
  wants(part: string): boolean;
  /** A path that nobody uses yet, without an ending. */
  newFile(name: string): string;
  /** Tells how far the bench is. */
  say(text: string): void;
  close(): Promise<void>;
}

const namespace =
  'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    kubernetes.io/metadata.name: shop\n';

export async function openBench(options: Options): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-bench-'));
  // Also after a signal: logs of a bench are large.
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  process.on('exit', removeFolder);
  const certificate = await writeCertificate(join(folder, 'tls'));
  const namespacesFile = join(folder, 'namespaces.yaml');
  await writeFile(namespacesFile, namespace);
  const load = await startWorker<Job, Report>('review-load');
  let files = 0;
  return {
    options,
    certificate,
    namespacesFile,
    load,
    samples: createSamples(),
    wants: (part) => options.only.length === 0 || options.only.includes(part),
    newFile(name) {
      files += 1;
      return join(folder, `${name}-${files}`);
    },
    say: (text) => void process.stderr.write(`${text}\n`),
    async close() {
      await load.stop();
      removeFolder();
    },
  };
}

/** Under the names that a Secret has when it is mounted. */
async function writeCertificate(folder: string): Promise<Bench['certificate']> {
  const authority = await createAuthority('Bench Authority');
  const { cert, key } = await authority.issue();
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  await mkdir(folder);
  await writeFile(certFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  return { certFile, keyFile, ca: authority.ca };
}
