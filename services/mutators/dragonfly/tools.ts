// Part 3: Dragonfly's command line tools. An init container copies them into an emptyDir that the containers share; a
// variable says where. With toolsOnPath they are also mounted one by one where a shell finds them.

import { constant } from '../../pod/constant.js';
import { withImagePullSecrets } from '../../pod/edits.js';
import type { EnvVar, Pod, VolumeMount } from '../../pod/pod.js';
import { quoteName } from '../../pod/quote.js';
import { findEarlyUses, findOtherMeaning, withMissingEnv } from './env.js';
import { createImageChoice } from './image.js';
import { createInitContainer, type Place } from './init-container.js';
import { type InjectPart, leaveOut, type PartResult } from './part.js';
import type { DragonflySettings } from './settings-schema.js';
import { hasMount, placeMount, readSoleSource, type SharedVolume, shareVolume } from './shared-volume.js';
import { createSkip } from './skip.js';
import type { Target, Targets } from './targets.js';
import { toolPath } from './tool-path.js';
import type { DragonflyWarning } from './warnings.js';

export function createToolsPart(settings: DragonflySettings, targets: Targets): InjectPart {
  const readSkip = createSkip(settings.annotations.skipTools);
  const chooseImage = createImageChoice(settings);
  const withVariable = createVariable(settings, targets);
  const volume = describeVolume(settings);
  const initContainer = createInitContainer(settings);

  return (pod) => {
    const skip = readSkip(pod);
    if (skip.isSkipped) {
      return leaveOut(pod, skip.warnings);
    }
    const place = initContainer.find(pod);
    if (place.kind === 'taken') {
      return leaveOut(pod, [...skip.warnings, place.warning]);
    }
    const shared = shareVolume(pod, targets, { ...volume, wants: (target) => isServed(target, place) });
    if (!shared.isInEffect) {
      return { ...shared, warnings: [...skip.warnings, ...shared.warnings] };
    }
    const { image, warnings } = chooseImage(pod);
    const named = withVariable(shared.pod);
    const copied = initContainer.add(named.pod, place, image);
    return {
      pod: withImagePullSecrets(copied, settings.pullSecrets),
      warnings: [...skip.warnings, ...shared.warnings, ...named.warnings, ...warnings],
      isInEffect: true,
    };
  };
}

// Init containers run in order. One in front of ours would not find tools in the volume, but spoil it: kubelet creates
// a directory where the subPath of a missing file is mounted, and copying then fails.
function isServed({ list, index }: Target, place: Place): boolean {
  return list === 'containers' || place.kind !== 'present' || index > place.index;
}

function describeVolume({ toolsVolume, toolsMountPath, toolsOnPath }: DragonflySettings): SharedVolume {
  const mounts: readonly VolumeMount[] = [
    { name: toolsVolume, mountPath: toolsMountPath },
    ...toolsOnPath.map((tool) => ({ name: toolsVolume, mountPath: toolPath(tool), subPath: tool, readOnly: true })),
  ];
  return {
    volume: constant({ name: toolsVolume, emptyDir: {} }),
    // The API server takes a volume without any source for an emptyDir.
    isOurs: (volume) => Boolean(readSoleSource(volume, 'emptyDir')) || hasNoSource(volume),
    mounts: mounts.map(placeMount),
  };
}

function hasNoSource(volume: object): boolean {
  return Object.entries(volume).every(([key, value]) => key === 'name' || value === null);
}

// Only in containers where the directory is mounted: elsewhere the variable would lead nowhere.
function createVariable(settings: DragonflySettings, targets: Targets): (pod: Pod) => Omit<PartResult, 'isInEffect'> {
  const { toolsVariable, toolsVolume, toolsMountPath } = settings;
  if (toolsVariable === '') {
    return (pod) => ({ pod, warnings: [] });
  }
  const variable: EnvVar = constant({ name: toolsVariable, value: toolsMountPath });
  const mount = placeMount({ name: toolsVolume, mountPath: toolsMountPath });
  return (pod) => {
    const warnings: DragonflyWarning[] = [];
    const after = targets.map(pod, (container, target) => {
      if (!hasMount(container, mount)) {
        return container;
      }
      const index = findOtherMeaning(container, variable);
      if (index >= 0) {
        const message = `container ${quoteName(container.name)} keeps its own ${toolsVariable}`;
        warnings.push({ code: 'ENV_CONFLICT', message, path: `${target.path}/env/${index}` });
        return container;
      }
      const changed = withMissingEnv(container, [variable]);
      warnings.push(...findEarlyUses(changed, [variable], target));
      return changed;
    });
    return { pod: after, warnings };
  };
}
