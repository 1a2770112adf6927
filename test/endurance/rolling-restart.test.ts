// A Deployment of two instances is replaced while 200 reviews a second come in: what the API server sees of it.

import test from 'ava';
import type { Started } from '../kit/command.js';
import { followEndpoints } from '../kit/endpoints.js';
import { createInstances } from '../kit/instances.js';
import { startLoad } from '../kit/load.js';
import { createSocketLink, startService } from '../kit/processes.js';

test('a rolling restart of two adapters under 200 reviews/s loses none, and each ends with code 0', async (t) => {
  const link = await createSocketLink();
  await startService(t, link);
  const { ca, start } = await createInstances(t, ['adapter', ...link.adapter()]);
  const endpoints = followEndpoints(t, ca);
  const old = [await start(), await start()];
  old.forEach(endpoints.add);
  await Promise.all(old.map((instance) => endpoints.sees(instance, true)));
  const load = startLoad(t, { perSecond: 200, ports: endpoints.ports, ca });
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

test('a Pod of adapter and service, both told to end at once under load, loses none', async (t) => {
  // As in config/base/deployment.yaml: the service stays for the grace of the adapter and one review more.
  const startPod = async (): Promise<{ readonly adapter: Started; readonly service: Started }> => {
    const link = await createSocketLink();
    const service = await startService(t, link, ['--shutdown-grace', '10s', '--shutdown-timeout', '5s']);
    return { service, adapter: await start(link.adapter()) };
  };
  const { ca, start } = await createInstances(t, ['adapter']);
  const endpoints = followEndpoints(t, ca);
  const [old, young] = [await startPod(), await startPod()];
  for (const { adapter } of [old, young]) {
    endpoints.add(adapter);
    await endpoints.sees(adapter, true);
  }
  const load = startLoad(t, { perSecond: 100, ports: endpoints.ports, ca });
  await load.more(100);
  t.deepEqual(await Promise.all([old.service.stop('SIGTERM'), old.adapter.stop('SIGTERM')]), [0, 0]);
  await load.more(100);
  t.deepEqual((await load.stop()).slice(0, 3), []);
});
