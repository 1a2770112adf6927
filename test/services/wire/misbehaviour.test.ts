// What the server makes of handlers, callers and bytes that do everything wrong. Each test ends with a good call.

import { connect as connectHttp2, constants } from 'node:http2';
import { deflateSync, gzipSync } from 'node:zlib';
import { credentials, makeGenericClientConstructor, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import { Registry } from 'prom-client';
import { z } from 'zod';
import type { PodMutatorApi } from '../../../proto/api.js';
import { readDescriptors } from '../../../proto/descriptor-set.js';
import type { MutatePodsResponse__Output } from '../../../proto/gen/podmutator/v1/MutatePodsResponse.js';
import type { PreviewResponse__Output } from '../../../proto/gen/podmutator/v1/PreviewResponse.js';
import { Health, PodMutator, reflectionServices, serviceName } from '../../../proto/load.js';
import { decodeStatus } from '../../../proto/status.js';
import { type Decide, defineMutator, type Mutator } from '../../../services/decisions/mutator.js';
import { withSpec } from '../../../services/pod/edits.js';
import { connectionDefaults } from '../../../services/wire/bounds.js';
import type { CallLimits } from '../../../services/wire/calls.js';
import { readDescriptorSet } from '../../../services/wire/descriptor-index.js';
import { listenAll } from '../../../services/wire/listen.js';
import { createServiceMetrics } from '../../../services/wire/metrics.js';
import { createGrpcServer } from '../../../services/wire/server.js';
import { emptyPreview } from '../../kit/empty-preview.js';
import { connect, createLogOfTest, detailsOf, failureOf, macvtapPod, type Serving, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

const made = { configRevision: '', engineVersion: '1' };
const info = { version: '1', ...made, mutators: [], limits: null, settings: null, capabilities: [] };
const goodApi: PodMutatorApi = {
  mutatePod: async () => Promise.reject(new Error('not used')),
  preview: async () => emptyPreview,
  listMutators: async () => Promise.reject(new Error('not used')),
  getServerInfo: async () => info,
};

// The real server around an implementation that the test chooses.
async function serveApi(t: ExecutionContext, api: Partial<PodMutatorApi>, limits: Partial<CallLimits> = {}) {
  const { logger, log } = createLogOfTest();
  const registry = new Registry();
  const metrics = createServiceMetrics(registry);
  const all = { maxCallsInFlight: 100, maxCallSeconds: 10, ...limits };
  const { accept, openStreams, stop } = createGrpcServer({
    api: { ...goodApi, ...api },
    limits: () => all,
    metrics,
    logger,
    connection: connectionDefaults,
    credentials: ServerCredentials.createInsecure(),
    interceptors: [],
    descriptors: readDescriptorSet(readDescriptors()),
  });
  const listeners = await listenAll([{ kind: 'tcp', host: '127.0.0.1', port: 0 }], { accept, logger });
  t.teardown(() => {
    listeners.close();
    return stop(0);
  });
  const port = Number(listeners.addresses[0]?.split(':').at(-1));
  const handled = async (): Promise<string[]> =>
    (await registry.getSingleMetricAsString('grpc_server_handled_total'))
      .split('\n')
      .filter((line) => / [1-9]\d*$/.test(line))
      .map((line) => `${/grpc_method="(\w+)"/.exec(line)?.[1]} ${/grpc_code="(\w+)"/.exec(line)?.[1]}`);
  return { ...connect(t, `127.0.0.1:${port}`), log, port, handled, openStreams };
}

async function isStillServing({ call }: Pick<Serving, 'call'>): Promise<boolean> {
  return (await call('getServerInfo', {})).version === '1';
}

const thrown: readonly (readonly [string, () => Promise<never>])[] = [
  ['rejects with an Error', () => Promise.reject(new Error('secret path /var/lib'))],
  ['rejects with text', () => Promise.reject('secret text')],
  ['rejects with nothing', () => Promise.reject()],
  [
    'throws before it returns a promise',
    () => {
      throw new TypeError('secret field');
    },
  ],
];
for (const [what, preview] of thrown) {
  test(`a handler that ${what} is INTERNAL in general words`, async (t) => {
    const serving = await serveApi(t, { preview });
    const error = await failureOf(serving.call('preview', {}));
    t.is(error.code, 13);
    t.is(detailsOf(error).details.reason, 'INTERNAL_ERROR');
    t.false(error.details.includes('secret'));
    t.true(serving.log.some(({ msg }) => msg === 'a handler threw something else than PodMutatorError'));
    t.true(await isStillServing(serving));
  });
}

test('an answer that cannot be encoded is INTERNAL', async (t) => {
  const serving = await serveApi(t, { preview: async () => ({ ...emptyPreview, results: [3 as never] }) });
  t.is((await failureOf(serving.call('preview', {}))).code, 13);
  t.true(await isStillServing(serving));
});

test('a handler that never answers is ended by the longest time that the service allows', async (t) => {
  const serving = await serveApi(t, { preview: () => new Promise(() => {}) }, { maxCallSeconds: 0.05 });
  const error = await failureOf(serving.call('preview', {}));
  t.is(error.code, 4);
  t.is(detailsOf(error).details.reason, 'CALL_TOO_LONG');
  t.true(await isStillServing(serving));
});

test('a stream whose handler rejects or cannot be encoded ends or answers, and the server goes on', async (t) => {
  const answers = [() => Promise.reject('secret text'), async () => ({ warnings: [3] }) as never];
  const serving = await serveApi(t, { mutatePod: () => answers.shift()?.() ?? Promise.reject() });
  const stream = serving.client.mutatePods();
  const seen: MutatePodsResponse__Output[] = [];
  stream.on('data', (answer) => seen.push(answer));
  const end = new Promise<ServiceError>((resolve) => stream.on('error', (error) => resolve(error as ServiceError)));
  stream.write({ items: [{ correlationId: 1, request: {} }] });
  await until(() => seen.length === 1);
  t.is(seen[0]?.items[0]?.error?.code, 13);
  t.false(JSON.stringify(seen).includes('secret'));
  stream.write({ items: [{ correlationId: 2, request: {} }] });
  t.is((await end).code, 13);
  t.true(await isStillServing(serving));
});

test('a handler that answers after its deadline harms nobody', async (t) => {
  const late: (() => void)[] = [];
  const preview = () => new Promise<never>((_resolve, reject) => late.push(() => reject(new Error('late'))));
  const serving = await serveApi(t, { preview });
  t.true(await isStillServing(serving));
  t.is((await failureOf(serving.call('preview', {}, 100))).code, 4);
  const handled = await until(async () => (await serving.handled()).find((line) => line.startsWith('Preview')));
  // Caller and server both watch the clock, and the caller's word may come first.
  t.regex(handled, /^Preview (DeadlineExceeded|Canceled)$/);
  for (const answer of late) answer();
  t.true(await isStillServing(serving));
});

test('calls beyond the bound are refused at once and told when to come back', async (t) => {
  const waiting: (() => void)[] = [];
  const preview = () => new Promise<PreviewResponse__Output>((resolve) => waiting.push(() => resolve(emptyPreview)));
  const serving = await serveApi(t, { preview }, { maxCallsInFlight: 2 });
  const first = [serving.call('preview', {}), serving.call('preview', {})];
  await until(() => waiting.length === 2);
  const error = await failureOf(serving.call('preview', {}));
  t.is(error.code, 14);
  t.like(detailsOf(error).details, { reason: 'OVERLOADED', retryAfterMs: 1000 });
  t.deepEqual(error.metadata.get('grpc-retry-pushback-ms'), ['1000']);
  for (const answer of waiting) answer();
  await Promise.all(first);
  t.true(await isStillServing(serving));
});

test('an item that is decided on after its caller went away is dropped', async (t) => {
  const waiting: (() => void)[] = [];
  const mutatePod = () => new Promise<never>((resolve) => waiting.push(() => resolve({} as never)));
  const serving = await serveApi(t, { mutatePod });
  const stream = serving.client.mutatePods();
  stream.on('error', () => {});
  stream.write({ items: [{ correlationId: 1, request: {} }] });
  stream.write({ items: [{ correlationId: 2, request: {} }] });
  await until(() => waiting.length === 2);
  stream.cancel();
  await until(async () => (await serving.handled()).length > 0);
  for (const answer of waiting) answer();
  t.true(await isStillServing(serving));
});

test('a number that is still in flight ends the stream', async (t) => {
  const serving = await serveApi(t, { mutatePod: () => new Promise(() => {}) });
  const stream = serving.client.mutatePods();
  const end = new Promise<ServiceError>((resolve) => stream.on('error', (error) => resolve(error as ServiceError)));
  stream.resume();
  stream.write({ items: [{ correlationId: 7, request: {} }] });
  stream.write({ items: [{ correlationId: 7, request: {} }] });
  const error = await end;
  t.is(error.code, 3);
  t.regex(error.details, /correlation_id: .* found 7/);
});

test('streams that begin while the server stops end at once', async (t) => {
  const serving = await serveApi(t, {});
  t.true(await isStillServing(serving));
  serving.openStreams.endAll();
  const address = `127.0.0.1:${serving.port}`;
  const health = new Health(address, credentials.createInsecure());
  const reflection = new reflectionServices.v1(address, credentials.createInsecure());
  t.teardown(() => health.close());
  t.teardown(() => reflection.close());
  const endOf = (stream: NodeJS.EventEmitter & { resume(): unknown }): Promise<ServiceError | undefined> => {
    stream.resume();
    return new Promise((resolve) => stream.on('error', resolve).on('end', () => resolve(undefined)));
  };
  t.is(await endOf(health.watch({ service: '' })), undefined, 'a watch');
  t.is(await endOf(reflection.serverReflectionInfo()), undefined, 'reflection');
  const refused = await endOf(serving.client.mutatePods());
  t.is(refused?.code, 14);
  t.is(detailsOf(refused as ServiceError).details.reason, 'DRAINING');
});

test('a connection that breaks in the middle of a request is counted, and nothing more happens', async (t) => {
  const serving = await serveApi(t, {});
  const session = connectHttp2(`http://127.0.0.1:${serving.port}`);
  session.on('error', () => {});
  const stream = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: `/${serviceName}/Preview`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => {});
  stream.write(Buffer.from([0, 0, 0, 0, 9]), () => setTimeout(() => session.destroy(), 50));
  // Node reports the end of the stream before its loss, so grpc-js may take it for a request without a message.
  t.regex(await until(async () => (await serving.handled()).at(0)), /^Preview (Canceled|Unimplemented)$/);
  t.true(await isStillServing(serving));
});

test('a message larger than the transport takes is RESOURCE_EXHAUSTED and counted as such', async (t) => {
  const serving = await serveApi(t, {});
  const error = await failureOf(serving.call('preview', { manifest: 'x'.repeat(9 * 1024 * 1024) }));
  t.is(error.code, 8);
  t.is(detailsOf(error).details.reason, 'MESSAGE_TOO_LARGE');
  t.true(await isStillServing(serving));
  t.true((await serving.handled()).includes('Preview ResourceExhausted'));
});

test('a message that is no protobuf is refused', async (t) => {
  const serving = await serveApi(t, {});
  const headers = await postFrame(serving.port, { body: Buffer.from([0xff, 0xff, 0xff]) });
  t.is(headers['grpc-status'], '3');
  const details = Buffer.from(String(headers['grpc-status-details-bin']), 'base64');
  t.is(decodeStatus(details).details.reason, 'REQUEST_UNREADABLE');
  t.true(await isStillServing(serving));
});

for (const [encoding, body] of [
  ['gzip', gzipSync(Buffer.alloc(7 * 1024 * 1024))],
  ['deflate', deflateSync(Buffer.alloc(7 * 1024 * 1024))],
  ['gzip', Buffer.from('no gzip')],
  ['br', Buffer.from('x')],
] as const) {
  test(`a message of ${body.length} bytes in the encoding ${encoding} is rejected, never inflated`, async (t) => {
    const serving = await serveApi(t, {});
    const trailers = await postFrame(serving.port, { body, encoding });
    t.is(trailers['grpc-status'], '12');
    t.is(trailers['grpc-accept-encoding'], 'identity');
    t.regex(decodeURI(String(trailers['grpc-message'])), /^expected messages without compression/);
    t.true(await isStillServing(serving));
    t.true((await serving.handled()).includes('Preview Unimplemented'));
  });
}

test('a message that is not compressed is read, whatever encoding the call would have had', async (t) => {
  const serving = await serveApi(t, {});
  const headers = await postFrame(serving.port, {
    body: Buffer.from([0xff, 0xff, 0xff]),
    encoding: 'gzip',
    isCompressed: false,
  });
  t.is(headers['grpc-status'], '3');
});

interface Frame {
  readonly body: Buffer;
  readonly encoding?: string;
  readonly isCompressed?: boolean;
}

// Sends one frame of our own making to Preview.
async function postFrame(
  port: number,
  { body, encoding, isCompressed = encoding !== undefined }: Frame,
): Promise<Record<string, unknown>> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  try {
    return await new Promise((resolve, reject) => {
      const stream = session.request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: `/${serviceName}/Preview`,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...(encoding !== undefined && { 'grpc-encoding': encoding }),
      });
      const head = Buffer.alloc(5);
      head.writeUInt8(isCompressed ? 1 : 0, 0);
      head.writeUInt32BE(body.length, 1);
      stream.on('error', reject);
      stream.on('response', (headers) => 'grpc-status' in headers && resolve(headers));
      stream.on('trailers', resolve);
      stream.resume();
      stream.end(Buffer.concat([head, body]));
    });
  } finally {
    session.close();
  }
}

