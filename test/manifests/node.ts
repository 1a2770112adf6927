// A node without containers: it runs the Pods of one namespace as processes, and does for them what kubelet and endpoint
// controller would do. Secrets and ConfigMaps become files, changes of them come late, probes decide who is ready, and
// who is ready gets requests. So the API server calls the webhook by its Service, as it is shipped.

import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Pod, Service } from 'kubernetes-types/core/v1.js';
import { until } from '../cluster/cluster.js';
import { writeKubeconfig } from '../cluster/control-plane.js';
import { findFreePorts, type Program, startProgram } from '../cluster/processes.js';
import { projectRoot } from '../kit/project.js';
import type { InstallTarget } from './installed.js';
import { mountVolume, type Volume } from './mounted-volume.js';
import { isProbeAnswered, nodeAddress } from './probe.js';
import { createRouting } from './routing.js';

export interface NodeOptions {
  readonly namespace: string;
  /** How long after a change of a Secret or ConfigMap its files follow. */
  readonly mountDelayMs?: number;
  /** The root of the build that an image stands for; this checkout without it. */
  readonly findBuild?: (image: string) => string;
}

export interface TestNode {
  /** Resolves when so many Pods of the Deployment are ready and no others of it are left. */
  rolledOut(deployment: string, image: string): Promise<void>;
  /** Where the ready Pods of a Service listen. */
  endpoints(service: string, port: string): readonly string[];
  stop(): Promise<void>;
}

type Stored<Kind> = Kind & { readonly metadata: { readonly name: string; readonly deletionTimestamp?: string } };
type PodSpec = NonNullable<Pod['spec']>;
type Container = PodSpec['containers'][number];

interface Running {
  readonly pod: Stored<Pod>;
  readonly ports: ReadonlyMap<number, number>;
  readonly programs: readonly Program[];
  readonly volumes: readonly Volume[];
  isReady: boolean;
  isStopping: boolean;
}

const pollMs = 200;

