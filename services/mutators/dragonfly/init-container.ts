// The init container that copies Dragonfly's tools out of their image into the shared volume.

import { withInitContainer, withSpec, withVolumeMount } from '../../pod/edits.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Container, Pod, ResourceRequirements, VolumeMount } from '../../pod/pod.js';
import { classResources, hasPodResources, isGuaranteed } from '../../pod/qos.js';
import { readQuantity } from '../../pod/quantity.js';
import type { Resources } from './profiles.js';
import type { DragonflySettings } from './settings-schema.js';
import { findMountConflict, hasMount } from './shared-volume.js';
import type { DragonflyWarning } from './warnings.js';

/** What the init container gets in a Guaranteed Pod where the settings name nothing: enough to copy files. */
const guaranteedResources: Readonly<Record<(typeof classResources)[number], string>> = {
  cpu: '100m',
  memory: '128Mi',
};

/** Where our init container is: nowhere yet, at an index, or something of the user's stands in its way. */
export type Place =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly index: number }
  | { readonly kind: 'taken'; readonly warning: DragonflyWarning };

/** Looks for our init container, by what it does and not as text: the API server and others have added to it. */
export function findInitContainer(pod: Pod, settings: DragonflySettings): Place {
  const { name, command } = settings.initContainer;
  const mount = createMount(settings);
  for (const list of ['initContainers', 'containers'] as const) {
    const index = (pod.spec[list] ?? []).findIndex((container) => container.name === name);
    const container = pod.spec[list]?.[index];
    if (!container) continue;
    if (list === 'initContainers' && hasMount(container, mount)) {
      return { kind: 'present', index };
    }
    if (list === 'initContainers' && isSameList(container.command, command)) {
      return completePlace(container, index, mount);
    }
    const message = `container "${name}" of the Pod is not the one that copies the tools`;
    return {
      kind: 'taken',
      warning: { code: 'CONTAINER_NAME_CONFLICT', message, path: pointer('spec', list, index) },
    };
  }
  return { kind: 'absent' };
}

// Ours by its command, and still without the mount: there must be room for it.
function completePlace(container: Container, index: number, mount: VolumeMount): Place {
  const conflict = findMountConflict(container, mount);
  if (conflict === undefined) {
    return { kind: 'present', index };
  }
  const message = `init container "${container.name}" has another mount at ${mount.mountPath}; the tools were left out`;
  const path = `${pointer('spec', 'initContainers', index)}${conflict}`;
  return { kind: 'taken', warning: { code: 'MOUNT_PATH_CONFLICT', message, path } };
}

/** Adds the init container, or gives the one that is there the mount that it lacks. */
export function withToolsCopied(pod: Pod, place: Place, image: string, settings: DragonflySettings): Pod {
  const mount = createMount(settings);
  if (place.kind === 'absent') {
    return withInitContainer(pod, createContainer(pod, image, settings), settings.initContainers ? 'first' : 'last');
  }
  const initContainers = (pod.spec.initContainers ?? []).map((container) =>
    container.name === settings.initContainer.name && !hasMount(container, mount)
      ? withVolumeMount(container, mount)
      : container,
  );
  const isSame = initContainers.every((container, index) => container === pod.spec.initContainers?.[index]);
  return isSame ? pod : withSpec(pod, { initContainers });
}

function createContainer(pod: Pod, image: string, settings: DragonflySettings): Container {
  const { name, imagePullPolicy, command, securityContext } = settings.initContainer;
  const resources = chooseResources(pod, settings.initContainer.resources);
  return {
    name,
    image,
    imagePullPolicy,
    command,
    ...(Object.keys(resources).length > 0 && { resources }),
    ...(Object.keys(securityContext).length > 0 && { securityContext }),
    volumeMounts: [createMount(settings)],
  };
}

function createMount({ toolsVolume, toolsMountPath }: DragonflySettings): VolumeMount {
  return { name: toolsVolume, mountPath: toolsMountPath };
}

// A Pod with resources of its own keeps its class without our doing, and would become invalid if ours exceeded them.
function chooseResources(pod: Pod, configured: Resources): ResourceRequirements {
  if (hasPodResources(pod)) {
    return {};
  }
  return isGuaranteed(pod) ? makeEven(configured) : configured;
}

function makeEven({ requests = {}, limits = {} }: Resources): ResourceRequirements {
  const even = Object.fromEntries(
    classResources.map((name) => {
      const configured = [limits[name], requests[name]].find((amount) => (readQuantity(amount) ?? 0n) > 0n);
      return [name, configured ?? guaranteedResources[name]];
    }),
  );
  return { requests: { ...requests, ...even }, limits: { ...limits, ...even } };
}

function isSameList(one: unknown, other: readonly string[]): boolean {
  return Array.isArray(one) && one.length === other.length && other.every((word, index) => one[index] === word);
}
