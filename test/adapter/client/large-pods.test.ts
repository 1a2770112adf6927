// Large Pods beside small ones, through the adapter and the service as one process has them, and with a wire between.

import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import type { PodMutatorApi } from '../../../proto/api.js';
import { adapt, macvtapPod, reviewOf, startRealService } from '../../kit/adapter.js';
import { connect } from '../../kit/service.js';

const largePod = {
  ...macvtapPod,
  spec: {
    containers: Array.from({ length: 1000 }, (_, index) => ({
      name: `c${index}`,
      image: 'app',
      env: [{ name: 'TEXT', value: 'x'.repeat(100) }],
    })),
  },
};

async function smallOneFirst(t: ExecutionContext, api: PodMutatorApi): Promise<void> {
  const { call } = await adapt(t, { api });
  const finished: string[] = [];
  const post = async (name: string, pod: unknown): Promise<void> => {
    const { status } = await call({ body: JSON.stringify(reviewOf(pod)) });
    finished.push(`${name} ${status}`);
  };
  const large = Array.from({ length: 12 }, () => post('large', largePod));
  await Promise.race(large);
  await post('small', macvtapPod);
  await Promise.all(large);
  t.is(finished.filter((one) => one === 'large 200').length, 12);
  t.true(finished.indexOf('small 200') < 6, finished.join(', '));
}

test('a small Pod does not wait for the large ones that came before it: in one process', async (t) => {
  await smallOneFirst(t, (await startRealService(t)).api);
});

test('a small Pod does not wait for the large ones that came before it: with a wire in between', async (t) => {
  const { address } = await startRealService(t);
  const log = pino({ level: 'silent' });
  const client = createClient({ target: address, mode: 'stream', registry: new Registry(), log });
  t.teardown(() => client.close());
  await smallOneFirst(t, client);
});

test('callers of the service itself share its time in the same way', async (t) => {
  const { call } = connect(t, (await startRealService(t)).address);
  const finished: string[] = [];
  const ask = async (name: string, pod: unknown): Promise<void> => {
    await call('mutatePod', { podJson: Buffer.from(JSON.stringify(pod)), namespace: 'shop' }, 60_000);
    finished.push(name);
  };
  const large = Array.from({ length: 6 }, () => ask('large', largePod));
  await Promise.race(large);
  await ask('small', macvtapPod);
  t.true(finished.length <= 3, `${finished.length} finished when the small one had`);
  await Promise.all(large);
});
