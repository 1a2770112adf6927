// A volume of ours, mounted into containers that may have mounts of their own there.

import { posix } from 'node:path';
import { constant } from '../../pod/constant.js';
import { withVolume, withVolumeMount } from '../../pod/edits.js';
import { pointer } from '../../pod/json-pointer.js';
import { isJsonObject } from '../../pod/json-value.js';
import { normaliseMountPath } from '../../pod/mount-path.js';
import type { Container, Pod, Volume, VolumeMount } from '../../pod/pod.js';
import { describeValue, quoteName } from '../../pod/quote.js';
import type { PartResult } from './part.js';
import type { Target, Targets } from './targets.js';
import type { DragonflyWarning } from './warnings.js';

export interface SharedVolume {
  readonly volume: Volume;
  /** Whether a volume of the same name serves the purpose. */
  readonly isOurs: (volume: Volume) => boolean;
  /** The path of the node that the mounts are there to show, normalised: a container that has it in place needs no mount. */
  readonly hostPath?: string;
  readonly mounts: readonly PlacedMount[];
}

/** A mount of ours, with the place where it is: settled once, because every mount of every Pod is compared with it. */
export interface PlacedMount {
  readonly mount: VolumeMount;
  readonly place: string | undefined;
}

export function placeMount(mount: VolumeMount): PlacedMount {
  return { mount: constant(mount), place: normaliseMountPath(mount.mountPath) };
}

/**
 * Mounts the volume into every target that `wants` it, and adds it to the Pod if anything mounts it then. Existing
 * mounts keep their places.
 */
export function shareVolume(
  pod: Pod,
  targets: Targets,
  {
    volume,
    isOurs,
    hostPath,
    mounts,
    wants = () => true,
  }: SharedVolume & { readonly wants?: (target: Target) => boolean },
): PartResult {
  const volumes = pod.spec.volumes ?? [];
  const findVolume = createVolumeLookup(pod);
  const index = volumes.findIndex(({ name }) => name === volume.name);
  const existing = volumes[index];
  const isTaken = existing !== undefined && !isOurs(existing);
  const warnings: DragonflyWarning[] = [];
  let isInEffect = false;
  let isUsed = false;
  let isLacking = false;
  const after = targets.map(pod, (container, target) => {
    if (!wants(target)) {
      return container;
    }
    const missing =
      hostPath === undefined
        ? mounts
        : mounts.filter(({ place }) => findHostPath(container, place, findVolume) !== hostPath);
    isInEffect ||= missing.length < mounts.length;
    if (isTaken) {
      isLacking ||= missing.length > 0;
      return container;
    }
    const mounted = withMounts(container, missing, { target, findVolume, warnings });
    isUsed ||= missing.some((mount) => hasMount(mounted, mount));
    return mounted;
  });
  if (isLacking) {
    const message = `volume ${quoteName(volume.name)} of the Pod has another source than ours`;
    return {
      pod,
      warnings: [{ code: 'VOLUME_NAME_CONFLICT', message, path: pointer('spec', 'volumes', index) }],
      isInEffect,
    };
  }
  return {
    pod: isUsed && !existing ? withVolume(after, volume) : after,
    warnings,
    isInEffect: isInEffect || isUsed,
  };
}

/** The volume of a name, the first one if there are several. */
export type FindVolume = (name: string) => Volume | undefined;

/** Few Pods need this, so the names are put together when the first is asked for; some have thousands. */
export function createVolumeLookup({ spec }: Pod): FindVolume {
  let byName: Map<string, Volume> | undefined;
  return (name) => {
    byName ??= new Map([...(spec.volumes ?? [])].reverse().map((volume) => [volume.name, volume]));
    return byName.get(name);
  };
}

/** Whether the container has the mount: the same volume, and the same part of it, at the same place. */
export function hasMount({ volumeMounts }: Container, { mount, place }: PlacedMount): boolean {
  return (volumeMounts ?? []).some(
    (other) => isSameContent(other, mount) && normaliseMountPath(other.mountPath) === place,
  );
}

