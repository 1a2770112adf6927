// Size, depth, number and time: what one caller can cost, and what happens beyond that. Checklist B7, B9, B51.

import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import type { PodMutatorApi } from '../../../proto/api.js';
import { startService } from '../../../services/main.js';
import { type Answer, adapt, allowed, begin, faultyApi, macvtapPod, plainPod, reviewOf } from '../../kit/adapter.js';
import { until } from '../../kit/until.js';

const mebibyte = 1024 * 1024;
const good = JSON.stringify(reviewOf(plainPod));

function reviewOfSize(bytes: number): string {
  const empty = JSON.stringify(reviewOf(plainPod, { oldObject: { padding: '' } }));
  return JSON.stringify(reviewOf(plainPod, { oldObject: { padding: 'x'.repeat(bytes - empty.length) } }));
}

test('a review of 6.5 MiB is answered', async (t) => {
  const { call } = await adapt(t);
  t.is((await call({ body: reviewOfSize(6.5 * mebibyte) })).status, 200);
});

test('a review of exactly the limit is answered, one byte more is 413', async (t) => {
  const { call } = await adapt(t, { limits: { maxBodyBytes: 20_000 } });
  t.is((await call({ body: reviewOfSize(20_000) })).status, 200);
  t.is((await call({ body: reviewOfSize(20_001) })).status, 413);
  const chunked = { headers: { 'transfer-encoding': 'chunked' } };
  t.is((await call({ body: reviewOfSize(20_000), ...chunked })).status, 200);
  t.is((await call({ body: reviewOfSize(20_001), ...chunked })).status, 413);
});

for (const [how, headers] of [
  ['with Content-Length', { 'content-length': 20 * mebibyte }],
  ['without Content-Length', {}],
] as const) {
  test(`20 MiB ${how}: 413 while the client still sends, and the connection is closed`, async (t) => {
    const { port, call } = await adapt(t);
    let answer: Answer | undefined;
    const request = begin({ port, headers }, (received) => {
      answer = received;
    });
    const closed = new Promise((resolve) => request.once('close', resolve));
    request.on('error', () => {});
    const chunk = Buffer.alloc(256 * 1024, 0x20);
    for (let sent = 0; sent < 20 * mebibyte && !request.destroyed; sent += chunk.length) {
      if (!request.write(chunk)) await Promise.race([new Promise((resolve) => request.once('drain', resolve)), closed]);
    }
    request.end();
    await closed;
    t.is(answer?.status, 413);
    t.is(answer?.headers.connection, 'close');
    t.is((await call({ body: good })).status, 200);
  });
}

for (const mode of ['stream', 'unary'] as const) {
  test(`a Pod just below the limit of the service passes the hop, mode ${mode}`, async (t) => {
    const silent = pino({ enabled: false });
    const service = await startService({ address: '127.0.0.1:0', logger: silent });
    const api = createClient({ target: service.address, mode, registry: new Registry(), log: silent });
    t.teardown(async () => {
      await api.close();
      await service.stop();
    });
    const { review } = await adapt(t, { api });
    const env = [{ name: 'LARGE', value: 'x'.repeat(4 * mebibyte - 1024) }];
    const pod = { ...macvtapPod, spec: { containers: [{ name: 'compute', image: 'launcher', env }] } };
    t.is((await review(reviewOf(pod))).response['patchType'], 'JSONPatch');
  });
}

