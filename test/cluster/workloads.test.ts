// Pods as the real controllers create them: without a name, with an owner, some time after the user has gone.

import test, { type ExecutionContext } from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import {
  createMacvtapContainer,
  createPod,
  expect,
  hasDragonfly,
  isPrivileged,
  listContainers,
  openCluster,
  until,
} from './cluster.js';

const cluster = openCluster();
const labels = { 'kubevirt.io/use-macvtap': 'true', 'dragonflyoss-injection': 'enabled' };
const { spec } = createPod({ spec: { containers: [createMacvtapContainer()] } });
const selected = { app: 'test' };
const template = { metadata: { labels: selected }, spec };
const jobTemplate = { spec: { template: { ...template, spec: { ...spec, restartPolicy: 'Never' } } } };

const workloads = [
  {
    path: (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`,
    owner: 'ReplicaSet',
    count: 3,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { replicas: 3, selector: { matchLabels: selected }, template },
    },
  },
  {
    path: (namespace: string) => `/apis/batch/v1/namespaces/${namespace}/jobs`,
    owner: 'Job',
    count: 1,
    object: { apiVersion: 'batch/v1', kind: 'Job', ...jobTemplate },
  },
  {
    path: (namespace: string) => `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
    owner: 'Job',
    count: 1,
    object: { apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '* * * * *', jobTemplate } },
  },
] as const;

// Without the program there are no controllers: shown as skipped, not left out.
const run = cluster.access.hasControllers ? test : test.skip;

for (const { path, owner, count, object } of workloads) {
  run(`the Pods of a ${object.kind} get both mutations`, async (t: ExecutionContext) => {
    const namespace = await cluster.createNamespace({ labels });
    expect(201, await cluster.kube.create(path(namespace), { ...object, metadata: { name: 'workload' } }));
    let pods: readonly Pod[] = [];
    await until(`${count} Pods`, async () => {
      const { body } = await cluster.kube.get<{ items: Pod[] }>(`/api/v1/namespaces/${namespace}/pods`);
      pods = body.items;
      return pods.length >= count;
    });
    for (const pod of pods) {
      t.is(pod.metadata?.ownerReferences?.[0]?.kind, owner);
      t.true(hasDragonfly(pod));
      t.true(listContainers(pod).every(isPrivileged));
    }
  });
}
