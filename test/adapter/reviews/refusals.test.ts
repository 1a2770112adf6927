// What the API server, or anybody else, gets for what cannot be answered: checklist B5, B6, B8–B11.
// None of it may stop the process or touch the next request.

import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { type ErrorDetails, PodMutatorError } from '../../../proto/errors.js';
import {
  type Adapting,
  type Answer,
  adapt,
  allowed,
  type CallOptions,
  faultyApi,
  plainPod,
  reviewOf,
} from '../../kit/adapter.js';

/** An error body is one plain sentence that says nothing about the inside. */
function checkRefusal(t: ExecutionContext, { headers, body, status }: Answer, expected: number): void {
  t.is(status, expected, body);
  t.is(headers['content-type'], 'text/plain; charset=utf-8');
  t.true(Buffer.byteLength(body) < 200, body);
  t.regex(body, /^[A-Z][^\n]*[.…]\n$/);
  t.notRegex(body, /swordfish|node_modules|\.[jt]s\b|\bat \S+ \(/);
  t.false('retry-after' in headers);
  t.false('x-powered-by' in headers);
}

async function checkAlive(t: ExecutionContext, { review }: Adapting): Promise<void> {
  t.is((await review(reviewOf(plainPod))).response.allowed, true);
}

const good = JSON.stringify(reviewOf(plainPod));
const withRequest = (fields: object): string => JSON.stringify(reviewOf(plainPod, fields as Record<string, unknown>));
const withText = (text: string): string =>
  `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":${text}}`;

const badBodies: Readonly<Record<string, string | Buffer>> = {
  'no body': '',
  'no JSON': 'hello swordfish',
  'half of a review': good.slice(0, -20),
  'a review and more': `${good}x`,
  'a list': '[]',
  'a text': '"AdmissionReview"',
  'an empty object': '{}',
  'another kind': good.replace('AdmissionReview', 'ConversionReview'),
  'a kind that is no text': '{"kind":1}',
  'no version': good.replace('admission.k8s.io/v1', ''),
  'a version that does not exist': good.replace('admission.k8s.io/v1', 'admission.k8s.io/v2'),
  'the version of another group': good.replace('admission.k8s.io/v1', 'v1'),
  'no request': '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}',
  'a request that is null': withText('null'),
  'a request that is a list': withText('[]'),
  'no uid': withRequest({ uid: undefined }),
  'an empty uid': withRequest({ uid: '' }),
  'a uid that is a number': withRequest({ uid: 5 }),
  'no operation': withRequest({ operation: undefined }),
  'an unknown operation': withRequest({ operation: 'PATCH' }),
  'an operation of the prototype': withRequest({ operation: 'constructor' }),
  'a namespace that is a number': withRequest({ namespace: 5 }),
  'a subresource that is a list': withRequest({ subResource: [] }),
  'a dry run that is a text': withRequest({ dryRun: 'true' }),
  'an object that is a text': withRequest({ object: 'pod' }),
  'an object that is a list': withRequest({ object: [] }),
  'an object that is false': withRequest({ object: false }),
  'bytes that are no UTF-8': Buffer.from(good.replace('705ab', '705ab\xff'), 'latin1'),
  'a byte order mark': `\uFEFF${good}`,
  'no Pod in a CREATE': withRequest({ object: null }),
  'a Pod without kind': withRequest({ object: {} }),
  'a Pod with containers that are none': withRequest({
    object: { ...plainPod, spec: { containers: 'swordfish' } },
  }),
  'a Pod that is no JSON': withText('{"uid":"u","operation":"CREATE","object":{"apiVersion":"v1" "kind":"Pod"}}'),
};

for (const [what, body] of Object.entries(badBodies)) {
  test(`400 for ${what}`, async (t) => {
    const adapting = await adapt(t);
    checkRefusal(t, await adapting.call({ body }), 400);
    await checkAlive(t, adapting);
  });
}

const badRequests: Readonly<Record<string, readonly [status: number, how: CallOptions]>> = {
  'GET /mutate': [405, { method: 'GET' }],
  'PUT /mutate': [405, { method: 'PUT', body: good }],
  'DELETE /mutate/macvtap': [405, { method: 'DELETE', path: '/mutate/macvtap' }],
  'OPTIONS /mutate--v1-pod': [405, { method: 'OPTIONS', path: '/mutate--v1-pod' }],
  'POST /healthz': [405, { path: '/healthz', body: good }],
  'POST /': [404, { path: '/', body: good }],
  'POST /Mutate': [404, { path: '/Mutate', body: good }],
  'POST /mutate/': [404, { path: '/mutate/', body: good }],
  'POST /mutate/a/b': [404, { path: '/mutate/a/b', body: good }],
  'GET /favicon.ico': [404, { method: 'GET', path: '/favicon.ico' }],
  'a mutator that does not exist': [404, { path: '/mutate/nosuch', body: good }],
  'a mutator of the prototype': [404, { path: '/mutate/__proto__', body: good }],
  'a path that cannot be decoded': [400, { path: '/mutate/%zz', body: good }],
  'no content type': [415, { headers: { 'content-type': '' }, body: good }],
  'text/plain': [415, { headers: { 'content-type': 'text/plain' }, body: good }],
  YAML: [415, { headers: { 'content-type': 'application/yaml' }, body: good }],
  'another charset': [415, { headers: { 'content-type': 'application/json; charset=utf-16' }, body: good }],
  gzip: [415, { headers: { 'content-encoding': 'gzip' }, body: gzipSync(good) }],
  'gzip behind an encoding that does nothing': [
    415,
    { headers: { 'content-encoding': 'identity, gzip' }, body: gzipSync(good) },
  ],
};

for (const [what, [status, how]] of Object.entries(badRequests)) {
  test(`${status} for ${what}`, async (t) => {
    const adapting = await adapt(t);
    const answer = await adapting.call(how);
    checkRefusal(t, answer, status);
    if (status === 405) t.is(answer.headers.allow, how.path === '/healthz' ? 'GET, HEAD' : 'POST');
    await checkAlive(t, adapting);
  });
}

for (const type of [
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
]) {
  test(`the content type ${type} is taken`, async (t) => {
    const { call } = await adapt(t);
    t.is((await call({ headers: { 'content-type': type }, body: good })).status, 200);
  });
}

for (const encoding of ['identity', 'Identity', 'identity, identity', '']) {
  test(`the content encoding "${encoding}" is none`, async (t) => {
    const { call } = await adapt(t);
    t.is((await call({ headers: { 'content-encoding': encoding }, body: good })).status, 200);
  });
}

test('a connection goes on after a refusal', async (t) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const { call } = await adapt(t);
  for (const status of [404, 200, 415, 200, 400, 200]) {
    const how = { 404: { path: '/x' }, 415: { headers: { 'content-type': 'a/b' } }, 400: { body: '{' }, 200: {} }[
      status
    ];
    t.is((await call({ agent, body: good, ...how })).status, status);
  }
});

