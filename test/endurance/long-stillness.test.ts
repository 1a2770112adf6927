// A service that stands still for so long that its connections are given up, and then goes on.

import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { startLoad } from '../kit/load.js';
import { createTlsLink, portOf, readPage, readSeries, startAdapter, startService } from '../kit/processes.js';
import { until } from '../kit/until.js';

/** After 30 s without a sign of life the client asks for one, and gives the connection up 10 s later. */
const stillMs = 50_000;

test('service stands still for 50 s: every review gets its 504 or 503, and all is well afterwards', async (t) => {
  const link = await createTlsLink(t);
  const service = await startService(t, link);
  const adapter = await startAdapter(t, link);
  const url = `http://${adapter.ready['webhook']}`;
  const load = startLoad(t, { perSecond: 10, ports: () => [portOf(adapter)], timeoutSeconds: 2 });
  await load.more(20);
  process.kill(service.pid, 'SIGSTOP');
  await setTimeout(stillMs);
  process.kill(service.pid, 'SIGCONT');
  await load.more(50);
  const refused = await load.stop();
  t.deepEqual(refused.filter(({ result }) => result !== 504 && result !== 503).slice(0, 3), []);
  t.true(refused.length > 0);
  await until(async () => (await readPage(`${url}/readyz`)).status === 200);
  t.is(readSeries((await readPage(`${url}/metrics`)).text, 'podmutator_reviews_in_flight'), 0);
});
