// The API server's own rules for the fields that mutators write, as far as one Pod alone can show them.
//
// Used twice, and only for Pods that would be patched: a Pod that breaks a rule before we touch it is left alone, so
// that the API server can say so; a Pod that breaks one afterwards is a bug of ours, and its patch is never sent.
// Source of the rules: ValidatePodCreate in pkg/apis/core/validation of Kubernetes 1.36.

import { pointer } from './json-pointer.js';
import type { Container, EnvVar, Pod, Volume, VolumeMount } from './pod.js';

export interface Violation {
  readonly path: string;
  readonly rule: string;
}

const annotationBytesMax = 262_144;

const none: readonly never[] = [];

/** Lists the rules that the Pod breaks; empty for a Pod that looks valid. */
export function findViolations(pod: Pod): readonly Violation[] {
  const violations: Violation[] = [];
  const volumeNames = checkVolumes(pod, violations);
  const containerNames = new Set<string>();
  for (const list of ['initContainers', 'containers'] as const) {
    const containers = pod.spec[list] ?? [];
    for (let index = 0; index < containers.length; index += 1) {
      const container = containers[index] as Container;
      const report: Report = (field, rule) => violations.push({ path: `/spec/${list}/${index}${field}`, rule });
      if (containerNames.has(container.name)) report('/name', 'names of containers must be unique');
      containerNames.add(container.name);
      checkSecurityContext(container, pod, report);
      checkVolumeMounts(container, volumeNames, report);
      checkEnv(container, report);
    }
  }
  checkAnnotations(pod, violations);
  return violations;
}

/** Takes a pointer into the container, and a rule that is broken there. */
type Report = (field: string, rule: string) => void;

function checkVolumes({ spec }: Pod, violations: Violation[]): ReadonlySet<string> {
  const names = new Set<string>();
  const volumes = spec.volumes ?? none;
  for (let index = 0; index < volumes.length; index += 1) {
    const { name } = volumes[index] as Volume;
    if (names.has(name)) {
      violations.push({ path: pointer('spec', 'volumes', index, 'name'), rule: 'names of volumes must be unique' });
    }
    names.add(name);
  }
  return names;
}

function checkSecurityContext({ securityContext }: Container, pod: Pod, report: Report): void {
  if (!securityContext) {
    return;
  }
  const { allowPrivilegeEscalation, privileged, capabilities, procMount } = securityContext;
  if (allowPrivilegeEscalation === false) {
    if (privileged === true) {
      report('/securityContext', 'privileged: true excludes allowPrivilegeEscalation: false');
    }
    if (capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      report('/securityContext', 'CAP_SYS_ADMIN excludes allowPrivilegeEscalation: false');
    }
  }
  if (procMount === 'Unmasked' && pod.spec.hostUsers !== false) {
    report('/securityContext/procMount', 'Unmasked needs hostUsers: false');
  }
}

function checkVolumeMounts(container: Container, volumes: ReadonlySet<string>, report: Report): void {
  // The API server compares these paths as they are written: /d and /d/ are two places to it.
  const mountPaths = new Set<string>();
  const devices = container.volumeDevices ?? none;
  // Most containers have none, and then nothing is put together.
  const devicePaths = devices.length > 0 ? new Set(devices.map(({ devicePath }) => devicePath)) : undefined;
  const mounts = container.volumeMounts ?? none;
  for (let index = 0; index < mounts.length; index += 1) {
    const { name, mountPath, mountPropagation } = mounts[index] as VolumeMount;
    const path = `/volumeMounts/${index}`;
    if (!volumes.has(name)) report(`${path}/name`, 'a mount must name a volume of the Pod');
    if (mountPaths.has(mountPath)) report(`${path}/mountPath`, 'mount paths of a container must be unique');
    mountPaths.add(mountPath);
    if (devicePaths?.has(mountPath)) {
      report(`${path}/mountPath`, 'a mount may not be where a device is');
    }
    if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
      report(`${path}/mountPropagation`, 'Bidirectional needs a privileged container');
    }
  }
}

function checkEnv(container: Container, report: Report): void {
  const env = container.env ?? none;
  for (let index = 0; index < env.length; index += 1) {
    const { value, valueFrom } = env[index] as EnvVar;
    if (value && valueFrom) report(`/env/${index}`, 'a variable may have value or valueFrom, not both');
  }
}

function checkAnnotations(pod: Pod, violations: Violation[]): void {
  const annotations = pod.metadata?.annotations ?? {};
  // No character is longer than three bytes for each of its code units. So nearly all Pods need no counting of bytes.
  const isShort = 3 * measureAnnotations(annotations, ({ length }) => length) <= annotationBytesMax;
  if (!isShort && measureAnnotations(annotations, Buffer.byteLength) > annotationBytesMax) {
    const rule = `annotations may hold ${annotationBytesMax} bytes in total`;
    violations.push({ path: '/metadata/annotations', rule });
  }
}

function measureAnnotations(annotations: Readonly<Record<string, unknown>>, measure: (text: string) => number): number {
  let sum = 0;
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    sum += measure(key) + (typeof value === 'string' ? measure(value) : 0);
  }
  return sum;
}
