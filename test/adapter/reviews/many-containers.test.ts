// A Pod of more containers than `limits.maxContainers`: no decision at any door, and never "skipped", or its author
// could choose to be left alone.

import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import type { PodMutatorApi } from '../../../proto/api.js';
import { fromStatus } from '../../../proto/status.js';
import { type Service, startService } from '../../../services/main.js';
import { adapt, macvtapPod, reviewOf } from '../../kit/adapter.js';
import { detailsOf, failureOf, connect as openClient } from '../../kit/service.js';

const log = pino({ level: 'silent' });
const limit = 1000;
const sentence = 'expected at most 1000 containers (limits.maxContainers), found 1001';

async function start(t: ExecutionContext): Promise<Service> {
  const service = await startService({ address: '127.0.0.1:0', logger: log });
  t.teardown(() => service.stop({ graceMs: 0, forceMs: 0 }));
  return service;
}

function containers(count: number, prefix: string): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${prefix}${index}`, image: 'app' }));
}

/** All lists count together; a Pod that no mutator may touch is counted as well. */
function podOf(count: number, fields: object = {}): object {
  const spec = {
    initContainers: containers(300, 'init'),
    containers: containers(count - 400, 'app'),
    ephemeralContainers: containers(100, 'debug'),
    ...fields,
  };
  return { ...macvtapPod, spec };
}

const tooMany: Readonly<Record<string, object>> = {
  'in all lists together': podOf(limit + 1),
  'of Windows': podOf(limit + 1, { os: { name: 'windows' } }),
  'that asks for nothing': { ...podOf(limit + 1), metadata: {} },
};

const ways: Readonly<Record<string, (t: ExecutionContext) => Promise<PodMutatorApi>>> = {
  'one process': async (t) => (await start(t)).api,
  'a stream to the service': async (t) => connect(t, await start(t), 'stream'),
  'unary calls to the service': async (t) => connect(t, await start(t), 'unary'),
};

function connect(t: ExecutionContext, { address }: Service, mode: 'stream' | 'unary'): PodMutatorApi {
  const client = createClient({ target: address, mode, registry: new Registry(), log });
  t.teardown(() => client.close());
  return client;
}

for (const [way, open] of Object.entries(ways)) {
  test(`${way}: one container more than the limit is 413 with a sentence`, async (t) => {
    const { call, review } = await adapt(t, { api: await open(t) });
    t.true((await review(reviewOf(podOf(limit)))).response.allowed);
    for (const [what, pod] of Object.entries(tooMany)) {
      const { status, body } = await call({ body: JSON.stringify(reviewOf(pod)) });
      t.is(status, 413, what);
      t.true(body.includes(sentence), body);
    }
    const update = await review(reviewOf(podOf(limit + 1), { operation: 'UPDATE' }));
    t.is(update.response.auditAnnotations?.['macvtap.reason'], 'OPERATION_NOT_APPLICABLE');
  });
}

test('over gRPC it is RESOURCE_EXHAUSTED with the limit and the number, in either view', async (t) => {
  const { call } = openClient(t, (await start(t)).address);
  const podJson = Buffer.from(JSON.stringify(podOf(limit + 1)));
  for (const view of ['VIEW_BASIC', 'VIEW_FULL'] as const) {
    const error = await failureOf(call('mutatePod', { podJson, view }));
    t.is(error.code, 8);
    t.like(detailsOf(error).details, {
      reason: 'TOO_MANY_CONTAINERS',
      violations: [{ field: 'pod_json', description: sentence }],
      metadata: { limit: '1000', size: '1001' },
    });
  }
  t.is((await call('getServerInfo', {})).limits?.maxContainers, limit);
});

test('in a preview it is the error of its document, and the other documents are evaluated', async (t) => {
  const { call } = openClient(t, (await start(t)).address);
  const template = { metadata: macvtapPod.metadata, spec: (podOf(limit + 1) as typeof macvtapPod).spec };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'many' }, spec: { template } };
  const manifest = [deployment, macvtapPod].map((object) => JSON.stringify(object)).join('\n---\n');
  const { results } = await call('preview', { manifest });
  t.deepEqual(
    results.map(({ verdict }) => verdict),
    ['VERDICT_ERROR', 'VERDICT_CHANGED'],
  );
  const error = results[0]?.error;
  t.is(error?.code, 8);
  t.like(error && fromStatus(error).details, {
    code: 'RESOURCE_EXHAUSTED',
    reason: 'TOO_MANY_CONTAINERS',
    violations: [{ field: 'manifest' }],
  });
});