/** Starts running the Pods of a namespace. */
export function startNode(target: InstallTarget, options: NodeOptions): TestNode {
  const { kube } = target;
  const root = `/api/v1/namespaces/${options.namespace}`;
  const routing = createRouting(kube, options.namespace);
  const running = new Map<string, Running>();
  const leaving = new Set<Promise<unknown>>();
  let isOver = false;

  async function list<Kind>(kind: string): Promise<readonly Stored<Kind>[]> {
    const { body } = await kube.get<{ items?: readonly Stored<Kind>[] }>(`${root}/${kind}`);
    return body.items ?? [];
  }

  async function step(): Promise<void> {
    for (const pod of await list<Pod>('pods')) await attend(pod);
    for (const one of running.values()) {
      await Promise.all(one.volumes.map((volume) => volume.refresh()));
      await probe(one);
    }
    const ready = [...running].filter(([, { isReady }]) => isReady);
    await routing.follow(
      await list<Service>('services'),
      ready.map(([name, { pod, ports }]) => ({ name, pod, ports })),
    );
  }

  async function attend(pod: Stored<Pod>): Promise<unknown> {
    const { name, deletionTimestamp } = pod.metadata;
    const here = running.get(name);
    if (!pod.spec?.nodeName) return bind(name);
    if (!deletionTimestamp) return here ?? start(pod);
    return here ? leave(name, here) : remove(name);
  }

  const bind = (name: string): Promise<unknown> =>
    kube.create(`${root}/pods/${name}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name },
      target: { apiVersion: 'v1', kind: 'Node', name: 'test-node' },
    });

  const remove = (name: string): Promise<unknown> => kube.delete(`${root}/pods/${name}?gracePeriodSeconds=0`);

  async function start(pod: Stored<Pod>): Promise<void> {
    const spec = pod.spec as PodSpec;
    const folder = await mkdtemp(join(target.access.folder, 'pod-'));
    const volumes: Volume[] = [];
    for (const volume of spec.volumes ?? []) {
      const mounted = await mountVolume(target, { ...options, volume, folder: join(folder, volume.name) });
      // As a kubelet: without its Secret a Pod does not start, and is tried again.
      if (!mounted) return;
      volumes.push(mounted);
    }
    const numbers = spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
    const free = await findFreePorts(numbers.length);
    const ports = new Map(numbers.map((number, index) => [number, free[index] ?? 0]));
    const token = await target.kubectl(
      'create',
      'token',
      spec.serviceAccountName ?? 'default',
      '-n',
      options.namespace,
    );
    const KUBECONFIG = await writeKubeconfig(target.access, `node-${pod.metadata.name}`, token.trim());
    const programs = spec.containers.map((container) =>
      startProgram(process.execPath, {
        args: [
          join(options.findBuild?.(container.image ?? '') ?? projectRoot, 'build/cli/podmutator.js'),
          ...(container.args ?? []).map((arg) => place(arg, { container, folder, ports })),
        ],
        env: { KUBECONFIG },
        logFile: join(folder, `${container.name}.log`),
      }),
    );
    running.set(pod.metadata.name, { pod, ports, programs, volumes, isReady: false, isStopping: false });
  }

  async function probe(one: Running): Promise<void> {
    if (one.isStopping) return;
    const containers = (one.pod.spec as PodSpec).containers;
    const answers = await Promise.all(containers.map((container) => isProbeAnswered(container, one.ports)));
    const isReady = answers.every(Boolean);
    if (isReady === one.isReady) return;
    one.isReady = isReady;
    const condition = {
      type: 'Ready',
      status: isReady ? 'True' : 'False',
      lastTransitionTime: new Date().toISOString(),
    };
    const status = { phase: 'Running', podIP: nodeAddress, podIPs: [{ ip: nodeAddress }], conditions: [condition] };
    await kube.merge(`${root}/pods/${one.pod.metadata.name}/status`, { status });
  }

  // All containers are told at once, and the endpoints follow, as in a cluster.
  function leave(name: string, one: Running): void {
    if (one.isStopping) return;
    one.isStopping = true;
    one.isReady = false;
    const end = Promise.all(one.programs.map((program) => program.stop()))
      .then(() => remove(name))
      .finally(() => running.delete(name));
    leaving.add(end);
    void end.finally(() => leaving.delete(end));
  }

  let problem: Error | undefined;
  const looping = (async () => {
    while (!isOver) {
      await step();
      await setTimeout(pollMs);
    }
  })().catch((error: Error) => {
    problem = error;
  });

  return {
    async rolledOut(deployment, image) {
      const isRolledOut = async (): Promise<boolean> => {
        if (problem) throw problem;
        const path = `/apis/apps/v1/namespaces/${options.namespace}/deployments/${deployment}`;
        const { body } = await kube.get<{ spec: { replicas: number; template: { metadata: { labels: object } } } }>(
          path,
        );
        const labels = Object.entries(body.spec.template.metadata.labels);
        const own = [...running.values()].filter(({ pod }) =>
          labels.every(([key, value]) => pod.metadata.labels?.[key] === value),
        );
        return (
          own.length === body.spec.replicas &&
          own.every(({ pod, isReady }) => isReady && pod.spec?.containers[0]?.image === image)
        );
      };
      // Pods leave one after the other, each with its grace period.
      await until(`the Deployment ${deployment} to run ${image}`, isRolledOut, 300_000);
    },
    endpoints: routing.endpoints,
    async stop() {
      isOver = true;
      await looping;
      await Promise.all([...running.values()].flatMap(({ programs }) => programs.map((program) => program.stop())));
      await Promise.allSettled(leaving);
    },
  };
}

interface Places {
  readonly container: Container;
  readonly folder: string;
  readonly ports: ReadonlyMap<number, number>;
}

/** The argument with what a Pod has for itself replaced: mounted folders, and ports of all its addresses. */
function place(arg: string, { container, folder, ports }: Places): string {
  const mounts = [...(container.volumeMounts ?? [])].sort(
    (one, other) => other.mountPath.length - one.mountPath.length,
  );
  const moved = mounts.reduce(
    (text, { name, mountPath }) => text.replace(`${mountPath}/`, `${join(folder, name)}/`),
    arg,
  );
  return moved.replace(/=:(\d+)$/, (_all, port: string) => `=${nodeAddress}:${ports.get(Number(port)) ?? port}`);
}
