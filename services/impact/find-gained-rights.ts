// Which rights a container has after a change and had not before.

import { listContainers, readField, readList, readText } from '../pod/fields.js';
import { pointer } from '../pod/json-pointer.js';
import type { Container, Pod } from '../pod/pod.js';
import { describeValue } from '../pod/quote.js';

/** One right of one container. */
export interface GainedRight {
  readonly container: string;
  /** "privileged", "allowPrivilegeEscalation", "capability NAME" or "hostPath PATH". */
  readonly right: string;
  /** Pointer into the Pod after the change. */
  readonly path: string;
  /** Whether this container has a use for it; undefined if nobody can tell. */
  readonly isNeeded: boolean | undefined;
}

interface Change {
  readonly before: Pod;
  readonly after: Pod;
  readonly needsRights?: ((container: Container) => boolean) | undefined;
}

type Right = Pick<GainedRight, 'right' | 'path'>;

/** Compares containers by name: one that is put first moves all others. */
export function findGainedRights({ before, after, needsRights }: Change): readonly GainedRight[] {
  const [hostPathsBefore, hostPathsAfter] = [listHostPaths(before), listHostPaths(after)];
  const had = new Map(listContainers(before).map(({ value, name }) => [name, listRights(hostPathsBefore, value, '')]));
  const containers = listContainers(after);
  const users = needsRights && containers.filter(({ value }) => needsRights(value as Container));
  return containers.flatMap((container) => {
    const { value, name, path } = container;
    const known = new Set((had.get(name) ?? []).map(({ right }) => right));
    // If nobody holds what the rights are for, no one container can be told from the others.
    const isNeeded = users && users.length > 0 ? users.includes(container) : undefined;
    return listRights(hostPathsAfter, value, path)
      .filter(({ right }) => !known.has(right))
      .map((right) => ({ container: name, ...right, isNeeded }));
  });
}

function listRights(hostPaths: HostPaths, container: unknown, path: string): readonly Right[] {
  const context = readField(container, 'securityContext');
  const flags = [
    // Without a word of its own, allowPrivilegeEscalation is granted; only an explicit no is a protection.
    { right: 'privileged', isOn: readField(context, 'privileged') === true },
    { right: 'allowPrivilegeEscalation', isOn: readField(context, 'allowPrivilegeEscalation') !== false },
  ];
  return [
    ...flags.filter(({ isOn }) => isOn).map(({ right }) => ({ right, path: path + pointer('securityContext', right) })),
    ...readList(context, 'capabilities', 'add').map((name, index) => ({
      right: `capability ${describeValue(name)}`,
      path: path + pointer('securityContext', 'capabilities', 'add', index),
    })),
    ...listMountedPaths(hostPaths, container, path),
  ];
}

/** Paths of the node by the names of the volumes that bring them. */
type HostPaths = ReadonlyMap<string, string>;

function listHostPaths(pod: Pod): HostPaths {
  return new Map(
    readList(pod, 'spec', 'volumes').map((volume) => [readText(volume, 'name'), readText(volume, 'hostPath', 'path')]),
  );
}

function listMountedPaths(hostPaths: HostPaths, container: unknown, path: string): readonly Right[] {
  return readList(container, 'volumeMounts').flatMap((mount, index) => {
    const hostPath = hostPaths.get(readText(mount, 'name'));
    return hostPath ? [{ right: `hostPath ${hostPath}`, path: path + pointer('volumeMounts', index) }] : [];
  });
}
