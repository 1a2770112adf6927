// Everything that a cluster holds, whatever its kind, to see what an installation leaves behind.

import type { Kube } from '../cluster/kube.js';

interface Resources {
  readonly groupVersion: string;
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

interface Groups {
  readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
}

interface List {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace?: string } }[];
}

/** Names of all objects, as `apps/v1 deployments podmutator-system/podmutator`. Events are not among them. */
export async function listEverything(kube: Kube): Promise<readonly string[]> {
  const { groups } = (await kube.get<Groups>('/apis')).body;
  const roots = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const found = await Promise.all(roots.map((root) => listGroup(kube, root)));
  return found.flat().toSorted();
}

async function listGroup(kube: Kube, root: string): Promise<readonly string[]> {
  const { groupVersion, resources } = (await kube.get<Resources>(root)).body;
  // What has a slash is a part of another object.
  const kinds = resources.filter(
    ({ name, verbs }) => verbs.includes('list') && !name.includes('/') && name !== 'events',
  );
  const found = await Promise.all(
    kinds.map(async ({ name: kind }) => {
      const { items = [] } = (await kube.get<List>(`${root}/${kind}`)).body;
      return items.map(({ metadata }) => `${groupVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    }),
  );
  return found.flat();
}
