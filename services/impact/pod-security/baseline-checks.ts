// Pod Security, level "baseline": nothing that is known to lead from the container to the node.

import { readField, readList, readText } from '../../pod/fields.js';
import { pointer } from '../../pod/json-pointer.js';
import { describeValue } from '../../pod/quote.js';
import { type Check, faultIf, hasUserNamespace, perContainer, perContext } from './check.js';

const capabilities = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

const selinuxTypes = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

const sysctls = new Set([
  'kernel.shm_rmid_forced',
  ...['ip_local_port_range', 'ip_local_reserved_ports', 'ip_unprivileged_port_start', 'ping_group_range'].map(inIpv4),
  ...['tcp_syncookies', 'tcp_rmem', 'tcp_wmem', 'tcp_fin_timeout'].map(inIpv4),
  ...['tcp_keepalive_time', 'tcp_keepalive_intvl', 'tcp_keepalive_probes'].map(inIpv4),
]);

/** Where a probe or a hook can name a host. */
const handlers = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe]),
  ...['postStart', 'preStop'].map((hook) => ['lifecycle', hook]),
].flatMap((members) => ['httpGet', 'tcpSocket'].map((action) => [...members, action, 'host']));

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

/** The profiles that both kinds of profile fields allow. */
export function isConfiningProfile(profile: unknown): boolean {
  return ['RuntimeDefault', 'Localhost'].includes(readText(profile, 'type'));
}

/** A proc that is not masked. */
export const findProcMounts = perContainer((container) => {
  const found = readField(container, 'securityContext', 'procMount');
  const detail = `procMount is ${describeValue(found)}, expected Default`;
  return faultIf(found !== undefined && found !== 'Default', '/securityContext/procMount', detail);
});

const findAppArmorFields = perContext((context) => {
  const profile = readField(context, 'appArmorProfile');
  const detail = `AppArmor profile is ${readText(profile, 'type')}, expected RuntimeDefault or Localhost`;
  return faultIf(profile !== undefined && !isConfiningProfile(profile), '/appArmorProfile/type', detail);
});

export const baselineChecks: readonly Check[] = [
  {
    id: 'appArmorProfile',
    level: 'baseline',
    find: (pod, containers) => [
      ...findAppArmorFields(pod, containers),
      ...Object.entries(pod.metadata?.annotations ?? {})
        .filter(([key, value]) => key.startsWith(appArmorPrefix) && !isAllowedAppArmorText(value))
        .map(([key, value]) => ({
          container: key.slice(appArmorPrefix.length),
          path: pointer('metadata', 'annotations', key),
          detail: `AppArmor profile is ${describeValue(value)}, expected runtime/default or localhost/…`,
        })),
    ],
  },
  {
    id: 'capabilities_baseline',
    level: 'baseline',
    find: perContainer((container) => {
      const added = readList(container, 'securityContext', 'capabilities', 'add').map(describeValue);
      const refused = added.filter((name) => !capabilities.has(name));
      return faultIf(refused.length > 0, '/securityContext/capabilities/add', `adds ${refused.join(', ')}`);
    }),
  },
  {
    id: 'hostNamespaces',
    level: 'baseline',
    find: (pod) =>
      ['hostNetwork', 'hostPID', 'hostIPC']
        .filter((field) => readField(pod, 'spec', field) === true)
        .map((field) => ({ container: '', path: pointer('spec', field), detail: `${field} is true` })),
  },
  {
    id: 'hostPathVolumes',
    level: 'baseline',
    find: (pod) =>
      readList(pod, 'spec', 'volumes').flatMap((volume, index) =>
        readField(volume, 'hostPath') === undefined
          ? []
          : [
              {
                container: '',
                path: pointer('spec', 'volumes', index, 'hostPath'),
                detail: `volume "${readText(volume, 'name')}" is a hostPath`,
              },
            ],
      ),
  },
  {
    id: 'hostPorts',
    level: 'baseline',
    find: perContainer((container, pod) =>
      readList(container, 'ports').flatMap((port, index) => {
        const own = readField(port, 'hostPort') ?? 0;
        // In the network of the node every port is one of the node's: the API server fills it in.
        const isOnNode = own === 0 && readField(pod, 'spec', 'hostNetwork') === true;
        const found = isOnNode ? (readField(port, 'containerPort') ?? 0) : own;
        return faultIf(found !== 0, pointer('ports', index, 'hostPort'), `host port ${describeValue(found)}`);
      }),
    ),
  },
  {
    id: 'hostProbesAndHostLifecycle',
    level: 'baseline',
    find: perContainer((container) =>
      handlers.flatMap((members) => {
        const host = readText(container, ...members);
        return faultIf(host !== '', pointer(...members), `probe or hook calls host "${host}"`);
      }),
    ),
  },
  {
    id: 'privileged',
    level: 'baseline',
    find: perContainer((container) =>
      faultIf(
        readField(container, 'securityContext', 'privileged') === true,
        '/securityContext/privileged',
        'privileged is true',
      ),
    ),
  },
  {
    id: 'procMount',
    level: 'baseline',
    find: (pod, containers) => (hasUserNamespace(pod) ? [] : findProcMounts(pod, containers)),
  },
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    find: perContext((context) => {
      const options = readField(context, 'seLinuxOptions');
      const type = readText(options, 'type');
      return [
        ...faultIf(!selinuxTypes.has(type), '/seLinuxOptions/type', `SELinux type is ${type}`),
        ...['user', 'role'].flatMap((field) =>
          faultIf(readText(options, field) !== '', `/seLinuxOptions/${field}`, `SELinux ${field} is set`),
        ),
      ];
    }),
  },
  {
    id: 'seccompProfile_baseline',
    level: 'baseline',
    find: perContext((context) => {
      const profile = readField(context, 'seccompProfile');
      const detail = `seccomp profile is ${readText(profile, 'type')}, expected RuntimeDefault or Localhost`;
      return faultIf(profile !== undefined && !isConfiningProfile(profile), '/seccompProfile/type', detail);
    }),
  },
  {
    id: 'sysctls',
    level: 'baseline',
    find: (pod) =>
      readList(pod, 'spec', 'securityContext', 'sysctls').flatMap((sysctl, index) => {
        const name = readText(sysctl, 'name');
        const path = pointer('spec', 'securityContext', 'sysctls', index, 'name');
        return sysctls.has(name) ? [] : [{ container: '', path, detail: `sysctl ${name}` }];
      }),
  },
  {
    id: 'windowsHostProcess',
    level: 'baseline',
    find: perContext((context) =>
      faultIf(
        readField(context, 'windowsOptions', 'hostProcess') === true,
        '/windowsOptions/hostProcess',
        'hostProcess is true',
      ),
    ),
  },
];

function inIpv4(name: string): string {
  return `net.ipv4.${name}`;
}

function isAllowedAppArmorText(value: unknown): boolean {
  const text = describeValue(value ?? '');
  return text === '' || text === 'runtime/default' || text.startsWith('localhost/');
}
