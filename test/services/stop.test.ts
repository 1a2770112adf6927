import { setTimeout as sleep } from 'node:timers/promises';
import { credentials } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import type { HealthCheckResponse__Output } from '../../proto/gen/grpc/health/v1/HealthCheckResponse.js';
import type { HealthListResponse__Output } from '../../proto/gen/grpc/health/v1/HealthListResponse.js';
import { Health, serviceName } from '../../proto/load.js';
import { failureOf, macvtapPod, serve, until } from './serving.js';

function connectHealth(t: ExecutionContext, address: string) {
  const client = new Health(address, credentials.createInsecure());
  t.teardown(() => client.close());
  const check = (service: string): Promise<string | undefined> =>
    new Promise((resolve, reject) =>
      client.check({ service }, (error, answer) => (error ? reject(error) : resolve(answer?.status))),
    );
  const list = (): Promise<HealthListResponse__Output | undefined> =>
    new Promise((resolve, reject) => client.list({}, (error, answer) => (error ? reject(error) : resolve(answer))));
  const watch = (service: string) => {
    const seen: string[] = [];
    const stream = client.watch({ service });
    stream.on('data', ({ status }: HealthCheckResponse__Output) => seen.push(status));
    const end = new Promise<unknown>((resolve) => stream.on('end', resolve).on('error', resolve));
    return { seen, stream, end };
  };
  return { check, list, watch };
}

test('health is told for the server and for the service; others are unknown', async (t) => {
  const { service } = await serve(t);
  const { check, list, watch } = connectHealth(t, service.address);
  t.is(await check(''), 'SERVING');
  t.is(await check(serviceName), 'SERVING');
  t.is((await failureOf(check('somebody.Else'))).code, 5);
  t.deepEqual((await list())?.statuses, { '': { status: 'SERVING' }, [serviceName]: { status: 'SERVING' } });
  const { seen, stream } = watch('somebody.Else');
  await until(() => seen.length > 0);
  t.deepEqual(seen, ['SERVICE_UNKNOWN']);
  stream.on('error', () => {});
  stream.cancel();
});

test('stopping: not serving first, calls go on for the grace, watches and streams end with OK', async (t) => {
  const { service, call, client } = await serve(t);
  const { check, watch } = connectHealth(t, service.address);
  const { seen, end } = watch('');
  const pods = client.mutatePods();
  const podsEnd = new Promise<unknown>((resolve) => pods.on('end', resolve).on('error', resolve).resume());
  await until(() => seen.length === 1);

  const stopped = service.stop({ graceMs: 200, forceMs: 5000 });
  t.is(await check(''), 'NOT_SERVING');
  t.false(service.isServing());
  t.is((await call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
  await until(() => seen.length === 2);
  t.deepEqual(seen, ['SERVING', 'NOT_SERVING']);

  await stopped;
  t.is(await podsEnd, undefined);
  t.is(await end, undefined);
  t.is((await failureOf(call('mutatePod', { podJson: macvtapPod() }))).code, 14);
});

test('a caller that never finishes its request cannot keep the service from stopping', async (t) => {
  const { service, client } = await serve(t);
  // A unary call whose message never comes: grpc-js clients cannot do that, so a stream that ignores its end does.
  const stream = client.mutatePods();
  stream.on('error', () => {});
  stream.write({ correlationId: 1, request: { podJson: macvtapPod() } });
  await sleep(20);
  await Promise.all([service.stop({ forceMs: 50 }), service.stop()]);
  t.false(service.isServing());
});
