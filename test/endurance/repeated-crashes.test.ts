// A minute of reviews while the service is killed again and again: nothing adds up.

import test from 'ava';
import { startLoad } from '../kit/load.js';
import { createSocketLink, portOf, readPage, readSeries, startAdapter, startService } from '../kit/processes.js';
import { until } from '../kit/until.js';

const rounds = 8;
const mebibyte = 1024 * 1024;

test('a service that is killed again and again leaves no trace in an adapter', async (t) => {
  const link = await createSocketLink();
  let service = await startService(t, link);
  const adapter = await startAdapter(t, link);
  const readMetric = async (series: string): Promise<number> =>
    readSeries((await readPage(`http://${adapter.ready['webhook']}/metrics`)).text, series) ?? 0;
  const load = startLoad(t, { perSecond: 100, ports: () => [portOf(adapter)], timeoutSeconds: 10 });
  await load.more(1000);
  const before = {
    memory: await readMetric('process_resident_memory_bytes'),
    handles: await readMetric('process_open_fds'),
  };
  for (let round = 0; round < rounds; round += 1) {
    await service.stop('SIGKILL');
    service = await startService(t, link);
    await load.more(500);
  }
  t.deepEqual((await load.stop()).slice(0, 3), []);
  await until(async () => (await readMetric('podmutator_reviews_in_flight')) === 0);
  t.true((await readMetric('podmutator_stream_reconnects_total')) >= rounds);
  // 150 reviews at the same time, their connections, and what a collector has not yet looked at.
  t.true((await readMetric('process_resident_memory_bytes')) - before.memory < 100 * mebibyte);
  t.true((await readMetric('process_open_fds')) - before.handles < 200);
});
