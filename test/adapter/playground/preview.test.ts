// POST /preview: what a caller with JSON gets, and what it may cost.

import { setTimeout } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import type { CallSignal, PodMutatorApi } from '../../../proto/api.js';
import { EncodedPreview, encodePreview } from '../../../proto/encoded-preview.js';
import { type ErrorDetails, PodMutatorError } from '../../../proto/errors.js';
import { type Service, startService } from '../../../services/main.js';
import { allowed, begin, plainPod, reviewOf } from '../../kit/adapter.js';
import { emptyPreview } from '../../kit/empty-preview.js';
import { checkStatus, manifest, type Playing, play, previewsBy } from '../../kit/playground.js';
import { until } from '../../kit/until.js';

const good = JSON.stringify({ manifest });
const nothing = { ...emptyPreview, configRevision: 'sha256:0' };

const silent = pino({ level: 'silent' });

async function playOverGrpc(t: ExecutionContext): Promise<Playing & { readonly service: Service }> {
  const service = await startService({ address: '127.0.0.1:0', logger: silent });
  t.teardown(() => service.stop({ graceMs: 0, forceMs: 0 }));
  const client = createClient({ target: service.address, mode: 'stream', registry: new Registry(), log: silent });
  t.teardown(() => client.close());
  return { ...(await play(t, { api: client })), service };
}

const forms: Readonly<Record<string, (t: ExecutionContext) => Promise<Playing>>> = {
  'one process': play,
  'adapter and service apart': playOverGrpc,
};

for (const [form, start] of Object.entries(forms)) {
  test(`${form}: a preview in JSON says what the contract says; what it cannot be is refused by field`, async (t) => {
    const { preview, ask } = await start(t);
    const request = { manifest, namespace_labels: { a: 'b' }, mutators: ['macvtap'], alternatives: true };
    const { results = [], configRevision } = await preview(request);
    t.regex(configRevision, /^sha256:[0-9a-f]{64}$/);
    t.is(results.length, 1);
    const [result = {}] = results;
    t.like(result, { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'vm', line: 1 });
    t.like(result, { verdict: 'VERDICT_CHANGED', impact: { qosBefore: 'QOS_CLASS_BEST_EFFORT' } });
    t.regex(String(result['diff']), /^\+.*NET_ADMIN/m);
    t.is(result['document'], 0, 'defaults are written');
    t.false('error' in result);
    const [mutator] = result['mutators'] as readonly Record<string, unknown>[];
    t.like(mutator, { mutator: 'macvtap', outcome: 'OUTCOME_MUTATED' });
    t.true(JSON.stringify(mutator?.['alternatives']).startsWith('[{"edits"'));

    const unknown = checkStatus(t, await ask({ body: '{"manifst":"swordfish"}' }), 400);
    t.like(unknown, { code: 3, details: { 0: { reason: 'REQUEST_JSON_INVALID' } } });
    t.regex(unknown.message, /^manifst: .*did you mean "manifest"\?$/);
    const mutators = checkStatus(t, await ask({ body: JSON.stringify({ manifest, mutators: ['x'] }) }), 400);
    t.like(mutators, { code: 3, details: { 0: { reason: 'MUTATOR_UNKNOWN' } } });
    const bytes = checkStatus(t, await ask({ body: Buffer.from('{"manifest":"\xff"}', 'latin1') }), 400);
    t.is(bytes.message, 'body: expected UTF-8, found other bytes');
  });
}

test('a service that is gone is told at once, and previews go on when it is back', async (t) => {
  const { service, ask } = await playOverGrpc(t);
  await service.stop({ graceMs: 0, forceMs: 0 });
  const gone = checkStatus(t, await ask({ body: good }), 503);
  t.is(gone.message, 'the mutation service cannot be reached; is it running?');
  const back = await startService({ address: service.address, logger: silent });
  t.teardown(() => back.stop({ graceMs: 0, forceMs: 0 }));
  await until(async () => (await ask({ body: '{"manifest":"a: 1"}' })).status === 200);
  t.pass();
});

