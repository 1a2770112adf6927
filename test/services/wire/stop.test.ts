import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectHttp2, constants } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import { Registry } from 'prom-client';
import type { HealthCheckResponse__Output } from '../../../proto/gen/grpc/health/v1/HealthCheckResponse.js';
import type { HealthListResponse__Output } from '../../../proto/gen/grpc/health/v1/HealthListResponse.js';
import type { MutatePodsResponse__Output } from '../../../proto/gen/podmutator/v1/MutatePodsResponse.js';
import { Health, serviceName } from '../../../proto/load.js';
import { failureOf, macvtapPod, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

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

test('/metrics and /healthz follow the service', async (t) => {
  const { service, call } = await serve(t, { metricsAddress: '127.0.0.1:0', registry: new Registry() });
  await call('mutatePod', { podJson: macvtapPod() });
  const get = (path: string) => fetch(`http://${service.metricsAddress}${path}`);
  const text = await (await get('/metrics')).text();
  t.regex(text, /^grpc_server_handled_total\{.*grpc_method="MutatePod",grpc_code="OK"\} 1$/m);
  t.regex(text, /^grpc_server_handled_total\{.*grpc_method="Preview",grpc_code="Internal"\} 0$/m);
  t.regex(text, /^podmutator_mutator_results_total\{mutator="macvtap",outcome="mutated",.*\} 1$/m);
  t.is((await get('/healthz')).status, 200);
  const stopped = service.stop({ graceMs: 1000 });
  t.is((await get('/healthz')).status, 503);
  await stopped;
  await t.throwsAsync(get('/healthz'));
});

test('stopping: not serving first, calls go on for the grace, watches end with OK, streams are told and end', async (t) => {
  const { service, call, client } = await serve(t);
  const { check, watch } = connectHealth(t, service.address);
  const { seen, end } = watch('');
  const pods = client.mutatePods();
  const told: boolean[] = [];
  pods.on('data', ({ closing }: MutatePodsResponse__Output) => told.push(closing));
  const podsEnd = new Promise<unknown>((resolve) => pods.on('end', resolve).on('error', resolve));
  await until(() => seen.length === 1);

  const stopped = service.stop({ graceMs: 1500, forceMs: 5000 });
  t.is(await check(''), 'NOT_SERVING');
  t.false(service.isServing());
  t.is((await call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
  await until(() => seen.length === 2);
  t.deepEqual(seen, ['SERVING', 'NOT_SERVING']);

  await stopped;
  t.like(await podsEnd, { code: 14 });
  t.deepEqual(told, [true]);
  t.is(await end, undefined);
  t.is((await failureOf(call('mutatePod', { podJson: macvtapPod() }))).code, 14);
});

test('a caller that never finishes its request cannot keep the service from stopping', async (t) => {
  const { service } = await serve(t);
  const session = connectHttp2(`http://${service.address}`);
  t.teardown(() => session.destroy());
  session.on('error', () => {});
  const request = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: `/${serviceName}/MutatePod`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const isOver = new Promise<void>((resolve) => request.on('error', () => {}).on('close', resolve));
  request.write(Buffer.from([0, 0, 0, 0, 100, 1]));
  await until(async () =>
    / 1$/m.test(await service.registry.getSingleMetricAsString('podmutator_grpc_calls_in_flight')),
  );
  const stopped = service.stop({ forceMs: 50 });
  t.is(service.stop(), stopped, 'a second stop is the first one');
  await stopped;
  await isOver;
  t.false(service.isServing());
});

test('a request that comes in too slowly is ended by the longest time for a call', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-slow-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const configFile = join(folder, 'settings.yaml');
  await writeFile(configFile, 'limits: { maxCallSeconds: 0.05 }');
  const { service } = await serve(t, { configFile });
  const session = connectHttp2(`http://${service.address}`);
  t.teardown(() => session.destroy());
  const request = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: `/${serviceName}/MutatePod`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  request.on('error', () => {});
  request.write(Buffer.from([0, 0, 0, 0, 100, 1]));
  const headers = await new Promise<Record<string, unknown>>((resolve) => request.on('response', resolve));
  t.is(headers['grpc-status'], '4');
});
