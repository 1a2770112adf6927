// Pods that want macvtap, created at a steady rate while an operator does something: each must be stored, and changed.

import { setTimeout } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import {
  createMacvtapContainer,
  createPod,
  createServiceAccount,
  expect,
  isPrivileged,
  listContainers,
  until,
} from '../cluster/cluster.js';
import type { Kube, Status, StoredPod } from '../cluster/kube.js';

export interface SteadyCreates {
  /** Pods that were stored with what they asked for. */
  readonly stored: () => number;
  /** What was refused or stored unchanged, in words. */
  readonly lost: readonly string[];
  /** Resolves after so many more answers, whatever they are. */
  more(count: number): Promise<void>;
  /** Sends no more and waits for the last answer. */
  stop(): Promise<void>;
}

const spec = { containers: [createMacvtapContainer()] };

/** Creates a namespace in which Pods may ask for macvtap. */
export async function createMacvtapNamespace(kube: Kube, name: string): Promise<void> {
  const labels = { 'kubevirt.io/use-macvtap': 'true' };
  expect(
    201,
    await kube.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }),
  );
  await createServiceAccount(kube, name);
}

/** Why one Pod is not stored as it should be; undefined if it is. */
export async function tryMacvtapPod(kube: Kube, namespace: string): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const answer = await kube.create<StoredPod | Status>(path, createPod({ spec })).catch((error: Error) => error);
  if (answer instanceof Error) return answer.message;
  const { status, body } = answer;
  if (status !== 201) return `${status} ${(body as Status).message}`;
  return listContainers(body as StoredPod).every(isPrivileged) ? undefined : 'stored without macvtap';
}

/** Waits until a Pod is stored as it should be; fails with the reason why none was. */
export async function untilAnswered(kube: Kube, namespace: string): Promise<void> {
  let problem: string | undefined;
  const isAnswered = async (): Promise<boolean> => {
    problem = await tryMacvtapPod(kube, namespace);
    return problem === undefined;
  };
  await until('the webhook to be called', isAnswered).catch((cause) => {
    throw new Error(`${cause.message}: ${problem}`, { cause });
  });
}

/** Starts creating. Ends with the test at the latest, however that ends. */
export function startCreates(t: ExecutionContext, kube: Kube, namespace: string, perSecond = 30): SteadyCreates {
  const lost: string[] = [];
  const pending = new Set<Promise<void>>();
  let stored = 0;
  let isOver = false;
  const send = (): void => {
    const sent = tryMacvtapPod(kube, namespace).then((problem) => {
      if (problem === undefined) stored += 1;
      else lost.push(problem);
      pending.delete(sent);
    });
    pending.add(sent);
  };
  const sending = (async () => {
    const begin = performance.now();
    for (let count = 0; !isOver; await setTimeout(10)) {
      for (; count < ((performance.now() - begin) / 1000) * perSecond; count += 1) send();
    }
  })();
  t.teardown(() => {
    isOver = true;
  });
  return {
    stored: () => stored,
    lost,
    async more(count) {
      const wanted = stored + lost.length + count;
      await until(`${count} more Pods`, async () => stored + lost.length >= wanted);
    },
    async stop() {
      isOver = true;
      await sending;
      await Promise.all(pending);
    },
  };
}
