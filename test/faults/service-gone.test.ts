// The service is killed, or stands still, while reviews come in. Both as processes of their own.

import { request } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { macvtapPod, reviewOf } from '../kit/adapter.js';
import { startLoad } from '../kit/load.js';
import {
  createSocketLink,
  createTlsLink,
  type Link,
  portOf,
  readPage,
  readSeries,
  startAdapter,
  startService,
} from '../kit/processes.js';
import { until } from '../kit/until.js';

const links: Readonly<Record<string, (t: ExecutionContext) => Promise<Link>>> = {
  'a unix socket': createSocketLink,
  'TCP with mutual TLS': createTlsLink,
};

/** What the API server grants, and what the adapter leaves of it. */
const [timeoutSeconds, budgetMs] = [5, 4500];

for (const [name, createLink] of Object.entries(links)) {
  test(`service killed and started again, over ${name}: no review is lost that still had time`, async (t) => {
    const link = await createLink(t);
    const service = await startService(t, link);
    const adapter = await startAdapter(t, link);
    const load = startLoad(t, { perSecond: 50, ports: () => [portOf(adapter)], timeoutSeconds });
    await load.more(20);
    const killedAt = Date.now();
    t.is(await service.stop('SIGKILL'), null);
    await startService(t, link);
    const backAt = Date.now();
    await load.more(50);
    // Where a start takes long, the machine is busy, and the way back takes long as well.
    const recoveryMs = Math.max(2000, backAt - killedAt);
    const lost = (await load.stop()).filter(({ sentAt }) => sentAt + budgetMs > backAt + recoveryMs);
    t.deepEqual(lost.slice(0, 3), []);
    t.true(load.outcomes.some(({ sentAt }) => sentAt > killedAt && sentAt < backAt));
    const { text } = await readPage(`http://${adapter.ready['webhook']}/metrics`);
    t.true((readSeries(text, 'podmutator_stream_reconnects_total') ?? 0) >= 1);
  });
}

test('service stands still: 504, 503 beyond the bound, not ready; later it goes on by itself', async (t) => {
  const link = await createTlsLink(t);
  const service = await startService(t, link);
  const adapter = await startAdapter(t, link, ['--max-in-flight', '20']);
  const url = `http://${adapter.ready['webhook']}`;
  t.is(await postOnce(portOf(adapter), 10), 200);

  process.kill(service.pid, 'SIGSTOP');
  const waiting = Array.from({ length: 20 }, () => postOnce(portOf(adapter), 2));
  await until(async () => readSeries((await readPage(`${url}/metrics`)).text, 'podmutator_reviews_in_flight') === 20);
  t.is(await postOnce(portOf(adapter), 30), 503);
  t.deepEqual(new Set(await Promise.all(waiting)), new Set([504]));
  t.like(await readPage(`${url}/readyz`), { status: 503 });
  t.like(await readPage(`${url}/livez`), { status: 200 });

  process.kill(service.pid, 'SIGCONT');
  await until(async () => (await postOnce(portOf(adapter), 2)) === 200);
  await until(async () => (await readPage(`${url}/readyz`)).status === 200);
  const { text } = await readPage(`${url}/metrics`);
  t.is(readSeries(text, 'podmutator_reviews_shed_total'), 1);
  t.true((readSeries(text, 'podmutator_backend_errors_total{kind="deadline_exceeded"}') ?? 0) >= 20);
  t.is(readSeries(text, 'podmutator_reviews_in_flight'), 0);
});

function postOnce(port: number, seconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: `/mutate?timeout=${seconds}s`, method: 'POST', agent: false };
    const outgoing = request({ ...options, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject).end(JSON.stringify(reviewOf(macvtapPod)));
  });
}
