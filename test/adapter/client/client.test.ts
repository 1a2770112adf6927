// The hop between adapter and service, over real sockets, with the real service unless it has to misbehave.

import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type Client, type ClientOptions, createClient } from '../../../adapter/client/client.js';
import type { PodMutatorApi } from '../../../proto/api.js';
import { type ErrorCode, PodMutatorError } from '../../../proto/errors.js';
import { createKeyPairSource } from '../../../runtime/key-pair.js';
import { type Service, type ServiceOptions, startService } from '../../../services/main.js';
import { streamExpired } from '../../../services/rpc/refusals.js';
import { toServerStatus } from '../../../services/wire/status.js';
import { macvtapPod, plainPod, requestOf } from '../../kit/adapter.js';
import { createAuthority, createSecretFolder } from '../../kit/certificates.js';
import { until } from '../../kit/until.js';
import { answer, answerAll, eachItem, resultOf, startFaultyService } from './faulty-service.js';

const silent = pino({ level: 'silent' });

interface Connected {
  readonly client: Client;
  readonly reconnects: () => Promise<number>;
}

function connect(t: ExecutionContext, target: string, options: Partial<ClientOptions> = {}): Connected {
  const registry = new Registry();
  const client = createClient({ target, mode: 'stream', registry, log: silent, ...options });
  t.teardown(() => client.close());
  return {
    client,
    async reconnects() {
      const found = await registry.getSingleMetric('podmutator_stream_reconnects_total')?.get();
      return found?.values[0]?.value ?? 0;
    },
  };
}

async function start(t: ExecutionContext, options: Partial<ServiceOptions> = {}): Promise<Service> {
  const service = await startService({
    address: '127.0.0.1:0',
    logger: silent,
    ...options,
  });
  t.teardown(() => service.stop({ graceMs: 0, forceMs: 0 }));
  return service;
}

/** Kills a service: whatever is in flight is lost. */
const kill = (service: Service): Promise<void> => service.stop({ graceMs: 0, forceMs: 0 });

/** For what never happens only: the tests of this file share one process, which may take long on a busy machine. */
const soon = (ms = 50_000): { readonly deadline: number } => ({ deadline: Date.now() + ms });

async function failureOf(t: ExecutionContext, call: Promise<unknown>, code: ErrorCode): Promise<PodMutatorError> {
  const error = await t.throwsAsync(call, { instanceOf: PodMutatorError });
  t.is(error.details.code, code, error.message);
  return error;
}

for (const mode of ['stream', 'unary'] as const) {
  for (const socket of ['tcp', 'unix', 'dns'] as const) {
    test(`${mode} over ${socket} gives what the service gives without a wire`, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'podmutator-client-'));
      t.teardown(() => rm(folder, { recursive: true, force: true }));
      const service = await start(t, socket === 'unix' ? { address: `unix:${folder}/grpc.sock` } : {});
      const target = socket === 'dns' ? `dns:///${service.address}` : service.address;
      const { client } = connect(t, target, { mode });
      for (const request of [
        requestOf(macvtapPod),
        requestOf(plainPod),
        requestOf(macvtapPod, { view: 'VIEW_FULL' }),
      ]) {
        t.deepEqual(await client.mutatePod(request, soon()), await wired(service.api.mutatePod(request)));
      }
      t.deepEqual(await client.getServerInfo(soon()), await service.api.getServerInfo());
      t.is((await client.listMutators(soon())).configRevision, (await service.api.listMutators()).configRevision);
    });

    test(`${mode} over ${socket} gives the errors that the service gives without a wire`, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'podmutator-client-'));
      t.teardown(() => rm(folder, { recursive: true, force: true }));
      const service = await start(t, socket === 'unix' ? { address: `unix:${folder}/grpc.sock` } : {});
      const { client } = connect(t, service.address, { mode });
      for (const request of [
        requestOf(plainPod, { mutators: ['nosuch'] }),
        requestOf(plainPod, { podJson: Buffer.from('{') }),
        requestOf({ ...plainPod, spec: { containers: 5 } }),
      ]) {
        const expected = await failureOf(t, service.api.mutatePod(request), 'INVALID_ARGUMENT');
        const error = await failureOf(t, client.mutatePod(request, soon()), 'INVALID_ARGUMENT');
        t.is(error.message, expected.message);
        t.is(error.details.reason, expected.details.reason);
        t.deepEqual(error.details.violations, expected.details.violations);
      }
    });
  }
}

