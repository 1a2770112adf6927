// What all layers share: options, a folder for everything that is written, a certificate, the load, and the figures.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createSecretFolder } from '../test/certificates.js';
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
  const authority = await createAuthority('Bench Authority');
  const secret = await createSecretFolder(await authority.issue());
  const namespacesFile = join(folder, 'namespaces.yaml');
  await writeFile(namespacesFile, namespace);
  const load = await startWorker<Job, Report>('review-load');
  let files = 0;
  return {
    options,
    certificate: { ...secret, ca: authority.ca },
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
      await secret.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
