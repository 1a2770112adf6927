// Connections, probes and the end: checklist B17, B18.

import { createConnection, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { PodMutatorError } from '../../../proto/errors.js';
import type { GetServerInfoResponse__Output } from '../../../proto/gen/podmutator/v1/GetServerInfoResponse.js';
import {
  adapt,
  allowed,
  call as callAnywhere,
  faultyApi,
  keepAliveAgent,
  plainPod,
  reviewOf,
} from '../../kit/adapter.js';
import { until } from '../../kit/until.js';

const good = JSON.stringify(reviewOf(plainPod));
const info = {} as GetServerInfoResponse__Output;

// The API server closes idle connections after 90 s; Node's own default would be 5 s. The endurance tier waits longer.
test('a connection that was idle for 6 s still serves', async (t) => {
  const agent = keepAliveAgent(t);
  const { call } = await adapt(t);
  const first = await call({ agent, body: good });
  t.is(first.status, 200);
  t.is(first.headers.connection, 'keep-alive');
  const [socket] = Object.values(agent.freeSockets).flat();
  await setTimeout(6000);
  t.false(socket?.destroyed);
  t.is((await call({ agent, body: good })).status, 200);
  t.is(Object.values(agent.freeSockets).flat()[0], socket);
});

test('idle connections are announced to be kept longer than the API server keeps them', async (t) => {
  const { call } = await adapt(t);
  t.is((await call({ agent: keepAliveAgent(t), body: good })).headers['keep-alive'], 'timeout=120');
});

test('a head that never ends is cut off', async (t) => {
  const { port, call } = await adapt(t, { limits: { headersMs: 50, requestMs: 100 } });
  const socket = await connect(t, port);
  socket.write('POST /mutate HTTP/1.1\r\nHost: x\r\n');
  const text = await readAll(socket);
  t.regex(text, /^(HTTP\/1\.1 408 |$)/);
  t.is((await call({ body: good })).status, 200);
});

test('what is no HTTP is cut off', async (t) => {
  const { port, call } = await adapt(t);
  const socket = await connect(t, port);
  socket.write('\x16\x03\x01 hello\r\n\r\n');
  t.regex(await readAll(socket), /^HTTP\/1\.1 400 /);
  t.is((await call({ body: good })).status, 200);
});

test('several reviews one after the other in one packet are all answered', async (t) => {
  const { port } = await adapt(t);
  const socket = await connect(t, port);
  const head = `POST /mutate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(good)}\r\n`;
  socket.write(`${head}\r\n${good}${head}Connection: close\r\n\r\n${good}`);
  t.is((await readAll(socket)).match(/HTTP\/1\.1 200 OK/g)?.length, 2);
});

for (const path of ['/healthz', '/livez']) {
  test(`${path} says ok even if the service is gone`, async (t) => {
    const { call } = await adapt(t, { api: faultyApi(() => Promise.reject(new Error())) });
    t.like(await call({ method: 'GET', path }), { status: 200, body: 'ok' });
    t.like(await call({ method: 'HEAD', path }), { status: 200, body: '' });
  });
}

test('ready if the service answers', async (t) => {
  const { call } = await adapt(t);
  t.like(await call({ method: 'GET', path: '/readyz' }), { status: 200, body: 'ok' });
});

const unready: Readonly<Record<string, readonly [RegExp, Parameters<typeof adapt>[1]]>> = {
  'the service is gone': [
    /UNAVAILABLE/,
    {
      api: faultyApi(async () => allowed, {
        getServerInfo: () => Promise.reject(new PodMutatorError('gone', { code: 'UNAVAILABLE', reason: 'TRANSPORT' })),
      }),
    },
  ],
  'the service hangs': [
    /in time/,
    {
      api: faultyApi(async () => allowed, { getServerInfo: () => new Promise(() => {}) }),
      limits: { readinessMs: 20 },
    },
  ],
  'the namespaces are not known yet': [
    /namespaces/,
    {
      api: faultyApi(async () => allowed, { getServerInfo: async () => info }),
      namespaces: {
        lookup: () => ({ found: false, reason: 'NAMESPACE_NOT_FOUND' }),
        isReady: () => false,
        close() {},
      },
    },
  ],
};

for (const [what, [sentence, options]] of Object.entries(unready)) {
  test(`not ready while ${what}`, async (t) => {
    const { call } = await adapt(t, options);
    const { status, body } = await call({ method: 'GET', path: '/readyz' });
    t.is(status, 503);
    t.regex(body, sentence);
  });
}

test('metrics are served as Prometheus reads them', async (t) => {
  const { call, review } = await adapt(t);
  await review(reviewOf(plainPod), '/mutate/macvtap');
  const { status, headers, body } = await call({ method: 'GET', path: '/metrics' });
  t.is(status, 200);
  t.regex(headers['content-type'] ?? '', /^text\/plain; version=0\.0\.4/);
  t.regex(body, /^podmutator_reviews_total\{path="\/mutate\/macvtap",operation="CREATE",code="200"\} 1$/m);
  t.regex(body, /^podmutator_mutator_outcomes_total\{mutator="macvtap",outcome="skipped",reason="[A-Z_]+"\} 1$/m);
  t.regex(body, /^podmutator_review_duration_seconds_count\{path="\/mutate\/macvtap"\} 1$/m);
  t.regex(body, /^podmutator_backend_errors_total\{kind="unavailable"\} 0$/m);
});

test('stopping: not ready at once, still serving, every answer closes its connection, then nothing', async (t) => {
  const agent = keepAliveAgent(t);
  const { adapter, call, port } = await adapt(t, {
    api: faultyApi(async () => allowed, { getServerInfo: async () => info }),
  });
  t.is((await call({ agent, body: good })).headers.connection, 'keep-alive');
  const stopped = adapter.stop({ graceMs: 5000, timeoutMs: 20_000 });
  t.is((await call({ method: 'GET', path: '/readyz' })).status, 503);
  t.is((await call({ method: 'GET', path: '/livez' })).status, 200);
  t.like(await call({ agent, body: good }), { status: 200, headers: { connection: 'close' } });
  t.like(await call({ body: '{' }), { status: 400, headers: { connection: 'close' } });
  await stopped;
  await t.throwsAsync(callAnywhere({ port, body: good }), { code: 'ECONNREFUSED' });
});

test('what is in flight at the end is answered', async (t) => {
  let release = (): void => {};
  const api = faultyApi(
    () =>
      new Promise((resolve) => {
        release = () => resolve(allowed);
      }),
  );
  const agent = keepAliveAgent(t);
  const { adapter, call, metric } = await adapt(t, { api });
  const review = call({ agent, body: good });
  await until(async () => (await metric('podmutator_reviews_in_flight')) === 1);
  const stopped = adapter.stop({ graceMs: 0, timeoutMs: 60_000 });
  await setTimeout(20);
  release();
  t.like(await review, { status: 200, headers: { connection: 'close' } });
  await stopped;
});

test('a review that never ends does not hold up the end', async (t) => {
  const { adapter, call, metric } = await adapt(t, { api: faultyApi(() => new Promise(() => {})) });
  const review = t.throwsAsync(call({ body: good }));
  await until(async () => (await metric('podmutator_reviews_in_flight')) === 1);
  await adapter.stop({ graceMs: 0, timeoutMs: 50 });
  await review;
});

test('a connection that never said anything does not hold up the end', async (t) => {
  const { adapter, port } = await adapt(t);
  const socket = await connect(t, port);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await adapter.stop({ graceMs: 0, timeoutMs: 600_000 });
  await closed;
  t.pass();
});

test('a rolling restart under load loses no review', async (t) => {
  // Two adapters behind one name, as behind a Service: a client opens new connections only to the one that is ready.
  const [old, young] = [await adapt(t), await adapt(t)];
  let port = old.port;
  let running = true;
  const statuses: number[] = [];
  const client = async (): Promise<void> => {
    const agent = keepAliveAgent(t);
    while (running) {
      const { status } = await callAnywhere({ port, agent, body: good });
      statuses.push(status);
      await setTimeout(5);
    }
  };
  const clients = [1, 2, 3, 4, 5, 6].map(client);
  await until(() => statuses.length > 50);
  const stopped = old.adapter.stop({ graceMs: 5000, timeoutMs: 20_000 });
  // The news takes a while to get around.
  await setTimeout(100);
  port = young.port;
  await stopped;
  const atTheEnd = statuses.length;
  await until(() => statuses.length > atTheEnd + 50);
  running = false;
  await Promise.all(clients);
  t.true(statuses.every((status) => status === 200));
});

function connect(t: ExecutionContext, port: number): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  t.teardown(() => socket.destroy());
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