function withMounts(
  container: Container,
  mounts: readonly PlacedMount[],
  {
    target,
    findVolume,
    warnings,
  }: { readonly target: Target; readonly findVolume: FindVolume; readonly warnings: DragonflyWarning[] },
): Container {
  return mounts.reduce((result, placed) => {
    if (hasMount(result, placed)) {
      return result;
    }
    const conflict = findMountConflict(result, placed, findVolume);
    if (conflict === undefined) {
      return withVolumeMount(result, placed.mount);
    }
    const message = `container ${quoteName(container.name)} has ${conflict.what}`;
    warnings.push({ code: 'MOUNT_PATH_CONFLICT', message, path: `${target.path}${conflict.path}` });
    return result;
  }, container);
}

/** What keeps a mount from its place. `path` is a JSON pointer into the container. */
export interface MountConflict {
  readonly what: string;
  readonly path: string;
}

/**
 * Finds what keeps a mount, which the container lacks, from its place: another mount, or a block device, which takes a
 * place as a mount does. Below a read-only mount the container runtime cannot create the place, and the container
 * would never start.
 */
export function findMountConflict(
  container: Container,
  { mount: { mountPath }, place }: PlacedMount,
  findVolume: FindVolume,
): MountConflict | undefined {
  const deviceIndex = (container.volumeDevices ?? []).findIndex(
    ({ devicePath }) => normaliseMountPath(devicePath) === place,
  );
  const cover = place === undefined ? undefined : findCover(container, place);
  if (cover?.place === place && cover) {
    return { what: `another mount at ${mountPath}`, path: pointer('volumeMounts', cover.index) };
  }
  if (deviceIndex >= 0) {
    return { what: `another mount at ${mountPath}`, path: pointer('volumeDevices', deviceIndex) };
  }
  return cover && isReadOnly(cover.mount, findVolume)
    ? { what: `a read-only mount above ${mountPath}`, path: pointer('volumeMounts', cover.index) }
    : undefined;
}

interface Cover {
  readonly mount: VolumeMount;
  readonly index: number;
  readonly place: string;
}

// The mount that decides what a container sees at `place`: the innermost of those at it or above it.
function findCover({ volumeMounts }: Container, place: string): Cover | undefined {
  let cover: Cover | undefined;
  for (const [index, mount] of (volumeMounts ?? []).entries()) {
    const mountPlace = normaliseMountPath(mount.mountPath);
    if (mountPlace === undefined || (cover && mountPlace.length <= cover.place.length)) continue;
    if (mountPlace === place || place.startsWith(mountPlace === '/' ? '/' : `${mountPlace}/`)) {
      cover = { mount, index, place: mountPlace };
    }
  }
  return cover;
}

// What kubelet mounts read-only whatever the mount says.
const readOnlySources = ['configMap', 'downwardAPI', 'image', 'projected', 'secret'];

function isReadOnly({ name, readOnly }: VolumeMount, findVolume: FindVolume): boolean {
  const sources = Object.entries(findVolume(name) ?? {});
  return (
    readOnly === true ||
    sources.some(
      ([kind, source]: [string, unknown]) =>
        isJsonObject(source) && (readOnlySources.includes(kind) || source['readOnly'] === true),
    )
  );
}

// The path of the node that a container sees at `place`; undefined if it sees none, or a part that is not known before.
function findHostPath(container: Container, place: string | undefined, findVolume: FindVolume): string | undefined {
  const cover = place === undefined ? undefined : findCover(container, place);
  const volume = cover && !cover.mount.subPathExpr && findVolume(cover.mount.name);
  const path = volume ? normaliseMountPath(readSoleSource(volume, 'hostPath')?.path) : undefined;
  return path === undefined || cover === undefined || place === undefined
    ? undefined
    : posix.join(path, describeValue(cover.mount.subPath ?? ''), posix.relative(cover.place, place));
}

function isSameContent(one: VolumeMount, other: VolumeMount): boolean {
  return one.name === other.name && (one.subPath ?? '') === (other.subPath ?? '') && !one.subPathExpr;
}

/** The source of a volume that has exactly the one kind that is asked for; undefined otherwise. */
export function readSoleSource<Kind extends keyof Volume>(volume: Volume, kind: Kind): Volume[Kind] | undefined {
  const kinds = Object.entries(volume).flatMap(([key, value]) => (key === 'name' || value === null ? [] : [key]));
  return kinds.length === 1 && kinds[0] === kind ? volume[kind] : undefined;
}
