// Several services behind one name. The name is looked up by the test, because machines know no name for two loopback
// addresses; services are processes of their own, and one of them is killed.

import test from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../adapter/client/client.js';
import { adapt } from '../kit/adapter.js';
import { launch, type Started } from '../kit/command.js';
import { startLoad } from '../kit/load.js';
import { readPage, readSeries } from '../kit/processes.js';
import { until } from '../kit/until.js';

const received =
  'grpc_server_msg_received_total{grpc_type="bidi_stream",grpc_service="podmutator.v1.PodMutator",grpc_method="MutatePods"}';

test('two services behind one name share the reviews; one is killed and none is lost', async (t) => {
  const start = (grpc: string): Promise<Started> =>
    launch(t, 'podmutator', ['service', '--grpc-addr', grpc, '--metrics-addr', '127.0.0.1:0']);
  const one = await start('127.0.0.1:0');
  const port = one.ready['grpc']?.split(':').at(-1);
  const two = await start(`127.0.0.2:${port}`);
  const registry = new Registry();
  const api = createClient({
    target: `dns:///services.example:${port}`,
    mode: 'stream',
    registry,
    log: pino({ enabled: false }),
    resolve: async () => ['127.0.0.1', '127.0.0.2'],
  });
  t.teardown(() => api.close());
  const adapting = await adapt(t, { api, registry });
  const itemsOf = async ({ ready }: Started): Promise<number> =>
    readSeries((await readPage(`http://${ready['metrics']}/metrics`)).text, received) ?? 0;

  const load = startLoad(t, { perSecond: 40, ports: () => [adapting.port] });
  await until(async () => (await itemsOf(one)) > 20 && (await itemsOf(two)) > 20);
  await two.stop('SIGKILL');
  await load.more(40);
  t.deepEqual((await load.stop()).slice(0, 3), []);

  // The name still says so: whoever comes back at this address gets its share again.
  const again = await start(`127.0.0.2:${port}`);
  const more = startLoad(t, { perSecond: 50, ports: () => [adapting.port] });
  await until(async () => (await itemsOf(again)) > 10);
  t.deepEqual((await more.stop()).slice(0, 3), []);
});