test('an unknown method is UNIMPLEMENTED and makes no new series', async (t) => {
  const serving = await serveApi(t, {});
  const method = {
    ...PodMutator.service.Preview,
    path: `/${serviceName}/Destroy`,
  };
  const Unknown = makeGenericClientConstructor({ Destroy: method }, 'Unknown');
  const client = new Unknown(`127.0.0.1:${serving.port}`, credentials.createInsecure());
  t.teardown(() => client.close());
  const error = await failureOf(
    new Promise((resolve, reject) =>
      client['Destroy']?.({}, (failure: Error | null) => (failure ? reject(failure) : resolve(undefined))),
    ),
  );
  t.is(error.code, 12);
  t.deepEqual(await serving.handled(), []);
  t.true(await isStillServing(serving));
});

function mutatorThat(decide: Decide): Mutator {
  return defineMutator({
    name: 'broken',
    description: 'Does something that no mutator may do.',
    reasons: { BROKEN: 'It is broken.' },
    warnings: {},
    touches: [],
    needs: [],
    settings: z.strictObject({}).prefault({}),
    bind: () => decide,
  }) as Mutator;
}

test('a patch that fails its own check is INTERNAL, counted, logged with its cause, and never sent', async (t) => {
  const twice = mutatorThat((pod) => ({
    outcome: 'mutated',
    reason: 'BROKEN',
    pod: withSpec(pod, { containers: [...pod.spec.containers, ...pod.spec.containers] }),
    evidence: [],
    warnings: [],
  }));
  const { call, log, service } = await serve(t, { mutators: [twice] });
  const error = await failureOf(call('mutatePod', { podJson: macvtapPod(), uid: 'review-1' }));
  t.is(error.code, 13);
  t.is(detailsOf(error).details.reason, 'PATCH_CHECK_FAILED');
  t.false(error.details.includes('containers'));
  t.regex(
    await service.registry.getSingleMetricAsString('podmutator_patch_check_failures_total'),
    /^podmutator_patch_check_failures_total 1$/m,
  );
  const line = log.find(({ msg }) => msg === 'no decision: a bug');
  t.like(line, { reason: 'PATCH_CHECK_FAILED', uid: 'review-1' });
  t.regex(JSON.stringify(line?.['err']), /names of containers must be unique/);
});

