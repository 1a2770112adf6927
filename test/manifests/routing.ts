// What an endpoint controller does: each Service leads to the Pods that it selects and that are ready.

import type { Pod, Service } from 'kubernetes-types/core/v1.js';
import { expect } from '../cluster/cluster.js';
import type { Kube } from '../cluster/kube.js';
import { nodeAddress } from './probe.js';

/** A Pod that is ready, and where its ports are on this machine. */
export interface Reachable {
  readonly name: string;
  readonly pod: Pod;
  readonly ports: ReadonlyMap<number, number>;
}

export interface Routing {
  /** Makes the slices of the namespace those that the Services ask for. */
  follow(services: readonly Service[], pods: readonly Reachable[]): Promise<void>;
  /** Where a Service leads now. */
  endpoints(service: string, port: string): readonly string[];
}

interface Slice {
  readonly service: string;
  readonly ports: Readonly<Record<string, number>>;
}

/** Creates the routing of a namespace. */
export function createRouting(kube: Kube, namespace: string): Routing {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const slices = new Map<string, Slice>();
  return {
    async follow(services, pods) {
      const wanted = new Map(services.flatMap((service) => listSlices(service, pods)));
      for (const name of [...slices.keys()].filter((known) => !wanted.has(known))) {
        await kube.delete(`${path}/${name}`);
        slices.delete(name);
      }
      for (const [name, slice] of wanted) {
        if (slices.has(name)) continue;
        expect(201, await kube.create(path, formatSlice(name, slice)));
        slices.set(name, slice);
      }
    },
    endpoints: (service, port) =>
      [...slices.values()]
        .filter((slice) => slice.service === service && port in slice.ports)
        .map(({ ports }) => `${nodeAddress}:${ports[port]}`),
  };
}

// One for each Pod: all endpoints of a slice have the same ports, and Pods here share an address.
function listSlices({ metadata, spec }: Service, pods: readonly Reachable[]): readonly (readonly [string, Slice])[] {
  const service = metadata?.name ?? '';
  const selector = Object.entries(spec?.selector ?? { none: '' });
  const selected = pods.filter(({ pod }) => selector.every(([key, value]) => pod.metadata?.labels?.[key] === value));
  return selected.flatMap(({ name, pod, ports }) => {
    const open = pod.spec?.containers.flatMap((container) => container.ports ?? []) ?? [];
    const named = (spec?.ports ?? []).flatMap((port) => {
      const found = open.find(({ name: portName }) => portName === port.targetPort);
      return found ? [[port.name ?? '', ports.get(found.containerPort) ?? 0] as const] : [];
    });
    return named.length > 0 ? [[`${service}.${name}`, { service, ports: Object.fromEntries(named) }] as const] : [];
  });
}

const formatSlice = (name: string, { service, ports }: Slice): object => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name, labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  endpoints: [{ addresses: [nodeAddress], conditions: { ready: true } }],
  ports: Object.entries(ports).map(([port, number]) => ({ name: port, port: number })),
});
