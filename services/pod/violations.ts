// The API server's own rules for the fields that mutators write, as far as one Pod alone can show them.
//
// Used twice, and only for Pods that would be patched: a Pod that breaks a rule before we touch it is left alone, so
// that the API server can say so; a Pod that breaks one afterwards is a bug of ours, and its patch is never sent.
// Source of the rules: ValidatePodCreate in pkg/apis/core/validation of Kubernetes 1.36.

import { pointer } from './json-pointer.js';
import type { Container, Pod } from './pod.js';

export interface Violation {
  readonly path: string;
  readonly rule: string;
}

const annotationBytesMax = 262_144;

/** Lists the rules that the Pod breaks; empty for a Pod that looks valid. */
export function findViolations(pod: Pod): readonly Violation[] {
  const violations: Violation[] = [];
  const report = (path: string, rule: string): void => void violations.push({ path, rule });
  const volumeNames = checkVolumes(pod, report);
  const containerNames = new Set<string>();
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (pod.spec[list] ?? []).entries()) {
      const path = pointer('spec', list, index);
      if (containerNames.has(container.name)) report(`${path}/name`, 'names of containers must be unique');
      containerNames.add(container.name);
      checkSecurityContext(container, pod, path, report);
      checkVolumeMounts(container, volumeNames, path, report);
      checkEnv(container, path, report);
    }
  }
  checkAnnotations(pod, report);
  return violations;
}

type Report = (path: string, rule: string) => void;

function checkVolumes(pod: Pod, report: Report): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, volume] of (pod.spec.volumes ?? []).entries()) {
    if (names.has(volume.name)) report(pointer('spec', 'volumes', index, 'name'), 'names of volumes must be unique');
    names.add(volume.name);
  }
  return names;
}

function checkSecurityContext(container: Container, pod: Pod, path: string, report: Report): void {
  const context = container.securityContext;
  if (!context) {
    return;
  }
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged === true) {
      report(`${path}/securityContext`, 'privileged: true excludes allowPrivilegeEscalation: false');
    }
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      report(`${path}/securityContext`, 'CAP_SYS_ADMIN excludes allowPrivilegeEscalation: false');
    }
  }
  if (context.procMount === 'Unmasked' && pod.spec.hostUsers !== false) {
    report(`${path}/securityContext/procMount`, 'Unmasked needs hostUsers: false');
  }
}

function checkVolumeMounts(container: Container, volumes: ReadonlySet<string>, path: string, report: Report): void {
  // The API server compares these paths as they are written: /d and /d/ are two places to it.
  const mountPaths = new Set<string>();
  const devicePaths = new Set((container.volumeDevices ?? []).map(({ devicePath }) => devicePath));
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const mountPath = `${path}/volumeMounts/${index}`;
    if (!volumes.has(mount.name)) report(`${mountPath}/name`, 'a mount must name a volume of the Pod');
    if (mountPaths.has(mount.mountPath)) report(`${mountPath}/mountPath`, 'mount paths of a container must be unique');
    mountPaths.add(mount.mountPath);
    if (devicePaths.has(mount.mountPath)) report(`${mountPath}/mountPath`, 'a mount may not be where a device is');
    if (mount.mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
      report(`${mountPath}/mountPropagation`, 'Bidirectional needs a privileged container');
    }
  }
}

function checkEnv(container: Container, path: string, report: Report): void {
  for (const [index, variable] of (container.env ?? []).entries()) {
    if (variable.value && variable.valueFrom) {
      report(`${path}/env/${index}`, 'a variable may have value or valueFrom, not both');
    }
  }
}

function checkAnnotations(pod: Pod, report: Report): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(pod.metadata?.annotations ?? {})) {
    bytes += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  if (bytes > annotationBytesMax)
    report('/metadata/annotations', `annotations may hold ${annotationBytesMax} bytes in total`);
}