test('a preview has one log line, without anything of its manifest, whatever becomes of it', async (t) => {
  const { ask, log } = await play(t);
  const bodies = [good, `${good}x`, '{"swordfish":1}', '{"manifest":"swordfish: ["}', '{"manifest":""}'];
  for (const body of bodies) await ask({ body });
  await ask({ body: JSON.stringify({ manifest, mutators: ['swordfish'], namespace: 'swordfish' }) });
  const lines = log.filter(({ path }) => path === '/preview');
  t.is(lines.length, bodies.length + 1);
  t.like(lines[0], { status: 200, requestBytes: good.length, msg: 'preview' });
  t.is(typeof lines[0]?.['durationMs'], 'number');
  t.false(JSON.stringify(log).includes('swordfish'));
});

/** What the service of the tests below does; they run one after the other, behind one door with narrow limits. */
let answerPreview: PodMutatorApi['preview'] = async () => nothing;
let playing: Playing;
const limits = { maxRequestBytes: 4000, maxContextBytes: 1000, maxAnswerBytes: 1000, maxInFlight: 2 };

const ends: (() => unknown)[] = [];

test.before(async (t) => {
  const owner = { ...t, teardown: (end: () => unknown) => void ends.push(end) } as unknown as ExecutionContext;
  playing = await play(owner, { api: previewsBy((...args) => answerPreview(...args)), page: { limits } });
});

test.after.always(() => Promise.all(ends.map((end) => end())));

const serviceErrors: readonly (readonly [status: number, details: ErrorDetails])[] = [
  [400, { code: 'INVALID_ARGUMENT', reason: 'MANIFEST_INVALID' }],
  [400, { code: 'INVALID_ARGUMENT', reason: 'MUTATOR_UNKNOWN' }],
  [413, { code: 'RESOURCE_EXHAUSTED', reason: 'MANIFEST_TOO_LARGE' }],
  [413, { code: 'RESOURCE_EXHAUSTED', reason: 'TRANSPORT' }],
  [429, { code: 'UNAVAILABLE', reason: 'OVERLOADED', retryAfterMs: 1500 }],
  [503, { code: 'UNAVAILABLE', reason: 'DRAINING' }],
  [503, { code: 'UNAVAILABLE', reason: 'TRANSPORT' }],
  [503, { code: 'CANCELLED', reason: 'TRANSPORT' }],
  [504, { code: 'DEADLINE_EXCEEDED', reason: 'CALL_TOO_LONG' }],
  [502, { code: 'UNAUTHENTICATED', reason: 'CERTIFICATE_MISSING' }],
  [502, { code: 'PERMISSION_DENIED', reason: 'CALLER_NOT_ALLOWED' }],
  [502, { code: 'UNIMPLEMENTED', reason: 'TRANSPORT' }],
  [501, { code: 'UNIMPLEMENTED', reason: 'FIELD_NOT_HONOURED' }],
  [500, { code: 'INTERNAL', reason: 'PATCH_CHECK_FAILED' }],
  [500, { code: 'UNKNOWN', reason: 'TRANSPORT' }],
];

test.serial('each error of the service has its HTTP status, its own details, and a count', async (t) => {
  const { ask, metric, log } = playing;
  for (const [status, details] of serviceErrors) {
    answerPreview = () => Promise.reject(new PodMutatorError('14 sockets, swordfish', details));
    const before = await metric('podmutator_previews_total', { code: String(status) });
    const answer = checkStatus(t, await ask({ body: good }), status);
    t.is(answer.details[0]?.['reason'], details.reason);
    t.is(answer.message.includes('sockets'), details.reason !== 'TRANSPORT', answer.message);
    t.is(answer.details[1]?.['retryDelay'], details.retryAfterMs && '1.500s');
    t.is(await metric('podmutator_previews_total', { code: String(status) }), before + 1);
    t.like(log.at(-1), { path: '/preview', status, code: details.code, reason: details.reason, msg: 'no preview' });
  }
  t.is(await metric('podmutator_previews_in_flight'), 0);
});

