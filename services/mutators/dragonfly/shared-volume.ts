// A volume of ours, mounted into containers that may have mounts of their own there.

import { constant } from '../../pod/constant.js';
import { withVolume, withVolumeMount } from '../../pod/edits.js';
import { pointer } from '../../pod/json-pointer.js';
import { normaliseMountPath } from '../../pod/mount-path.js';
import type { Container, Pod, Volume, VolumeMount } from '../../pod/pod.js';
import { leaveOut, type PartResult } from './part.js';
import { quoteName } from './quote.js';
import type { Target, Targets } from './targets.js';
import type { DragonflyWarning } from './warnings.js';

export interface SharedVolume {
  readonly volume: Volume;
  /** Whether a volume of the same name serves the purpose. */
  readonly isOurs: (volume: Volume) => boolean;
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
  { volume, isOurs, mounts, wants = () => true }: SharedVolume & { readonly wants?: (target: Target) => boolean },
): PartResult {
  const volumes = pod.spec.volumes ?? [];
  const index = volumes.findIndex(({ name }) => name === volume.name);
  const existing = volumes[index];
  if (existing && !isOurs(existing)) {
    const message = `volume ${quoteName(volume.name)} of the Pod has another source than ours`;
    return leaveOut(pod, [{ code: 'VOLUME_NAME_CONFLICT', message, path: pointer('spec', 'volumes', index) }]);
  }
  const warnings: DragonflyWarning[] = [];
  let isInEffect = false;
  const after = targets.map(pod, (container, target) => {
    const mounted = wants(target) ? withMounts(container, mounts, target, warnings) : container;
    isInEffect ||= mounts.some((mount) => hasMount(mounted, mount));
    return mounted;
  });
  return { pod: isInEffect && !existing ? withVolume(after, volume) : after, warnings, isInEffect };
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
  target: Target,
  warnings: DragonflyWarning[],
): Container {
  return mounts.reduce((result, placed) => {
    if (hasMount(result, placed)) {
      return result;
    }
    const conflict = findMountConflict(result, placed);
    if (conflict === undefined) {
      return withVolumeMount(result, placed.mount);
    }
    const message = `container ${quoteName(container.name)} has another mount at ${placed.mount.mountPath}`;
    warnings.push({ code: 'MOUNT_PATH_CONFLICT', message, path: `${target.path}${conflict}` });
    return result;
  }, container);
}

/**
 * Finds what the container has at the place of a mount that it lacks. A block device takes a place as a mount does.
 * @returns a JSON pointer into the container; undefined if the place is free
 */
export function findMountConflict(
  { volumeMounts, volumeDevices }: Container,
  { place }: PlacedMount,
): string | undefined {
  const mountIndex = (volumeMounts ?? []).findIndex(({ mountPath }) => normaliseMountPath(mountPath) === place);
  if (mountIndex >= 0) {
    return pointer('volumeMounts', mountIndex);
  }
  const deviceIndex = (volumeDevices ?? []).findIndex(({ devicePath }) => normaliseMountPath(devicePath) === place);
  return deviceIndex >= 0 ? pointer('volumeDevices', deviceIndex) : undefined;
}

function isSameContent(one: VolumeMount, other: VolumeMount): boolean {
  return one.name === other.name && (one.subPath ?? '') === (other.subPath ?? '') && !one.subPathExpr;
}

/** The source of a volume that has exactly the one kind that is asked for; undefined otherwise. */
export function readSoleSource<Kind extends keyof Volume>(volume: Volume, kind: Kind): Volume[Kind] | undefined {
  const kinds = Object.entries(volume).flatMap(([key, value]) => (key === 'name' || value === null ? [] : [key]));
  return kinds.length === 1 && kinds[0] === kind ? volume[kind] : undefined;
}