/** The same answer as it looks after a trip over the wire: without fields that are not set. */
async function wired(response: ReturnType<PodMutatorApi['mutatePod']>): ReturnType<PodMutatorApi['mutatePod']> {
  const { allowed, denied, ...rest } = await response;
  return { ...rest, allowed: allowed ?? null, decision: denied ? 'denied' : 'allowed' } as Awaited<typeof response>;
}

test('thousands of Pods at once over one stream are all answered', async (t) => {
  const service = await start(t);
  const { client, reconnects } = connect(t, service.address);
  const answers = await Promise.all(
    Array.from({ length: 3000 }, () => client.mutatePod(requestOf(macvtapPod), soon())),
  );
  t.true(answers.every(({ allowed }) => (allowed?.jsonPatch.length ?? 0) > 0));
  t.is(await reconnects(), 0);
});

test('answers reach whom they belong to, in whatever order they come', async (t) => {
  const held: (() => void)[] = [];
  const { address } = await startFaultyService(
    t,
    eachItem((call, item) => held.push(() => answer(call, item))),
  );
  const { client } = connect(t, address);
  const calls = Array.from({ length: 100 }, (_, index) =>
    client.mutatePod(requestOf(plainPod, { uid: `${index}` }), soon()),
  );
  await until(() => held.length === 100);
  for (const release of held.reverse()) release();
  t.deepEqual(
    (await Promise.all(calls)).map(({ configRevision }) => configRevision),
    calls.map((_, index) => `${index}`),
  );
});

test('never more than 256 items are in flight, never the same number twice, never 0', async (t) => {
  const inFlight = new Map<number, () => void>();
  let most = 0;
  const ids: number[] = [];
  const { address } = await startFaultyService(
    t,
    eachItem((call, item) => {
      ids.push(item.correlationId);
      t.false(inFlight.has(item.correlationId));
      inFlight.set(item.correlationId, () => answer(call, item));
      most = Math.max(most, inFlight.size);
      if (inFlight.size < 256) return;
      // A moment for one more item, which must not come.
      void setTimeout(20).then(() => {
        const held = [...inFlight.values()];
        inFlight.clear();
        for (const release of held) release();
      });
    }),
  );
  const { client } = connect(t, address);
  await Promise.all(Array.from({ length: 8 * 256 }, () => client.mutatePod(requestOf(plainPod), soon())));
  t.is(most, 256);
  t.true(ids.every((id) => id > 0));
});

for (const mode of ['stream', 'unary'] as const) {
  test(`${mode}: a call waits for a service that comes up in time`, async (t) => {
    const first = await start(t);
    const { address } = first;
    await kill(first);
    const { client } = connect(t, address, { mode });
    const call = client.mutatePod(requestOf(macvtapPod), soon());
    await setTimeout(300);
    await start(t, { address });
    t.true(((await call).allowed?.operationCount ?? 0) > 0);
  });

  test(`${mode}: a service that was killed and started again loses no call`, async (t) => {
    let service = await start(t);
    const { address } = service;
    const { client } = connect(t, address, { mode });
    let running = true;
    let answered = 0;
    const load = Array.from({ length: 8 }, async () => {
      while (running) {
        await client.mutatePod(requestOf(macvtapPod), soon());
        answered += 1;
        await setTimeout(2);
      }
    });
    for (let round = 0; round < 3; round += 1) {
      const before = answered;
      await until(() => answered > before + 50);
      await kill(service);
      service = await start(t, { address });
    }
    const before = answered;
    await until(() => answered > before + 50);
    running = false;
    await Promise.all(load);
    t.pass();
  });

  test(`${mode}: without a service the deadline ends the wait`, async (t) => {
    const service = await start(t);
    await kill(service);
    const { client } = connect(t, service.address, { mode });
    const error = await t.throwsAsync(client.mutatePod(requestOf(plainPod), soon(200)), {
      instanceOf: PodMutatorError,
    });
    t.true(['UNAVAILABLE', 'DEADLINE_EXCEEDED'].includes(error.details.code));
    await failureOf(t, client.getServerInfo(soon()), 'UNAVAILABLE');
  });

  test(`${mode}: the caller can give up, before and during`, async (t) => {
    const { address } = await startFaultyService(t, () => {});
    const { client } = connect(t, address, { mode });
    await failureOf(t, client.mutatePod(requestOf(plainPod), { ...soon(), signal: AbortSignal.abort() }), 'CANCELLED');
    const controller = new AbortController();
    const call = client.mutatePod(requestOf(plainPod), { ...soon(), signal: controller.signal });
    controller.abort();
    await failureOf(t, call, 'CANCELLED');
  });
}

