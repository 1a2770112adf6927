// Generated Pods: every parent absent, null, empty or filled, and names that trip careless code.

import fc from 'fast-check';
import type { NamespaceFacts } from '../../services/decisions/mutator.js';
import type { Container, Pod, Volume } from '../../services/pod/pod.js';

const trickyNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
const ownNames = ['d7y-cli-tools', 'dfdaemon-socket', 'd7y-cli-tools-volume', 'dragonfly-binaries'];
const name = fc.constantFrom('app', 'helper', 'data', ...trickyNames, ...ownNames);
const mountPath = fc.constantFrom(
  '/data',
  '/var/run/dfdaemon.sock',
  '/var/run//dfdaemon.sock/',
  '/dragonfly-tools-mount',
  '/dragonfly-tools-mount/',
  '/var/run/dragonfly/dfdaemon.sock',
);

/** The value, or one of the ways in which JSON says "nothing". */
function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> {
  return fc.oneof({ weight: 3, arbitrary: value }, fc.constantFrom(null, undefined));
}

/** An object without the members that are undefined, as JSON has none. */
function record<T extends Record<string, fc.Arbitrary<unknown>>>(members: T): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record(members)
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)));
}

const future = fc.constantFrom(undefined, { limit: 1e300, nothing: null, ['__proto__']: [1] });

const env = fc.array(
  fc.record({
    name: fc.constantFrom(
      'NODE_NAME',
      'DRAGONFLY_PROXY_PORT',
      'DRAGONFLY_INJECT_PROXY',
      'DRAGONFLY_TOOLS_PATH',
      ...trickyNames,
    ),
    value: fc.constantFrom('a', '$(DRAGONFLY_INJECT_PROXY)', ''),
  }),
  { maxLength: 4 },
);

const capabilityNames = fc.array(fc.constantFrom('NET_ADMIN', 'ALL', 'CHOWN', 'SYS_RAWIO', 'net_admin'), {
  maxLength: 3,
});

const securityContext = record({
  privileged: fc.constantFrom(undefined, null, true, false),
  allowPrivilegeEscalation: fc.constantFrom(undefined, null, true, false),
  capabilities: maybe(record({ add: maybe(capabilityNames), drop: maybe(capabilityNames) })),
  zzFuture: future,
});

const quantities = maybe(
  fc.dictionary(
    fc.constantFrom('cpu', 'memory', 'macvtap.network.kubevirt.io/eno1', 'constructor'),
    fc.constantFrom('1', '1000m', '64Mi'),
  ),
);

const command = fc.constantFrom(undefined, null, ['cp', '-rf', '/dragonfly-tools/.', '/dragonfly-tools-mount/']);

function container(volumes: readonly string[]): fc.Arbitrary<Container> {
  const mounts =
    volumes.length === 0
      ? fc.constant<Record<string, unknown>[]>([])
      : fc.uniqueArray(record({ name: fc.constantFrom(...volumes), mountPath }), {
          maxLength: 3,
          selector: (mount) => mount['mountPath'],
        });
  return record({
    name,
    image: fc.constant('app'),
    command,
    env: maybe(env),
    volumeMounts: maybe(mounts),
    securityContext: maybe(securityContext),
    resources: maybe(record({ limits: quantities, requests: quantities })),
    zzFuture: future,
  }) as unknown as fc.Arbitrary<Container>;
}

const volumes = maybe(
  fc.uniqueArray(
    fc.record({
      name,
      source: fc.constantFrom(
        { emptyDir: {} },
        { hostPath: { path: '/var/run/dfdaemon.sock', type: 'Socket' } },
        { hostPath: { path: '/x' } },
      ),
    }),
    { maxLength: 4, selector: (volume) => volume.name },
  ),
).map((list) => list?.map(({ name: volume, source }) => ({ name: volume, ...source }) as unknown as Volume) ?? list);

const annotations = maybe(
  record({
    'dragonfly.io/inject': fc.constantFrom(undefined, 'true', 'false', 'True', ''),
    'dragonfly.io/cli-tools-image': fc.constantFrom(undefined, '', 'registry.example/tools@sha256:abc'),
    'dragonfly.io/skip-socket': fc.constantFrom(undefined, 'true', 'no'),
    'k8s.v1.cni.cncf.io/networks': fc.constantFrom(undefined, 'macvtap-eno1', '[{"name":"lan"}]', '[{'),
    constructor: fc.constantFrom(undefined, 'x'),
  }),
);

/** Pods of every shape; names of containers and volumes are unique, as the API server demands. */
export const pods: fc.Arbitrary<Pod> = volumes.chain((list) => {
  const containers = fc.uniqueArray(container((list ?? []).map((volume) => volume.name)), {
    maxLength: 5,
    selector: (one) => one.name,
  });
  return fc
    .record({ containers, split: fc.nat(4), isAbsent: fc.constantFrom('null', 'absent', 'empty'), annotations, future })
    .map(({ containers: all, split, isAbsent, annotations: notes, future: unknown }) => {
      const init = all.slice(0, split);
      const initContainers =
        init.length > 0 || isAbsent === 'empty'
          ? { initContainers: init }
          : isAbsent === 'null'
            ? { initContainers: null }
            : {};
      return {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { generateName: 'app-', ...(notes !== undefined && { annotations: notes }) },
        spec: {
          ...(list !== undefined && { volumes: list }),
          ...initContainers,
          containers: all.slice(split),
          ...(unknown !== undefined && { zzFuture: unknown }),
        },
      } as unknown as Pod;
    });
});

/** What may be known of a namespace; undefined when nothing is. */
export const namespaces: fc.Arbitrary<NamespaceFacts | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({
    labels: fc.constantFrom<Record<string, string>>(
      { 'kubernetes.io/metadata.name': 'shop' },
      { 'dragonflyoss-injection': 'enabled' },
      { 'dragonfly.io/inject': 'true' },
      { 'dragonflyoss-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'restricted' },
    ),
    annotations: fc.constantFrom<Record<string, string>>({}, { 'k8s.v1.cni.cncf.io/networks': 'macvtap-eno1' }),
  }),
);
