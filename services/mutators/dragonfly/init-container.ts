// The init container that copies Dragonfly's tools out of their image into the shared volume.

import { constant } from '../../pod/constant.js';
import { mapContainers, withInitContainer, withVolumeMount } from '../../pod/edits.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Container, Pod, ResourceRequirements, VolumeMount } from '../../pod/pod.js';
import { classResources, hasPodResources, isGuaranteed } from '../../pod/qos.js';
import { readQuantity } from '../../pod/quantity.js';
import type { Resources } from './profiles.js';
import type { DragonflySettings } from './settings-schema.js';
import {
  createVolumeLookup,
  type FindVolume,
  findMountConflict,
  hasMount,
  type PlacedMount,
  placeMount,
} from './shared-volume.js';
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

export interface InitContainer {
  /** Looks for our init container, by what it does and not as text: the API server and others have added to it. */
  readonly find: (pod: Pod) => Place;
  /** Adds the init container, or gives the one that is there the mount that it lacks. */
  readonly add: (pod: Pod, place: Place, image: string) => Pod;
}

/** Settles what the settings alone say about the init container. */
export function createInitContainer(settings: DragonflySettings): InitContainer {
  const { name, command } = settings.initContainer;
  const mount = placeMount({ name: settings.toolsVolume, mountPath: settings.toolsMountPath });
  const create = bindCreation(settings, mount.mount);
  const complete = (container: Container): Container =>
    container.name === name && !hasMount(container, mount) ? withVolumeMount(container, mount.mount) : container;

  return {
    find: (pod) => {
      for (const list of ['initContainers', 'containers'] as const) {
        const index = (pod.spec[list] ?? []).findIndex((container) => container.name === name);
        const container = pod.spec[list]?.[index];
        if (!container) continue;
        if (list === 'initContainers' && hasMount(container, mount)) {
          return { kind: 'present', index };
        }
        if (list === 'initContainers' && isSameList(container.command, command)) {
          return completePlace(container, { index, placed: mount, findVolume: createVolumeLookup(pod) });
        }
        const message = `container "${name}" of the Pod is not the one that copies the tools`;
        return {
          kind: 'taken',
          warning: { code: 'CONTAINER_NAME_CONFLICT', message, path: pointer('spec', list, index) },
        };
      }
      return { kind: 'absent' };
    },
    add: (pod, place, image) =>
      place.kind === 'absent'
        ? withInitContainer(pod, create(pod, image), settings.initContainers ? 'first' : 'last')
        : mapContainers(pod, 'initContainers', complete),
  };
}

// Ours by its command, and still without the mount: there must be room for it.
function completePlace(
  container: Container,
  {
    index,
    placed,
    findVolume,
  }: { readonly index: number; readonly placed: PlacedMount; readonly findVolume: FindVolume },
): Place {
  const conflict = findMountConflict(container, placed, findVolume);
  if (conflict === undefined) {
    return { kind: 'present', index };
  }
  const message = `init container "${container.name}" has ${conflict.what}; the tools were left out`;
  const path = `${pointer('spec', 'initContainers', index)}${conflict.path}`;
  return { kind: 'taken', warning: { code: 'MOUNT_PATH_CONFLICT', message, path } };
}

function bindCreation(settings: DragonflySettings, mount: VolumeMount): (pod: Pod, image: string) => Container {
  const { name, image: usualImage, imagePullPolicy, command, securityContext, resources } = settings.initContainer;
  const create = (image: string, chosen: ResourceRequirements): Container =>
    constant({
      name,
      image,
      imagePullPolicy,
      command,
      ...(Object.keys(chosen).length > 0 && { resources: chosen }),
      ...(Object.keys(securityContext).length > 0 && { securityContext }),
      volumeMounts: [mount],
    });
  const choices = { none: {}, configured: resources, even: makeEven(resources) };
  const usual = {
    none: create(usualImage, choices.none),
    configured: create(usualImage, choices.configured),
    even: create(usualImage, choices.even),
  };
  return (pod, image) => {
    const choice = chooseResources(pod);
    return image === usualImage ? usual[choice] : create(image, choices[choice]);
  };
}

// A Pod with resources of its own keeps its class without our doing, and would become invalid if ours exceeded them.
function chooseResources(pod: Pod): 'none' | 'configured' | 'even' {
  if (hasPodResources(pod)) {
    return 'none';
  }
  return isGuaranteed(pod) ? 'even' : 'configured';
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