const mutateMany = (client: Client, count: number, pod: object = plainPod): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { configRevision } = await client.mutatePod(requestOf(pod, { uid: `${index}` }), soon());
      return configRevision;
    }),
  );

const uids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${index}`);

test('Pods that are there together share a message, at most 256, and so may their answers', async (t) => {
  const { address, messages } = await startFaultyService(t, (call, { items }) => {
    call.write({ items: items.map(resultOf).reverse() });
  });
  const { client } = connect(t, address);
  await client.mutatePod(requestOf(plainPod), soon());
  t.deepEqual(await mutateMany(client, 300), uids(300));
  t.deepEqual(
    messages.map(({ items }) => items.length).filter((count) => count > 1),
    [256, 44],
  );
});

test('large Pods do not share a message', async (t) => {
  const { address, messages } = await startFaultyService(t, answerAll);
  const { client } = connect(t, address);
  await client.mutatePod(requestOf(plainPod), soon());
  await mutateMany(client, 6, { ...plainPod, status: { message: 'x'.repeat(20_000) } });
  await mutateMany(client, 3, { ...plainPod, status: { message: 'x'.repeat(500_000) } });
  t.deepEqual(
    messages.map(({ items }) => items.length),
    [1, 2, 2, 2, 1, 1, 1],
  );
});

test('Pods of a shared message whose stream breaks are sent once more', async (t) => {
  const service = await startFaultyService(t, (call, message, stream) => {
    if (stream === 1 && message.items.length > 1) call.emit('error', { code: status.UNAVAILABLE });
    else answerAll(call, message);
  });
  const { client, reconnects } = connect(t, service.address);
  await client.mutatePod(requestOf(plainPod), soon());
  t.deepEqual(await mutateMany(client, 50), uids(50));
  t.is(service.streams(), 2);
  t.is(await reconnects(), 1);
});

test('a service that announces the end of a stream gets no more items on it, and none is lost', async (t) => {
  const { address, streams } = await startFaultyService(t, (call, message) => {
    answerAll(call, message);
    call.write({ closing: true });
  });
  const { client } = connect(t, address);
  for (let round = 0; round < 20; round += 1) t.deepEqual(await mutateMany(client, 3), uids(3));
  t.true(streams() > 1);
});

test('a stream that expires with items on it costs them nothing, however often it happens', async (t) => {
  const service = await startFaultyService(t, (call, message, stream) => {
    if (stream < 5) call.emit('error', toServerStatus(streamExpired));
    else answerAll(call, message);
  });
  const { client } = connect(t, service.address);
  t.deepEqual(await mutateMany(client, 3), uids(3));
});

test('a service that does not answer: the deadline of the item, and the others go on', async (t) => {
  const { address } = await startFaultyService(
    t,
    eachItem((call, item) => {
      if (item.request?.uid !== 'stuck') answer(call, item);
    }),
  );
  const { client } = connect(t, address);
  await client.mutatePod(requestOf(plainPod), soon());
  const stuck = failureOf(t, client.mutatePod(requestOf(plainPod, { uid: 'stuck' }), soon(200)), 'DEADLINE_EXCEEDED');
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
  await stuck;
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
});

test('a stream that breaks: its items are sent once more', async (t) => {
  const { address, streams } = await startFaultyService(t, (call, message, stream) => {
    if (stream === 1) {
      call.emit('error', { code: status.UNAVAILABLE, details: 'going away' });
      return;
    }
    answerAll(call, message);
  });
  const { client, reconnects } = connect(t, address);
  const calls = Array.from({ length: 20 }, () => client.mutatePod(requestOf(plainPod), soon()));
  t.is((await Promise.all(calls)).length, 20);
  t.is(streams(), 2);
  t.is(await reconnects(), 1);
});

test('streams that break again and again: the error, not an endless loop', async (t) => {
  const { address, messages } = await startFaultyService(t, (call) => {
    call.emit('error', { code: status.INTERNAL, details: 'broken' });
  });
  const { client } = connect(t, address);
  await failureOf(t, client.mutatePod(requestOf(plainPod), soon()), 'INTERNAL');
  t.is(messages.length, 2);
});

test('a service that ends its streams in good order loses nothing', async (t) => {
  let seen = 0;
  const late = eachItem((call, item) => {
    seen += 1;
    // Every tenth item comes too late for its stream.
    if (seen % 10 === 0) {
      call.end();
      return;
    }
    if (call.writable) answer(call, item);
  });
  const { address, streams } = await startFaultyService(t, late);
  const { client } = connect(t, address);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => client.mutatePod(requestOf(plainPod, { uid: `${index}` }), soon())),
  );
  t.deepEqual(
    answers.map(({ configRevision }) => configRevision),
    answers.map((_, index) => `${index}`),
  );
  t.true(streams() > 1);
});

test('a service whose streams have a short age loses nothing', async (t) => {
  const service = await start(t, { connection: { streamAgeMs: 50 } });
  const { client, reconnects } = connect(t, service.address);
  for (let count = 0; count < 100 || (await reconnects()) < 3; count += 1) {
    await Promise.all([1, 2, 3, 4].map(() => client.mutatePod(requestOf(plainPod), soon())));
  }
  t.pass();
});

test('a stream full of items that nobody waits for is replaced', async (t) => {
  const { address, messages, streams } = await startFaultyService(t, (call, message, stream) => {
    if (stream > 1) answerAll(call, message);
  });
  const { client } = connect(t, address);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const calls = Array.from({ length: 200 }, () =>
    client.mutatePod(requestOf(plainPod), { ...soon(), signal: controller.signal }).catch(() => 'gone'),
  );
  await until(() => messages.flatMap(({ items }) => items).length === 200);
  controller.abort();
  await Promise.all(calls);
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
  t.is(streams(), 2);
});

test('answers that nobody asked for, or without content, do no harm', async (t) => {
  const odd = eachItem((call, item) => {
    call.write({});
    call.write({ items: [{ correlationId: 4_000_000_000, response: {} }] });
    if (item.request?.uid === 'empty') {
      call.write({ items: [{ correlationId: item.correlationId }] });
      return;
    }
    answer(call, item);
    answer(call, item);
  });
  const { address } = await startFaultyService(t, odd);
  const { client } = connect(t, address);
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
  await failureOf(t, client.mutatePod(requestOf(plainPod, { uid: 'empty' }), soon()), 'INTERNAL');
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
});

test('a Pod that is too large for the service fails alone', async (t) => {
  const service = await start(t);
  const { client, reconnects } = connect(t, service.address);
  const large = requestOf({ ...plainPod, status: { message: 'x'.repeat(20 * 1024 * 1024) } });
  const call = failureOf(t, client.mutatePod(large, soon()), 'RESOURCE_EXHAUSTED');
  await Promise.all(Array.from({ length: 50 }, () => client.mutatePod(requestOf(plainPod), soon())));
  await call;
  t.is(await reconnects(), 0);
});

test('every address of a name gets its share, and its end is noticed', async (t) => {
  const one = await start(t, { address: '127.0.0.2:0' });
  const port = one.address.split(':').at(-1);
  const two = await start(t, { address: `127.0.0.3:${port}` });
  const { client } = connect(t, `dns:///podmutator.test:${port}`, { resolve: async () => ['127.0.0.2', '127.0.0.3'] });
  const load = (): Promise<unknown> =>
    Promise.all(Array.from({ length: 40 }, () => client.mutatePod(requestOf(plainPod), soon())));
  await until(async () => {
    await load();
    return (await itemsOf(one)) > 0 && (await itemsOf(two)) > 0;
  });
  await kill(one);
  await load();
  t.pass();
});

