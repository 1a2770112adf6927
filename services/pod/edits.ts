// Small pure edits of Pods. Each returns a copy in which only what changed is new; everything else is shared, and a
// call that changes nothing returns its input. Nothing of the user's is ever removed, reordered or overwritten.

import type { Container, ContainerList, EnvVar, Pod, PodSpec, SecurityContext, Volume, VolumeMount } from './pod.js';

/** Changes fields of the spec. */
export function withSpec(pod: Pod, fields: Partial<PodSpec>): Pod {
  return { ...pod, spec: { ...pod.spec, ...fields } };
}

/** Runs `edit` over every container of `list`. An absent or empty list stays as it is. */
export function mapContainers(
  pod: Pod,
  list: ContainerList,
  edit: (container: Container, index: number) => Container,
): Pod {
  const before = pod.spec[list];
  if (!before) {
    return pod;
  }
  let after: Container[] | undefined;
  for (let index = 0; index < before.length; index += 1) {
    const container = before[index] as Container;
    const edited = edit(container, index);
    if (edited === container) continue;
    after ??= [...before];
    after[index] = edited;
  }
  return after ? withSpec(pod, { [list]: after }) : pod;
}

/** Appends `variables`, in this order. Whether their names are free is for the caller to know. */
export function withEnv(container: Container, variables: readonly EnvVar[]): Container {
  return variables.length === 0 ? container : { ...container, env: [...(container.env ?? []), ...variables] };
}

/** Appends a mount. Whether its path is free is for the caller to know. */
export function withVolumeMount(container: Container, mount: VolumeMount): Container {
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
}

/** Appends a volume. Whether its name is free is for the caller to know. */
export function withVolume(pod: Pod, volume: Volume): Pod {
  return withSpec(pod, { volumes: [...(pod.spec.volumes ?? []), volume] });
}

/** Appends or prepends an init container. */
export function withInitContainer(pod: Pod, container: Container, place: 'first' | 'last'): Pod {
  const others = pod.spec.initContainers ?? [];
  return withSpec(pod, { initContainers: place === 'first' ? [container, ...others] : [...others, container] });
}

/** Appends those pull secrets, by name, that the Pod lacks. */
export function withImagePullSecrets(pod: Pod, names: readonly string[]): Pod {
  const present = pod.spec.imagePullSecrets ?? [];
  const missing = names.filter((name) => !present.some((secret) => secret.name === name));
  return missing.length === 0
    ? pod
    : withSpec(pod, { imagePullSecrets: [...present, ...missing.map((name) => ({ name }))] });
}

/** Changes fields of the container's security context. */
export function withSecurityContext(container: Container, fields: Partial<SecurityContext>): Container {
  return { ...container, securityContext: { ...container.securityContext, ...fields } };
}

/** Appends those of `names` that `capabilities.add` lacks, in this order. `drop` stays. */
export function withCapabilities(container: Container, names: readonly string[]): Container {
  const { capabilities } = container.securityContext ?? {};
  const present = capabilities?.add ?? [];
  const missing = names.filter((name) => !present.includes(name));
  return missing.length === 0
    ? container
    : withSecurityContext(container, { capabilities: { ...capabilities, add: [...present, ...missing] } });
}
