// A Deployment of two instances is replaced while 200 reviews a second come in: what the API server sees of it.

import test from 'ava';
import { followEndpoints } from '../faults/endpoints.js';
import { createInstances } from '../faults/instances.js';
import { startLoad } from '../faults/load.js';
import { createSocketLink, startService } from '../faults/processes.js';

test('a rolling restart of two adapters under 200 reviews/s loses none, and each ends with code 0', async (t) => {
  const link = await createSocketLink();
  await startService(t, link);
  const { ca, start } = await createInstances(t, ['adapter', ...link.adapter()]);
  const endpoints = followEndpoints(t, ca);
  const old = [await start(), await start()];
  old.forEach(endpoints.add);
  await Promise.all(old.map((instance) => endpoints.sees(instance, true)));
  const load = startLoad({ perSecond: 200, ports: endpoints.ports, ca });
  await load.more(100);
  for (const instance of old) {
    const young = await start();
    endpoints.add(young);
    await endpoints.sees(young, true);
    t.is(await instance.stop('SIGTERM'), 0);
    await endpoints.sees(instance, false);
  }
  await load.more(100);
  t.deepEqual((await load.stop()).slice(0, 3), []);
});