async function itemsOf(service: Service): Promise<number> {
  const found = await service.registry.getSingleMetric('grpc_server_msg_received_total')?.get();
  return found?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}

test('a name that cannot be looked up at first is looked up again', async (t) => {
  const service = await start(t);
  let lookups = 0;
  const { client } = connect(t, `dns:///podmutator.test:${service.address.split(':').at(-1)}`, {
    resolve: async () => {
      lookups += 1;
      if (lookups === 1) throw new Error('no such host');
      return ['127.0.0.1'];
    },
  });
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
});

test('proxies of the environment are not asked', async (t) => {
  for (const name of ['http_proxy', 'https_proxy', 'grpc_proxy']) process.env[name] = 'http://127.0.0.1:1';
  const service = await start(t);
  const { client } = connect(t, service.address);
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
});

test('mutual TLS, with certificates that are renewed on both sides', async (t) => {
  const authority = await createAuthority();
  const [server, own] = [
    await createSecretFolder({ ...(await authority.issue()), ca: authority.ca }),
    await createSecretFolder({ ...(await authority.issue()), ca: authority.ca }),
  ];
  const tls = { certFile: server.certFile, keyFile: server.keyFile, clientCaFile: server.caFile };
  let service = await start(t, { tls, watchIntervalMs: 20 });
  const address = service.address.replace('127.0.0.1', 'localhost');
  const certificates = await createKeyPairSource(own, { intervalMs: 20 });
  t.teardown(async () => {
    certificates.close();
    await Promise.all([server.remove(), own.remove()]);
  });
  for (const mode of ['stream', 'unary'] as const) {
    const { client } = connect(t, address, { mode, tls: { certificates } });
    t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
  }

  // Everything is replaced, the authority too; only new certificates can meet now.
  const next = await createAuthority('Next Authority');
  const renewed = new Promise<void>((resolve) => certificates.subscribe(() => resolve()));
  await own.swap({ ...(await next.issue()), ca: next.ca });
  await server.swap({ ...(await next.issue()), ca: next.ca });
  await Promise.all([renewed, setTimeout(20)]);
  const { client } = connect(t, address, { tls: { certificates } });
  await kill(service);
  service = await start(t, { address: service.address, tls, watchIntervalMs: 20 });
  t.is((await client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
});

test('a service with a certificate of another name or authority gets no Pod', async (t) => {
  const [authority, other] = [await createAuthority(), await createAuthority('Other')];
  const server = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(() => server.remove());
  const service = await start(t, { tls: { certFile: server.certFile, keyFile: server.keyFile } });
  const address = service.address.replace('127.0.0.1', 'localhost');
  const trust = (ca: string) => ({ current: () => ({ ca: Buffer.from(ca) }), subscribe: () => () => {} });

  const good = connect(t, address, { tls: { certificates: trust(authority.ca) } });
  t.is((await good.client.mutatePod(requestOf(plainPod), soon())).decision, 'allowed');
  const wrongAuthority = connect(t, address, { tls: { certificates: trust(other.ca) } });
  await failureOf(t, wrongAuthority.client.mutatePod(requestOf(plainPod), soon(3000)), 'UNAVAILABLE');
  const wrongName = connect(t, address, { tls: { certificates: trust(authority.ca), serverName: 'elsewhere.test' } });
  await failureOf(t, wrongName.client.mutatePod(requestOf(plainPod), soon(3000)), 'UNAVAILABLE');
});

test('TLS without authorities to trust is refused at the start', (t) => {
  const certificates = { current: () => ({}), subscribe: () => () => {} };
  t.throws(
    () =>
      createClient({
        target: 'localhost:1',
        mode: 'stream',
        tls: { certificates },
        registry: new Registry(),
        log: silent,
      }),
    {
      message: /certificate authority/,
    },
  );
});

test('after close, calls are refused and nothing keeps the process busy', async (t) => {
  const service = await start(t);
  const { client } = connect(t, service.address);
  const calls = Array.from({ length: 20 }, () => client.mutatePod(requestOf(plainPod), soon()));
  await Promise.all(calls);
  await client.close();
  await failureOf(t, client.mutatePod(requestOf(plainPod), soon()), 'UNAVAILABLE');
});