const serviceErrors: readonly (readonly [status: number, details: ErrorDetails, kind: string | undefined])[] = [
  [400, { code: 'INVALID_ARGUMENT', reason: 'POD_JSON_INVALID' }, undefined],
  [404, { code: 'INVALID_ARGUMENT', reason: 'MUTATOR_UNKNOWN' }, undefined],
  [413, { code: 'RESOURCE_EXHAUSTED', reason: 'POD_TOO_LARGE' }, undefined],
  [503, { code: 'UNAVAILABLE', reason: 'OVERLOADED', retryAfterMs: 100 }, 'overloaded'],
  [503, { code: 'UNAVAILABLE', reason: 'DRAINING' }, 'unavailable'],
  [503, { code: 'CANCELLED', reason: 'TRANSPORT' }, 'unavailable'],
  [504, { code: 'DEADLINE_EXCEEDED', reason: 'DEADLINE_EXCEEDED' }, 'deadline_exceeded'],
  [502, { code: 'UNAUTHENTICATED', reason: 'CERTIFICATE_MISSING' }, 'refused'],
  [502, { code: 'PERMISSION_DENIED', reason: 'CALLER_NOT_ALLOWED' }, 'refused'],
  [502, { code: 'UNIMPLEMENTED', reason: 'TRANSPORT' }, 'refused'],
  [500, { code: 'INTERNAL', reason: 'PATCH_CHECK_FAILED' }, 'internal'],
  [500, { code: 'UNKNOWN', reason: 'TRANSPORT' }, 'internal'],
];

