// What a Pod asks of its node, as the scheduler counts it.
//
// App containers and native sidecars run together, so they add up. Init containers run one after another, each beside
// the sidecars that were started before it, so only the largest of these moments counts.
// Source: PodRequests in k8s.io/component-helpers/resource of Kubernetes 1.36.

import type { Container, Pod } from '../pod/pod.js';
import { classResources, readPodResources } from '../pod/qos.js';
import { readQuantity } from '../pod/quantity.js';

type ResourceName = (typeof classResources)[number];

/** A resource of which a Pod asks for another amount than before; both as Kubernetes writes them. */
export interface RequestDifference {
  readonly resource: ResourceName;
  readonly before: string;
  readonly after: string;
}

/** Lists the differences. */
export function compareRequests(before: Pod, after: Pod): readonly RequestDifference[] {
  return classResources.flatMap((resource) => {
    const [one, other] = [sumRequests(before, resource), sumRequests(after, resource)];
    return one === other
      ? []
      : [{ resource, before: formatQuantity(resource, one), after: formatQuantity(resource, other) }];
  });
}

// In billionths, as quantities are read.
function sumRequests(pod: Pod, name: ResourceName): bigint {
  const own = readQuantity(readPodResources(pod)?.requests?.[name] ?? readPodResources(pod)?.limits?.[name]);
  if (own !== undefined) {
    return own;
  }
  let sidecars = 0n;
  let startPeak = 0n;
  for (const container of pod.spec.initContainers ?? []) {
    const request = readRequest(container, name);
    const moment = sidecars + request;
    startPeak = moment > startPeak ? moment : startPeak;
    sidecars = container.restartPolicy === 'Always' ? moment : sidecars;
  }
  const running = (pod.spec.containers ?? []).reduce((sum, one) => sum + readRequest(one, name), sidecars);
  return running > startPeak ? running : startPeak;
}

// A request that is left out counts as the limit.
function readRequest({ resources }: Container, name: ResourceName): bigint {
  return readQuantity(resources?.requests?.[name] ?? resources?.limits?.[name]) ?? 0n;
}

const billion = 1_000_000_000n;

function formatQuantity(resource: ResourceName, amount: bigint): string {
  return resource === 'cpu' ? formatCpu(amount) : formatBytes(roundUp(amount, billion));
}

function formatCpu(amount: bigint): string {
  const milli = roundUp(amount, billion / 1000n);
  return milli % 1000n === 0n ? String(milli / 1000n) : `${milli}m`;
}

function formatBytes(bytes: bigint): string {
  const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let [rest, power] = [bytes, 0];
  while (rest !== 0n && rest % 1024n === 0n && power < suffixes.length - 1) {
    rest /= 1024n;
    power += 1;
  }
  return `${rest}${suffixes[power]}`;
}

function roundUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
