// What a cluster notices when podmutator is gone, comes back, or is replaced while Pods are created.

import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'node:tls';
import test from 'ava';
import type { Pod } from 'kubernetes-types/core/v1.js';
import {
  createMacvtapContainer,
  createPod,
  hasDragonfly,
  isPrivileged,
  listContainers,
  openCluster,
  until,
} from './cluster.js';
import type { Status } from './kube.js';
import { runKubectl } from './kubectl.js';
import { findFreePorts } from './processes.js';
import { startProduct } from './product.js';
import { type Relay, startRelay } from './relay.js';
import { createWebhookConfiguration, ownWebhooksLabel } from './webhooks.js';

const cluster = openCluster();
const wantsDragonfly = createPod({ annotations: { 'dragonfly.io/inject': 'true' } });
const wantsMacvtap = createPod({ spec: { containers: [createMacvtapContainer()] } });
const optIn = { [ownWebhooksLabel]: 'true', 'kubevirt.io/use-macvtap': 'true' };
let port = 0;
let relay: Relay;
let plain = '';
let optedIn = '';
/** Its webhooks go through the relay. */
let relayed = '';

test.before('register both webhooks where nobody listens yet', async () => {
  [port = 0] = await findFreePorts(1);
  relay = await startRelay(port);
  cluster.cleanUp(() => relay.close());
  plain = await cluster.createNamespace({ labels: { [ownWebhooksLabel]: 'true' } });
  optedIn = await cluster.createNamespace({ labels: optIn });
  relayed = await cluster.createNamespace({ labels: optIn });
  for (const [namespace, target] of [
    [plain, port],
    [optedIn, port],
    [relayed, relay.port],
  ] as const) {
    const adapterUrl = `https://127.0.0.1:${target}`;
    await cluster.register(
      createWebhookConfiguration({ name: `faults-${namespace}`, adapterUrl, ca: cluster.access.ca, namespace }),
    );
  }
  await until('the webhooks to be called', async () => {
    const [dragonfly, ...macvtap] = await Promise.all([
      cluster.tryPod(plain, wantsDragonfly, '?dryRun=All'),
      cluster.tryPod(optedIn, wantsMacvtap, '?dryRun=All'),
      cluster.tryPod(relayed, wantsMacvtap, '?dryRun=All'),
    ]);
    return dragonfly.status === 201 && macvtap.every(({ status }) => status === 500);
  });
});

test.serial('down: dragonfly goes on without, macvtap refuses and says why', async (t) => {
  const { pod } = await cluster.storePod(plain, wantsDragonfly);
  t.false(hasDragonfly(pod));

  const { status, body } = await cluster.tryPod(optedIn, wantsMacvtap);
  t.is(status, 500);
  t.regex((body as Status).message, /failed calling webhook "macvtap\.podmutator\.dev".*connection refused/);
});

test.serial('down: kubectl names the webhook and the reason, and nothing is stored', async (t) => {
  const args = ['create', '-n', optedIn, '-f', 'examples/virt-launcher.yaml'];
  const { code, output, messages } = await runKubectl(cluster.access, args);
  t.is(code, 1);
  t.is(output, '');
  t.regex(messages, /^Error from server \(InternalError\): .*failed calling webhook "macvtap\.podmutator\.dev"/);
  t.regex(messages, /connect: connection refused\n$/);
});

// The expressions of the alerts in docs/operating.md stand on these.
test.serial('down: the API server counts what it let through and what it refused', async (t) => {
  const { body } = await cluster.kube.get<string>('/metrics');
  const failedOpen =
    /^apiserver_admission_webhook_fail_open_count\{name="dragonfly\.podmutator\.dev",type="admit"\} [1-9]/m;
  t.regex(body, failedOpen);
  const refused = body.split('\n').filter((line) => line.startsWith('apiserver_admission_webhook_rejection_count{'));
  t.true(refused.some((line) => /error_type="calling_webhook_error",name="macvtap\.podmutator\.dev"/.test(line)));
});

// The API server has words of its own for a 503, so those of the adapter are in its log only.
test.serial('service gone: macvtap refuses, and the user reads which webhook it was', async (t) => {
  const product = await startProduct(cluster.access, { port, service: '127.0.0.1:1' });
  t.teardown(() => product.stop());
  t.is(await product.probe('/readyz'), 503);
  const { status, body } = await cluster.tryPod(optedIn, wantsMacvtap);
  t.is(status, 500);
  t.regex(
    (body as Status).message,
    /"macvtap\.podmutator\.dev": .*the server is currently unable to handle the request/,
  );
});

test.serial('started: both work at once; SIGTERM: it ends in good order', async (t) => {
  const product = await startProduct(cluster.access, { port });
  t.true(hasDragonfly((await cluster.storePod(plain, wantsDragonfly)).pod));
  t.true(listContainers((await cluster.storePod(optedIn, wantsMacvtap)).pod).every(isPrivileged));
  t.is(await product.stop(), 0);
  t.is(await product.probe('/readyz'), 0);
});

// The API server keeps idle connections for 90 seconds and does not retry. A server that closes them after 5 or 6
// seconds, as Node does by default, loses the Pod that comes at that very moment. The same is true for connections
// that the API server opened in a burst and then did not need: Node takes them for a request that is slow to come.
test.serial('seconds of silence between Pods lose none, because no idle connection is ended', async (t) => {
  const product = await startProduct(cluster.access, { port });
  t.teardown(() => product.stop());
  const spare = connect({ port: relay.port, host: '127.0.0.1', ca: cluster.access.ca });
  t.teardown(() => spare.destroy());
  await once(spare, 'secureConnect');
  for (let round = 0; round < 4; round += 1) {
    if (round > 0) await setTimeout(6500);
    const answers = await Promise.all(Array.from({ length: 24 }, () => cluster.tryPod(relayed, wantsMacvtap)));
    t.deepEqual(
      answers.filter(({ status }) => status !== 201).map(({ body }) => body),
      [],
    );
  }
  t.true(relay.opened() > 1);
  t.is(relay.endedByTarget(), 0);
});

test.serial('500 Pods at once are all accepted and all privileged', async (t) => {
  const product = await startProduct(cluster.access, { port });
  t.teardown(() => product.stop());
  const answers = await Promise.all(Array.from({ length: 500 }, () => cluster.tryPod(optedIn, wantsMacvtap)));
  t.deepEqual(
    answers.filter(({ status }) => status !== 201).map(({ body }) => body),
    [],
  );
  t.true(answers.every(({ body }) => listContainers(body as Pod).every(isPrivileged)));
});