test('an endless body costs neither memory nor an open connection', async (t) => {
  // A process of its own, so that its memory can be measured: four clients send for ever, the heap must not follow.
  const script = fileURLToPath(new URL('./endless-body.js', import.meta.url));
  const child = spawn(process.execPath, ['--max-old-space-size=64', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill());
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const { statuses, grownBytes } = JSON.parse(output) as { statuses: number[]; grownBytes: number };
  t.deepEqual(statuses, [413, 413, 413, 413]);
  t.true(grownBytes < 64 * mebibyte, `memory grew by ${Math.round(grownBytes / mebibyte)} MiB`);
});

for (const depth of [1000, 100_000, 1_000_000]) {
  test(`a Pod nested ${depth} deep does no harm`, async (t) => {
    const { call } = await adapt(t);
    const deep = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const frame = `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","operation":"CREATE"`;
    t.true([200, 400].includes((await call({ body: `${frame},"object":${deep}}}` })).status));
    t.true([200, 400].includes((await call({ body: `${frame},"options":${deep},"object":null}}` })).status));
    t.is((await call({ body: good })).status, 200);
  });
}

test('beyond the reviews that may be in flight, 503 at once, without Retry-After, and counted', async (t) => {
  const waiting: (() => void)[] = [];
  const api = faultyApi(() => new Promise((resolve) => waiting.push(() => resolve(allowed))));
  const { call, metric } = await adapt(t, { api, limits: { maxInFlight: 3 } });
  const first = [1, 2, 3].map(() => call({ body: good }));
  await until(() => waiting.length === 3);
  t.is(await metric('podmutator_reviews_in_flight'), 3);

  const shed = await call({ body: good });
  t.is(shed.status, 503);
  t.false('retry-after' in shed.headers);
  t.is(await metric('podmutator_reviews_shed_total'), 1);

  for (const release of waiting) release();
  t.deepEqual(
    (await Promise.all(first)).map(({ status }) => status),
    [200, 200, 200],
  );
  t.is(await metric('podmutator_reviews_in_flight'), 0);
  const next = call({ body: good });
  (await until(() => waiting[3]))();
  t.is((await next).status, 200);
});

/** Notes what it was called with, and never answers. */
function hangingApi(): { api: PodMutatorApi; calls: { deadline: number; signal: AbortSignal }[] } {
  const calls: { deadline: number; signal: AbortSignal }[] = [];
  const api = faultyApi((_request, options) => {
    calls.push(options as (typeof calls)[number]);
    return new Promise(() => {});
  });
  return { api, calls };
}

test('a service that hangs: 504 before the time of the API server is over, and the call is cancelled', async (t) => {
  const { api, calls } = hangingApi();
  const { call, metric } = await adapt(t, { api });
  const { status, headers } = await call({ path: '/mutate?timeout=1s', body: good });
  t.is(status, 504);
  t.false('retry-after' in headers);
  t.true(calls[0]?.signal.aborted);
  t.true((calls[0]?.deadline ?? Number.POSITIVE_INFINITY) < Date.now());
  t.is(await metric('podmutator_backend_errors_total', { kind: 'deadline_exceeded' }), 1);
});

test('the own maximum holds where the API server would wait longer', async (t) => {
  const { api } = hangingApi();
  const { call } = await adapt(t, { api, limits: { maxReviewMs: 100 } });
  t.is((await call({ path: '/mutate?timeout=30s', body: good })).status, 504);
  t.is((await call({ path: '/mutate?timeout=forever', body: good })).status, 504);
});

test('an answer that comes too late is nobody’s', async (t) => {
  let release = (): void => {};
  const api = faultyApi(
    () =>
      new Promise((resolve) => {
        release = () => resolve(allowed);
      }),
  );
  const { call, metric } = await adapt(t, { api, limits: { maxReviewMs: 50 } });
  t.is((await call({ body: good })).status, 504);
  release();
  await setTimeout(0);
  t.is(await metric('podmutator_reviews_total'), 1);
});

test('a lookup of the namespace that hangs ends with the review', async (t) => {
  const { call } = await adapt(t, {
    api: faultyApi(async () => allowed),
    namespaces: { lookup: () => new Promise(() => {}), isReady: () => true, close() {} },
    limits: { maxReviewMs: 100 },
  });
  t.is((await call({ body: good })).status, 504);
});

test('a client that goes away cancels the call', async (t) => {
  const { api, calls } = hangingApi();
  const { port, metric, log } = await adapt(t, { api });
  const request = begin({ port }, () => t.fail('nobody should be answered'));
  request.on('error', () => {});
  request.end(good);
  await until(() => calls.length === 1);
  request.destroy();
  await until(() => calls[0]?.signal.aborted);
  await until(async () => (await metric('podmutator_reviews_total', { code: '499' })) === 1);
  t.is(await metric('podmutator_reviews_in_flight'), 0);
  t.like(log.at(-1), { status: 499 });
});

test('a client that goes away in the middle of its body is forgotten', async (t) => {
  const { port, metric } = await adapt(t);
  const request = begin({ port, headers: { 'content-length': 1000 } }, () => t.fail('nobody should be answered'));
  request.on('error', () => {});
  request.write('{');
  await until(async () => (await metric('podmutator_http_transfer_bytes')) === 1);
  t.is(await metric('podmutator_reviews_in_flight'), 0);
  request.destroy();
  await until(async () => (await metric('podmutator_reviews_total', { code: '499' })) === 1);
  t.is(await metric('podmutator_http_transfer_bytes'), 0);
});

test('a body that never comes ends with the time of the review', async (t) => {
  const { port } = await adapt(t, { limits: { maxReviewMs: 100 } });
  const answer = await new Promise<Answer>((resolve) => {
    const request = begin({ port, headers: { 'content-length': 1000 } }, resolve);
    request.on('error', () => {});
    t.teardown(() => request.destroy());
    request.write('{');
  });
  t.is(answer.status, 504);
});
