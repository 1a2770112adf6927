// The Pod as the decisions see it: read-only, with `null` wherever JSON may hold it.
//
// A Pod arrives as JSON of unknown origin. Fields that are not named here stay in the object and travel on untouched:
// nothing is ever rebuilt from these types.

import type * as core from 'kubernetes-types/core/v1.js';

/** A Kubernetes type as it may stand in JSON: deeply read-only, and each optional field may also be null. */
type FromJson<T> = T extends readonly (infer Item)[]
  ? readonly FromJson<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: FromJson<T[Key]> | (undefined extends T[Key] ? null : never) }
    : T;

export type Pod = FromJson<Omit<core.Pod, 'spec'>> & { readonly spec: PodSpec };
export type PodSpec = FromJson<core.PodSpec>;
export type Container = FromJson<core.Container>;
export type EnvVar = FromJson<core.EnvVar>;
export type Volume = FromJson<core.Volume>;
export type VolumeMount = FromJson<core.VolumeMount>;
export type SecurityContext = FromJson<core.SecurityContext>;
export type ResourceRequirements = FromJson<core.ResourceRequirements>;

/** The two lists of containers that exist when a Pod is created. Ephemeral containers cannot. */
export type ContainerList = 'initContainers' | 'containers';