test.serial('500 for a bug: its place is in the log, its words are nowhere', async (t) => {
  answerPreview = () => Promise.reject(new TypeError('giraffe is no function'));
  const { ask, log } = playing;
  const answer = await ask({ body: good });
  checkStatus(t, answer, 500);
  t.like(log.at(-1), { status: 500, bug: 'TypeError' });
  t.regex(JSON.stringify(log.at(-1)), /preview\.test\./);
  t.false(`${answer.body}${JSON.stringify(log)}`.includes('giraffe'));
});

test.serial('413 for too large a request, too much beside the manifest, and too large a preview', async (t) => {
  answerPreview = async ({ namespace }) => ({ ...nothing, configRevision: 'x'.repeat(Number(namespace)) });
  const { ask } = playing;
  const sized = (bytes: number): string => JSON.stringify({ manifest: 'x'.repeat(bytes - '{"manifest":""}'.length) });
  t.is((await ask({ body: sized(4000) })).status, 200);
  const body = checkStatus(t, await ask({ body: sized(4001) }), 413);
  t.is(body.details[0]?.['reason'], 'BODY_TOO_LARGE');
  const context = checkStatus(t, await ask({ body: JSON.stringify({ objects: ['x'.repeat(1100)] }) }), 413);
  t.regex(context.message, /^the fields beside the manifest: expected at most 1000 bytes, found 11\d\d;/);
  t.is((await ask({ body: '{"namespace":"900"}' })).status, 200);
  const answer = checkStatus(t, await ask({ body: '{"namespace":"1001"}' }), 413);
  t.regex(answer.message, /^the preview: expected at most 1000 bytes, found 10\d\d; split/);
});

test.serial('429 for one more than may be in flight, and none is lost', async (t) => {
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  answerPreview = async () => gate.then(() => nothing);
  const { ask, metric } = playing;
  const held = [ask({ body: good }), ask({ body: good })];
  await until(async () => (await metric('podmutator_previews_in_flight')) === 2);
  const refused = checkStatus(t, await ask({ body: good }), 429);
  t.like(refused, { code: 14, details: { 0: { reason: 'OVERLOADED' }, 1: { retryDelay: '1s' } } });
  release();
  t.deepEqual(
    (await Promise.all(held)).map(({ status }) => status),
    [200, 200],
  );
  t.is((await ask({ body: good })).status, 200);
});

interface Asked {
  readonly deadline: number;
  readonly signal: CallSignal;
}

/** The service stands still from now on; returns how it was asked. */
function standStill(): readonly Asked[] {
  const calls: Asked[] = [];
  answerPreview = (_, { deadline = 0, signal = new AbortController().signal } = {}) => {
    calls.push({ deadline, signal });
    return new Promise(() => {});
  };
  return calls;
}

for (const timeout of ['', 'bogus', '5', '-5s', '0s', `${'1111111111111111111s'.repeat(8)}x`, '1s'.repeat(2000)]) {
  test.serial(`400 for a timeout that is no duration: "${timeout.slice(0, 20)}"`, async (t) => {
    const { message, details } = checkStatus(
      t,
      await playing.ask({ body: good, path: `/preview?timeout=${timeout}` }),
      400,
    );
    t.is(
      message,
      `timeout: expected a duration above zero as Go writes it, such as 5s, found "${timeout.slice(0, 100)}"`,
    );
    t.is(details[0]?.['reason'], 'TIMEOUT_INVALID');
  });
}

