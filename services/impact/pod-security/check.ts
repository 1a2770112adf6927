// What a check of Pod Security is: a row of a table, with one pure function.
//
// Source of the checks: the Pod Security Standards as kube-apiserver 1.36 enforces them, policy version "latest".
// Defaults that the API server fills in before it checks are taken into account.

import { type PlacedContainer, readField } from '../../pod/fields.js';
import type { Pod } from '../../pod/pod.js';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** One place that breaks a check. `container` is empty if it is the Pod itself. */
export interface Breach {
  readonly container: string;
  readonly path: string;
  readonly detail: string;
}

export interface Check {
  /** The name that the API server's own code gives it. */
  readonly id: string;
  /** The lowest level that asks for it. */
  readonly level: 'baseline' | 'restricted';
  /** At level restricted this check takes the place of that one. */
  readonly replaces?: string;
  /** `containers` are those of the Pod, listed once for all checks. */
  readonly find: (pod: Pod, containers: readonly PlacedContainer[]) => readonly Breach[];
}

/** A breach, as a pointer into the container. */
export interface Fault {
  readonly field: string;
  readonly detail: string;
}

/** A check that looks at each container on its own. */
export function perContainer(find: (container: unknown, pod: Pod) => readonly Fault[]): Check['find'] {
  return (pod, containers) =>
    containers.flatMap(({ value, name, path }) =>
      find(value, pod).map(({ field, detail }) => ({ container: name, path: `${path}${field}`, detail })),
    );
}

/** A check of a security context, which the Pod and each container may have. */
export function perContext(find: (context: unknown) => readonly Fault[]): Check['find'] {
  const place = (value: unknown): readonly Fault[] =>
    find(readField(value, 'securityContext')).map(({ field, detail }) => ({
      field: `/securityContext${field}`,
      detail,
    }));
  const inContainers = perContainer(place);
  return (pod, containers) => [
    ...place(pod.spec).map(({ field, detail }) => ({ container: '', path: `/spec${field}`, detail })),
    ...inContainers(pod, containers),
  ];
}

/** One fault if it `isBroken`, none otherwise. */
export function faultIf(isBroken: boolean, field: string, detail: string): readonly Fault[] {
  return isBroken ? [{ field, detail }] : [];
}

/** A Pod in a user namespace: root inside it is nobody outside. Some checks do not apply then. */
export function hasUserNamespace(pod: Pod): boolean {
  return readField(pod, 'spec', 'hostUsers') === false;
}

/** Rights of Linux have no meaning on Windows. */
export function isWindows(pod: Pod): boolean {
  return readField(pod, 'spec', 'os', 'name') === 'windows';
}
