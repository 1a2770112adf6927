// An instance ends while reviews come in: what the API server sees of it. The endurance tier does more of this.

import test from 'ava';
import { followEndpoints } from '../kit/endpoints.js';
import { createInstances } from '../kit/instances.js';
import { startLoad } from '../kit/load.js';

test('SIGTERM to one of two `serve` under load loses none, and it ends with code 0', async (t) => {
  const { ca, start } = await createInstances(t, ['serve', '--grpc-addr', '127.0.0.1:0']);
  const endpoints = followEndpoints(t, ca);
  const [old, young] = [await start(), await start()];
  for (const instance of [old, young]) {
    endpoints.add(instance);
    await endpoints.sees(instance, true);
  }
  const load = startLoad(t, { perSecond: 50, ports: endpoints.ports, ca });
  await load.more(25);
  const ended = old.stop('SIGTERM');
  await endpoints.sees(old, false);
  t.is(await ended, 0);
  await load.more(25);
  t.deepEqual((await load.stop()).slice(0, 3), []);
});
