// Settings that are right one by one and wrong together. Checked when settings are loaded, so that no Pod has to find out.

import { posix } from 'node:path';
import { normaliseMountPath } from '../../pod/mount-path.js';
import { readQuantity } from '../../pod/quantity.js';
import type { Report } from './aliases.js';
import type { ProfileDefaults } from './profiles.js';
import { proxyVariableNames } from './proxy-variables.js';
import { toolPath } from './tool-path.js';

/** Reports every pair of settings that cannot stand together. */
export function findContradictions(settings: ProfileDefaults, report: Report): void {
  checkCommand(settings, report);
  checkNames(settings, report);
  checkMountPaths(settings, report);
  checkResources(settings, report);
  checkSecurityContext(settings, report);
}

// A mount hides what the image has at its path. Tools that are copied from there would come out as nothing.
function checkCommand({ initContainer, toolsMountPath }: ProfileDefaults, report: Report): void {
  const paths = initContainer.command
    .filter((word) => word.startsWith('/'))
    .map((word) => normaliseMountPath(word) ?? word);
  const isHidden = paths.filter((path) => isWithin(path, toolsMountPath)).length > 1;
  if (isHidden || paths.some((path) => path !== toolsMountPath && isWithin(toolsMountPath, path))) {
    report(
      ['toolsMountPath'],
      `expected a directory apart from those that initContainer.command copies from, found "${toolsMountPath}": the mount would hide the files of the image`,
    );
  }
}

function checkNames({ annotations, socketVolume, toolsVolume, toolsVariable }: ProfileDefaults, report: Report): void {
  if (socketVolume === toolsVolume) {
    report(['toolsVolume'], `expected another name than that of socketVolume, found "${toolsVolume}" for both`);
  }
  if (proxyVariableNames.includes(toolsVariable)) {
    report(['toolsVariable'], `expected a name that no proxy variable has, found "${toolsVariable}"`);
  }
  const keys = Object.entries(annotations);
  for (const [index, [name, key]] of keys.entries()) {
    const other = keys.slice(0, index).find((earlier) => earlier[1] === key);
    if (other) {
      report(
        ['annotations', name],
        `expected another key than that of annotations.${other[0]}, found "${key}" for both`,
      );
    }
  }
}

function checkMountPaths(settings: ProfileDefaults, report: Report): void {
  const { socketMount, socketPath, toolsMountPath, toolsOnPath } = settings;
  const socketPlace = socketMount === 'directory' ? posix.dirname(socketPath) : socketPath;
  if (socketPlace === '/') {
    report(['socketPath'], `expected a socket below a directory for socketMount "directory", found "${socketPath}"`);
  }
  if (socketPlace === toolsMountPath) {
    report(
      ['toolsMountPath'],
      `expected another path than that of the socket's mount, found "${toolsMountPath}" for both`,
    );
  }
  const tools = new Set<string>();
  for (const [index, tool] of toolsOnPath.entries()) {
    if (tools.has(tool)) {
      report(['toolsOnPath', String(index)], `expected each tool once, found "${tool}" again`);
    }
    tools.add(tool);
    if ([socketPlace, toolsMountPath].includes(toolPath(tool))) {
      report(['toolsOnPath', String(index)], `expected no other mount at "${toolPath(tool)}", found one`);
    }
  }
}

function checkResources({ initContainer }: ProfileDefaults, report: Report): void {
  const { requests = {}, limits = {} } = initContainer.resources;
  for (const [name, request] of Object.entries(requests)) {
    const limit = readQuantity(limits[name]);
    if (limit !== undefined && (readQuantity(request) ?? 0n) > limit) {
      report(
        ['initContainer', 'resources', 'requests', name],
        `expected at most the limit "${limits[name]}", found "${request}"`,
      );
    }
  }
}

function checkSecurityContext({ initContainer }: ProfileDefaults, report: Report): void {
  const { privileged, allowPrivilegeEscalation, runAsNonRoot, runAsUser } = initContainer.securityContext;
  for (const field of ['seccompProfile', 'appArmorProfile']) {
    checkProfile(field, initContainer.securityContext[field] as SecurityProfile | undefined, report);
  }
  if (privileged === true && allowPrivilegeEscalation === false) {
    report(
      ['initContainer', 'securityContext', 'allowPrivilegeEscalation'],
      'expected no "false" beside privileged: true, which the API server refuses',
    );
  }
  if (runAsNonRoot === true && runAsUser === 0) {
    report(
      ['initContainer', 'securityContext', 'runAsUser'],
      'expected another user than 0 beside runAsNonRoot: true, with which the container could never start',
    );
  }
}

interface SecurityProfile {
  readonly type: string;
  readonly localhostProfile?: string;
}

// The API server refuses a profile of the node without its name, and a name with any other type.
function checkProfile(field: string, profile: SecurityProfile | undefined, report: Report): void {
  const isNamed = Boolean(profile?.localhostProfile);
  if (profile && (profile.type === 'Localhost') !== isNamed) {
    report(
      ['initContainer', 'securityContext', field, 'localhostProfile'],
      `expected ${isNamed ? `no name beside type "${profile.type}"` : 'the name of a profile beside type "Localhost"'}, found ${isNamed ? 'one' : 'none'}`,
    );
  }
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}