for (const [status, details, kind] of serviceErrors) {
  test(`${status} if the service says ${details.code} ${details.reason}`, async (t) => {
    const message = `pod_json: something\nabout ${'a field '.repeat(100)}`;
    const { call, log, metric } = await adapt(t, {
      api: faultyApi(() => Promise.reject(new PodMutatorError(message, details))),
    });
    checkRefusal(t, await call({ body: good }), status);
    t.like(log.at(-1), { status, code: details.code, reason: details.reason });
    t.is(await metric('podmutator_reviews_total', { code: String(status) }), 1);
    t.is(await metric('podmutator_backend_errors_total', kind ? { kind } : {}), kind ? 1 : 0);
  });
}

test('500 if the service decides nothing: an empty message is no permission', async (t) => {
  const { call, metric } = await adapt(t, {
    api: faultyApi(async () => ({ ...allowed, decision: 'allowed' as const, allowed: null })),
  });
  checkRefusal(t, await call({ body: good }), 500);
  t.is(await metric('podmutator_backend_errors_total', { kind: 'no_decision' }), 1);
});

test('500 for a bug, which is told to the log only', async (t) => {
  const { call, log } = await adapt(t, { api: faultyApi(() => Promise.reject(new TypeError('x is not a function'))) });
  const answer = await call({ body: good });
  checkRefusal(t, answer, 500);
  t.false(answer.body.includes('function'));
  t.like(log.at(-1), { status: 500, err: { type: 'TypeError' } });
});

test('neither log nor error text holds anything of the Pod', async (t) => {
  const { call, log } = await adapt(t);
  await call({ body: good });
  await call({ body: withRequest({ operation: 'NONE' }) });
  await call({ body: withRequest({ object: { ...plainPod, spec: { containers: [{ env: 'swordfish' }] } } }) });
  await call({ body: good.slice(0, -1) });
  t.true(log.length >= 4);
  t.false(JSON.stringify(log).includes('swordfish'));
});

test('one log line for each review says what was decided', async (t) => {
  const { review, log } = await adapt(t);
  await review(reviewOf({ ...plainPod }, { name: 'web', dryRun: true }), '/mutate/macvtap');
  const [line] = log.filter(({ status }) => status !== undefined);
  t.like(line, {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    namespace: 'team-a',
    pod: 'web',
    path: '/mutate/macvtap',
    operation: 'CREATE',
    dryRun: true,
    status: 200,
    allowed: true,
    operations: 0,
  });
  t.regex((line?.['mutators'] as Record<string, string> | undefined)?.['macvtap'] ?? '', /^skipped [A-Z_]+$/);
  t.is(typeof line?.['durationMs'], 'number');
});

test('no caller can make new series', async (t) => {
  const { call, registry } = await adapt(t);
  for (let index = 0; index < 20; index += 1) {
    await call({ path: `/mutate/name-${index}`, body: withRequest({ namespace: `ns-${index}`, uid: `uid-${index}` }) });
  }
  const text = await registry.metrics();
  t.false(/name-\d|ns-\d|uid-\d/.test(text));
});
