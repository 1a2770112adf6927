// The files of a volume of a Pod, as a kubelet keeps them: whole, swapped at once, and some time behind the API server.

import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigMap, Pod, Secret } from 'kubernetes-types/core/v1.js';
import type { InstallTarget } from './installed.js';

type PodVolume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];

export interface Volume {
  /** Writes what the API server has, once that is older than the delay. */
  refresh(): Promise<void>;
}

export interface MountOptions {
  readonly namespace: string;
  readonly volume: PodVolume;
  readonly folder: string;
  readonly mountDelayMs?: number;
}

interface Content {
  readonly version: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Mounts a Secret, a ConfigMap or an empty folder; undefined if the object is not there. */
export async function mountVolume(target: InstallTarget, options: MountOptions): Promise<Volume | undefined> {
  const { volume, folder, mountDelayMs = 0 } = options;
  await mkdir(folder, { recursive: true });
  if (!volume.secret && !volume.configMap) return { refresh: async () => undefined };
  const read = (): Promise<Content | undefined> => readContent(target, options);
  const first = await read();
  if (!first) return undefined;
  let generation = 0;
  const write = async ({ files }: Content): Promise<void> => {
    generation += 1;
    const name = `..generation-${generation}`;
    await mkdir(join(folder, name));
    for (const [file, bytes] of files) await writeFile(join(folder, name, file), bytes, { mode: 0o600 });
    await symlink(name, join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    await rm(join(folder, `..generation-${generation - 1}`), { recursive: true, force: true });
  };
  await write(first);
  for (const file of first.files.keys()) await symlink(join('..data', file), join(folder, file));
  let written = first.version;
  let seen = { version: first.version, at: 0 };
  return {
    async refresh() {
      const next = await read();
      if (!next || next.version === written) return;
      if (next.version !== seen.version) seen = { version: next.version, at: Date.now() };
      if (Date.now() - seen.at < mountDelayMs) return;
      written = next.version;
      await write(next);
    },
  };
}

async function readContent({ kube }: InstallTarget, options: MountOptions): Promise<Content | undefined> {
  const { secret, configMap } = options.volume;
  const path = secret ? `secrets/${secret.secretName}` : `configmaps/${configMap?.name}`;
  const { status, body } = await kube.get<Secret & ConfigMap>(`/api/v1/namespaces/${options.namespace}/${path}`);
  if (status !== 200) return undefined;
  const encoding = secret ? 'base64' : 'utf8';
  const files = Object.entries(body.data ?? {}).map(([name, text]) => [name, Buffer.from(text, encoding)] as const);
  return { version: body.metadata?.resourceVersion ?? '', files: new Map(files) };
}
