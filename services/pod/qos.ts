// The quality of service classes, and "Guaranteed" above all, which a Pod loses as soon as one container without
// limits joins it.
//
// Its rule is the API server's: every init and app container has limits for cpu and memory, and requests equal to
// them; requests that are left out count as the limit. Source: ComputePodQOS in pkg/apis/core/helper/qos.

import type { Pod, ResourceRequirements } from './pod.js';
import { readQuantity } from './quantity.js';

/** The resources that count for the class. */
export const classResources = ['cpu', 'memory'] as const;

/** Whether the Pod is Guaranteed. Resources of the Pod itself, where it has them, count instead of its containers'. */
export function isGuaranteed(pod: Pod): boolean {
  if (hasPodResources(pod)) {
    return isEven(readPodResources(pod));
  }
  const containers = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
  return containers.length > 0 && containers.every(({ resources }) => isEven(resources));
}

/** The quality of service class of a Pod. */
export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

/** The class that the API server gives the Pod. */
export function readQosClass(pod: Pod): QosClass {
  if (isGuaranteed(pod)) {
    return 'Guaranteed';
  }
  const containers = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
  const owners = hasPodResources(pod) ? [readPodResources(pod)] : containers.map(({ resources }) => resources);
  return owners.some(asksForSomething) ? 'Burstable' : 'BestEffort';
}

function asksForSomething(resources: ResourceRequirements | null | undefined): boolean {
  return classResources.some((name) =>
    [resources?.requests?.[name], resources?.limits?.[name]].some((amount) => (readQuantity(amount) ?? 0n) > 0n),
  );
}

/** Whether the Pod has resources of its own (`spec.resources`). They then rule its class, whatever its containers say. */
export function hasPodResources(pod: Pod): boolean {
  const { requests, limits } = readPodResources(pod) ?? {};
  return Object.keys(requests ?? {}).length > 0 || Object.keys(limits ?? {}).length > 0;
}

function isEven(resources: ResourceRequirements | null | undefined): boolean {
  return classResources.every((name) => {
    const written = resources?.limits?.[name];
    const limit = readQuantity(written);
    const request = resources?.requests?.[name] ?? written;
    return limit !== undefined && limit > 0n && (request === written || readQuantity(request) === limit);
  });
}

/** The resources of the Pod itself: a field newer than the types of Kubernetes that are used here. */
export function readPodResources(pod: Pod): ResourceRequirements | null | undefined {
  return (pod.spec as { readonly resources?: ResourceRequirements | null }).resources;
}
