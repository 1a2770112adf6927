// Pod Security, level "restricted": baseline, and the habits of a hardened Pod.

import { type PlacedContainer, readField, readList, readText } from '../../pod/fields.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Pod } from '../../pod/pod.js';
import { describeValue } from '../../pod/quote.js';
import { findProcMounts, isConfiningProfile } from './baseline-checks.js';
import { type Breach, type Check, faultIf, hasUserNamespace, isWindows, perContainer, perContext } from './check.js';

const volumeTypes = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected'],
  'secret',
];

const onLinux =
  (find: Check['find']): Check['find'] =>
  (pod, containers) =>
    isWindows(pod) ? [] : find(pod, containers);

export const restrictedChecks: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
    find: onLinux(
      perContainer((container) =>
        faultIf(
          readField(container, 'securityContext', 'allowPrivilegeEscalation') !== false,
          '/securityContext/allowPrivilegeEscalation',
          'allowPrivilegeEscalation is not false',
        ),
      ),
    ),
  },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
    replaces: 'capabilities_baseline',
    find: onLinux(
      perContainer((container) => {
        const { add, drop } = readCapabilities(container);
        const refused = add.filter((name) => name !== 'NET_BIND_SERVICE');
        return [
          ...faultIf(!drop.includes('ALL'), '/securityContext/capabilities/drop', 'does not drop ALL'),
          ...faultIf(refused.length > 0, '/securityContext/capabilities/add', `adds ${refused.join(', ')}`),
        ];
      }),
    ),
  },
  { id: 'procMount_restricted', level: 'restricted', replaces: 'procMount', find: findProcMounts },
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    replaces: 'hostPathVolumes',
    find: (pod) =>
      readList(pod, 'spec', 'volumes').flatMap((volume, index) => {
        const types = Object.keys(volume ?? {}).filter((key) => key !== 'name' && readField(volume, key) !== undefined);
        // The API server takes a volume without any source for an emptyDir.
        const isAllowed = types.length === 0 || types.some((type) => volumeTypes.includes(type));
        const detail = `volume "${readText(volume, 'name')}" is a ${types.join(', ')}`;
        return isAllowed ? [] : [{ container: '', path: pointer('spec', 'volumes', index), detail }];
      }),
  },
  {
    id: 'runAsNonRoot',
    level: 'restricted',
    find: (pod, containers) =>
      hasUserNamespace(pod) ? [] : findInherited(pod, containers, 'runAsNonRoot', (value) => value === true),
  },
  {
    id: 'runAsUser',
    level: 'restricted',
    find: (pod, containers) => (hasUserNamespace(pod) ? [] : findRootUsers(pod, containers)),
  },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
    replaces: 'seccompProfile_baseline',
    find: onLinux((pod, containers) => findInherited(pod, containers, 'seccompProfile', isConfiningProfile)),
  },
];

const findRootUsers = perContext((context) =>
  faultIf(readField(context, 'runAsUser') === 0, '/runAsUser', 'runAsUser is 0'),
);

function readCapabilities(container: unknown): { readonly add: readonly string[]; readonly drop: readonly string[] } {
  const capabilities = readField(container, 'securityContext', 'capabilities');
  return {
    add: readList(capabilities, 'add').map(describeValue),
    drop: readList(capabilities, 'drop').map(describeValue),
  };
}

// A field that the Pod may set for all containers: a bad value counts wherever it stands, a missing one only in
// containers to which the Pod hands down nothing good.
function findInherited(
  pod: Pod,
  containers: readonly PlacedContainer[],
  field: string,
  isGood: (value: unknown) => boolean,
): readonly Breach[] {
  const shared = readField(pod.spec, 'securityContext', field);
  const isHandedDown = shared !== undefined && isGood(shared);
  const path = pointer('securityContext', field);
  const inContainers = perContainer((container) => {
    const own = readField(container, 'securityContext', field);
    const isBroken = own === undefined ? !isHandedDown : !isGood(own);
    return faultIf(isBroken, path, own === undefined ? `${field} is not set` : `${field} is ${describe(own)}`);
  });
  const ownBreach: readonly Breach[] =
    shared === undefined || isHandedDown
      ? []
      : [{ container: '', path: `/spec${path}`, detail: `${field} is ${describe(shared)}` }];
  return [...ownBreach, ...inContainers(pod, containers)];
}

function describe(value: unknown): string {
  return typeof value === 'object' ? readText(value, 'type') || 'without a type' : describeValue(value);
}
