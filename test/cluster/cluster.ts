// What a test file does with the cluster: namespaces of its own, Pods in them, webhooks for them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import type { Container, Pod } from 'kubernetes-types/core/v1.js';
import { parse } from 'yaml';
import { projectRoot } from '../kit/project.js';
import type { ClusterAccess } from './control-plane.js';
import { connectKube, type Kube, type KubeAnswer, type Status, type StoredPod } from './kube.js';

export interface NamespaceOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Cluster {
  readonly access: ClusterAccess;
  readonly kube: Kube;
  /** Creates a namespace with a service account and returns its name. */
  createNamespace(options?: NamespaceOptions): Promise<string>;
  /** Tries to create a Pod; refusals are answers. */
  tryPod(namespace: string, pod: Pod, query?: string): Promise<KubeAnswer<StoredPod | Status>>;
  /** Creates a Pod and reads back what is stored. Throws if it is refused. */
  storePod(namespace: string, pod: Pod): Promise<{ readonly pod: StoredPod; readonly warnings: readonly string[] }>;
  /** Registers a webhook configuration until the end of the file. The API server follows a moment later. */
  register(configuration: object): Promise<void>;
  /** Runs at the end of the file, latest first, also after failures. */
  cleanUp(step: () => unknown): void;
}

const configurations = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

/** Connects to the cluster that `npm run test:cluster` has started. Call once per test file, before any test. */
export function openCluster(): Cluster {
  const file = process.env['PODMUTATOR_TEST_CLUSTER'];
  if (!file) throw new Error('these tests need a cluster; start them with `npm run test:cluster`');
  const access = JSON.parse(readFileSync(file, 'utf8')) as ClusterAccess;
  const kube = connectKube(access);
  const steps: (() => unknown)[] = [() => kube.close()];
  test.after.always('clean up', async () => {
    for (const step of steps.toReversed()) await step();
  });
  return {
    access,
    kube,
    async createNamespace(options = {}) {
      const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { generateName: 'test-', ...options } };
      const { body } = expect(201, await kube.create<{ metadata: { name: string } }>('/api/v1/namespaces', object));
      await createServiceAccount(kube, body.metadata.name);
      return body.metadata.name;
    },
    tryPod: (namespace, pod, query = '') => kube.create(`/api/v1/namespaces/${namespace}/pods${query}`, pod),
    async storePod(namespace, pod) {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const { body, warnings } = expect(201, await kube.create<StoredPod>(path, pod));
      return { pod: expect(200, await kube.get<StoredPod>(`${path}/${body.metadata.name}`)).body, warnings };
    },
    async register(configuration) {
      const { body } = expect(201, await kube.create<{ metadata: { name: string } }>(configurations, configuration));
      steps.push(() => kube.delete(`${configurations}/${body.metadata.name}`));
    },
    cleanUp: (step) => void steps.push(step),
  };
}

/** Takes an answer of the expected status, and throws any other. */
export function expect<Body>(status: number, answer: KubeAnswer<Body>): KubeAnswer<Body> {
  if (answer.status !== status) {
    throw new Error(`expected status ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

/** Every namespace of a real cluster has one; without it the API server refuses Pods. */
export async function createServiceAccount(kube: Kube, namespace: string): Promise<void> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  expect(201, await kube.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, account));
}

export interface PodOptions {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: Partial<NonNullable<Pod['spec']>>;
}

/** A small valid Pod with one container, `app`. */
export function createPod({ name, labels, annotations, spec }: PodOptions = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(name ? { name } : { generateName: 'pod-' }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:v1' }], ...spec },
  };
}

/** A container with resources that ask for a macvtap interface. */
export function createMacvtapContainer(container: Partial<Container> = {}): Container {
  const resources = { 'macvtap.network.kubevirt.io/eno1': '1' };
  return {
    name: 'app',
    image: 'registry.example/app:v1',
    resources: { limits: resources, requests: resources },
    ...container,
  };
}

/** Reads a Pod from the examples. */
export function readExample(name: string): Pod {
  return parse(readFileSync(join(projectRoot, 'examples', name), 'utf8')) as Pod;
}

/** All containers that run in a Pod: init containers first. */
export function listContainers({ spec }: Pod): readonly Container[] {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
}

/** The container of a name; throws if there is none or more than one. */
export function findContainer(pod: Pod, name: string): Container {
  const [found, ...more] = listContainers(pod).filter((container) => container.name === name);
  if (!found || more.length > 0) throw new Error(`expected one container "${name}", got ${found ? 'more' : 'none'}`);
  return found;
}

export const isPrivileged = ({ securityContext }: Container): boolean => securityContext?.privileged === true;

export const hasDragonfly = (pod: Pod): boolean =>
  pod.spec?.initContainers?.some(({ name }) => name === 'd7y-cli-tools') === true;

export const variablesOf = ({ env = [] }: Container): readonly string[] => env.map(({ name }) => name);

/** Waits for something that happens in its own time. The bound is for hanging tests only. */
export async function until(what: string, isTrue: () => Promise<boolean>, boundMs = 120_000): Promise<void> {
  const end = Date.now() + boundMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`still waiting for: ${what}`);
    await setTimeout(100);
  }
}