test.serial('504 when the time of ?timeout= is over; the service knows it, and is told to end', async (t) => {
  const calls = standStill();
  let timeoutMs = 250;
  let started = 0;
  // On a busy machine a short time can be over before the service is asked.
  while (calls.length === 0) {
    timeoutMs *= 2;
    started = Date.now();
    checkStatus(t, await playing.ask({ body: good, path: `/preview?timeout=${timeoutMs}ms` }), 504);
  }
  const [asked] = calls;
  t.true(asked?.signal.aborted);
  t.true((asked?.deadline ?? 0) > started && (asked?.deadline ?? 0) < Date.now());
});

test.serial('a client that goes away takes its preview with it', async (t) => {
  const calls = standStill();
  const { playgroundPort, metric, log } = playing;
  const request = begin({ port: playgroundPort, path: '/preview' }, () => {});
  request.on('error', () => {}).end(good);
  await until(() => calls.length === 1);
  request.destroy();
  await until(() => calls[0]?.signal.aborted);
  t.is(await until(() => metric('podmutator_previews_total', { code: '499' })), 1);
  t.like(log.at(-1), { status: 499 });
});

test.serial(
  'what is made to be hard to read is refused like anything else, and the next preview is answered',
  async (t) => {
    const { ask } = await play(t, { api: previewsBy(async () => nothing) });
    const many = 256 * 1024;
    const labels = Array.from({ length: 80_000 }, (_, index) => `"${index.toString(36)}":""`).join();
    const bodies: readonly (readonly [number, string])[] = [
      [400, '['.repeat(many)],
      [400, '['.repeat(many) + ']'.repeat(many)],
      [400, `{"manifest":${'['.repeat(many)}${']'.repeat(many)}}`],
      [400, `{"${'x'.repeat(many)}":1}`],
      [413, `{"namespaceLabels":{${labels}}}`],
    ];
    for (const [status, body] of bodies) {
      const { message } = checkStatus(t, await ask({ body }), status);
      t.true(message.length < 1000, message.slice(0, 100));
    }
    t.is((await ask({ body: good })).status, 200);
  },
);

test.serial('reviews are answered while a large preview is read and written', async (t) => {
  const line = { name: 'x'.repeat(50), diff: 'y\n"'.repeat(20), mutators: [{ mutator: 'a', reason: 'B' }] };
  const results = Array.from({ length: 30_000 }, () => line);
  const large = encodePreview({ ...nothing, results } as never);
  const { ask, call } = await play(t, {
    api: { ...previewsBy(async () => new EncodedPreview(large)), mutatePod: async () => allowed },
  });
  await ask({ body: '{' });
  const times: number[] = [];
  let ended = false;
  const answer = ask({ body: JSON.stringify({ manifest: '\n'.repeat(4_000_000) }) });
  void answer.then(() => (ended = true));
  while (!ended) {
    const started = performance.now();
    t.is((await call({ body: JSON.stringify(reviewOf(plainPod)) })).status, 200);
    times.push(Math.round(performance.now() - started));
    await setTimeout(1);
  }
  t.is((await answer).status, 200);
  t.log(`${times.length} reviews meanwhile, the slowest took ${Math.max(...times)} ms`);
  t.true(times.length > 3);
});

for (const [where, page] of [
  ['on its own listener', {}],
  ['on that of the reviews', { address: undefined }],
] as const) {
  test(`when the adapter stops, previews in flight ${where} are answered, and no more are taken`, async (t) => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const api = previewsBy(async () => gate.then(() => nothing));
    const { adapter, ask, metric } = await play(t, { api, page });
    const held = ask({ body: good });
    await until(async () => (await metric('podmutator_previews_in_flight')) === 1);
    const stopped = adapter.stop({ graceMs: 0, timeoutMs: 60_000 });
    await until(() =>
      ask({ body: '{}', path: '/nothing' }).then(
        () => false,
        () => true,
      ),
    );
    release();
    t.is((await held).status, 200);
    await stopped;
  });
}