test('a mutator that throws is INTERNAL, and the next Pod is decided on', async (t) => {
  let isFirst = true;
  const once = mutatorThat(() => {
    if (isFirst) {
      isFirst = false;
      throw new TypeError('secret');
    }
    return { outcome: 'skipped', reason: 'BROKEN', evidence: [], warnings: [] };
  });
  const { call } = await serve(t, { mutators: [once] });
  const error = await failureOf(call('mutatePod', { podJson: macvtapPod() }));
  t.is(detailsOf(error).details.reason, 'INTERNAL_ERROR');
  t.is((await call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
});

test('one line in the log for each call, with the decision and without the Pod', async (t) => {
  const { call, log } = await serve(t);
  await call('mutatePod', { podJson: macvtapPod(), uid: 'u1', namespace: 'vms' });
  await failureOf(call('mutatePod', { podJson: Buffer.from('{'), uid: 'u2', namespace: 'x'.repeat(5000) }));
  const lines = await until(() => {
    const found = log.filter(({ msg }) => msg === 'call');
    return found.length === 2 && found;
  });
  t.like(lines[0], { level: 30, uid: 'u1', namespace: 'vms', decision: 'allowed', operations: 1 });
  t.like(lines[0]?.['grpc'], { service: serviceName, method: 'MutatePod', code: 'OK' });
  t.like(lines[1], { level: 30, uid: 'u2', reason: 'NAMESPACE_INVALID' });
  t.false(JSON.stringify(log).includes('launcher'));
  t.true(JSON.stringify(lines[1]).length < 1000);
});
