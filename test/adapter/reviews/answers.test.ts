// What the API server gets for reviews that can be answered: checklist B1–B5, B12–B14, B21–B32 of the wire contract.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import * as jsonP3 from 'json-p3';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import type { MutatePodResponse__Output } from '../../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { readVersion } from '../../../runtime/version.js';
import {
  type AdmissionAnswer,
  adapt,
  allowed,
  faultyApi,
  macvtapPod,
  plainPod,
  reviewOf,
  startRealService,
} from '../../kit/adapter.js';
import { projectRoot } from '../../kit/project.js';

function patchOf({ response }: AdmissionAnswer): { op: string; path: string; value?: unknown }[] {
  return JSON.parse(Buffer.from(response.patch ?? '', 'base64').toString());
}

for (const version of ['v1', 'v1beta1']) {
  test(`a review of ${version} is answered in kind`, async (t) => {
    const { review } = await adapt(t);
    const { apiVersion, kind, response } = await review(
      reviewOf(macvtapPod, { apiVersion: `admission.k8s.io/${version}` }),
    );
    t.is(apiVersion, `admission.k8s.io/${version}`);
    t.is(kind, 'AdmissionReview');
    t.is(response.uid, '705ab4f5-6393-11e8-b7cc-42010a800002');
    t.is(response.allowed, true);
  });
}

test('without a change there is neither patch nor patchType', async (t) => {
  const { review } = await adapt(t);
  const { response } = await review(reviewOf(plainPod));
  t.is(response.allowed, true);
  t.false('patch' in response);
  t.false('patchType' in response);
  t.false('status' in response);
  t.false('warnings' in response);
});

test('a patch is padded standard base64 of an RFC 6902 list, and it applies', async (t) => {
  const { review } = await adapt(t);
  const answer = await review(reviewOf(macvtapPod));
  const { patch = '', patchType } = answer.response;
  t.is(patchType, 'JSONPatch');
  t.regex(patch, /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
  const operations = patchOf(answer);
  t.true(operations.length > 0);
  for (const { op, path } of operations) {
    t.true(['add', 'replace', 'remove'].includes(op));
    t.regex(path, /^\/(?:metadata|spec)\//);
  }
  const patched = jsonP3.jsonpatch.apply(
    operations as never,
    structuredClone(macvtapPod) as never,
  ) as typeof macvtapPod;
  t.like(patched.spec.containers[0], { name: 'compute', securityContext: { privileged: true } });
});

test('the answer to an answer: a patched Pod gets no patch', async (t) => {
  const { review } = await adapt(t);
  const operations = patchOf(await review(reviewOf(macvtapPod)));
  const patched = jsonP3.jsonpatch.apply(operations as never, structuredClone(macvtapPod) as never);
  t.false('patch' in (await review(reviewOf(patched))).response);
});

test('same review, same bytes', async (t) => {
  const { call } = await adapt(t);
  const body = JSON.stringify(reviewOf(macvtapPod));
  t.is((await call({ body })).body, (await call({ body })).body);
});

for (const name of ['virt-launcher', 'dragonfly']) {
  test(`the example review of ${name} is answered with a patch that applies`, async (t) => {
    const body = await readFile(join(projectRoot, `examples/review-${name}.json`), 'utf8');
    const { call } = await adapt(t);
    const { status, body: text } = await call({ body });
    t.is(status, 200);
    const operations = patchOf(JSON.parse(text) as AdmissionAnswer);
    t.true(operations.length > 0);
    t.notThrows(() => jsonP3.jsonpatch.apply(operations as never, JSON.parse(body).request.object));
  });
}

const unhandled: Readonly<Record<string, readonly [object: unknown, fields: object]>> = {
  'an UPDATE': [macvtapPod, { operation: 'UPDATE', oldObject: macvtapPod }],
  'a DELETE': [null, { operation: 'DELETE', oldObject: macvtapPod }],
  'a CONNECT': [
    { kind: 'PodExecOptions', apiVersion: 'v1', stdin: true },
    { operation: 'CONNECT', subResource: 'exec' },
  ],
  'a subresource': [macvtapPod, { subResource: 'ephemeralcontainers' }],
  'an object of another kind': [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: {} }, {}],
  'a dry run of nothing': [plainPod, { dryRun: true }],
};

for (const [what, [object, fields]] of Object.entries(unhandled)) {
  test(`${what} is allowed without a patch`, async (t) => {
    const { review } = await adapt(t);
    const { response } = await review(reviewOf(object, fields as Readonly<Record<string, unknown>>));
    t.is(response.allowed, true);
    t.false('patch' in response);
  });
}

for (const uid of ['a', '"quoted" \\ / \n', '😀', '\u2028', '__proto__', 'x'.repeat(10_000), '0', '\ud800']) {
  test(`the uid ${JSON.stringify(uid.slice(0, 20))} is echoed`, async (t) => {
    const { review } = await adapt(t);
    t.is((await review(reviewOf(plainPod, { uid }))).response.uid, uid);
  });
}

test('the answer does not echo the request', async (t) => {
  const { call } = await adapt(t);
  const { body } = await call({ body: JSON.stringify(reviewOf(plainPod)) });
  t.false(body.includes('swordfish'));
  t.deepEqual(Object.keys(JSON.parse(body)).sort(), ['apiVersion', 'kind', 'response']);
});

test('the answer is application/json with its length, and without what only costs bytes', async (t) => {
  const { call } = await adapt(t);
  const { headers, body } = await call({ body: JSON.stringify(reviewOf(plainPod)) });
  t.is(headers['content-type'], 'application/json');
  t.is(headers['content-length'], String(Buffer.byteLength(body)));
  t.false('etag' in headers);
  t.false('x-powered-by' in headers);
});

test('of keys that occur twice the last one counts', async (t) => {
  const { call } = await adapt(t);
  const text = JSON.stringify(reviewOf(plainPod));
  const body = text.replace('"oldObject":null', `"oldObject":null,"object":${JSON.stringify(macvtapPod)}`);
  t.true('patch' in JSON.parse((await call({ body })).body).response);
  const twice = `${text.slice(0, -1)},"request":${JSON.stringify({ uid: 'second', operation: 'CREATE', object: plainPod })}}`;
  t.is(JSON.parse((await call({ body: twice })).body).response.uid, 'second');
});

test('names of the prototype are names like any other', async (t) => {
  const { review } = await adapt(t);
  const pod = JSON.parse(
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"constructor","labels":{"__proto__":"x"},"annotations":{"constructor":"y","toString":"z"}},' +
      '"spec":{"containers":[{"name":"constructor","image":"i","env":[{"name":"__proto__","value":"v"}]}]}}',
  );
  t.is((await review(reviewOf(pod))).response.allowed, true);
  t.is(({} as Record<string, unknown>)['x'], undefined);
  t.is((await review(reviewOf(macvtapPod))).response['patchType'], 'JSONPatch');
});

test('the service gets the bytes of the Pod as they came', async (t) => {
  let seen = '';
  const api = faultyApi(async ({ podJson }) => {
    seen = podJson.toString();
    return allowed;
  });
  const { call } = await adapt(t, { api });
  const pod = '{"n": 9007199254740993, "f": 1.0, "t":"\\u00e4"}';
  await call({
    body: `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u","operation":"CREATE","object":${pod}}}`,
  });
  t.is(seen, pod);
});

test('path, fields and facts reach the service', async (t) => {
  const seen: unknown[] = [];
  const api = faultyApi(async ({ podJson, ...request }) => {
    seen.push(request);
    return allowed;
  });
  const { review } = await adapt(t, {
    api,
    namespaces: {
      lookup: (name) => ({ found: true, labels: { 'kubernetes.io/metadata.name': name }, annotations: { a: 'b' } }),
      isReady: () => true,
      close() {},
    },
  });
  await review(reviewOf(plainPod, { dryRun: true }), '/mutate/macvtap');
  await review(reviewOf(plainPod, { subResource: 'status', operation: 'UPDATE' }), '/mutate--v1-pod');
  await review(reviewOf(plainPod), '/mutate?timeout=5s');
  const defaults = { namespaceFacts: null, maxResponseBytes: 0 };
  const common = { ...defaults, uid: '705ab4f5-6393-11e8-b7cc-42010a800002', namespace: 'team-a', view: 'VIEW_BASIC' };
  const known = { namespaceLabels: { 'kubernetes.io/metadata.name': 'team-a' }, namespaceAnnotations: { a: 'b' } };
  t.deepEqual(seen, [
    { ...common, ...known, operation: 'OPERATION_CREATE', subResource: '', dryRun: true, mutators: ['macvtap'] },
    {
      ...common,
      namespaceLabels: {},
      namespaceAnnotations: {},
      operation: 'OPERATION_UPDATE',
      subResource: 'status',
      dryRun: false,
      mutators: ['dragonfly'],
    },
    { ...common, ...known, operation: 'OPERATION_CREATE', subResource: '', dryRun: false, mutators: [] },
  ]);
});

async function answerTo(
  t: ExecutionContext,
  response: Partial<MutatePodResponse__Output>,
): Promise<AdmissionAnswer['response']> {
  const { review } = await adapt(t, { api: faultyApi(async () => ({ ...allowed, ...response })) });
  return (await review(reviewOf(plainPod))).response;
}

test('warnings have their code first, one line, and 120 characters at most', async (t) => {
  const warning = (code: string, message: string) => ({ mutator: 'm', code, message, path: '', place: null });
  const { warnings } = await answerTo(t, {
    warnings: [
      warning('FIRST', 'a plain one'),
      warning('SECOND', 'with a\nline break, a\ttab, \u0007 and \u0085'),
      warning('THIRD', '😀'.repeat(200)),
      warning('FOURTH', `half of a pair \ud83d`),
      warning('', 'no code'),
    ],
  });
  t.deepEqual(warnings?.slice(0, 2), ['FIRST: a plain one', 'SECOND: with a line break, a tab,   and']);
  t.is([...(warnings?.[2] ?? '')].length, 120);
  t.is(warnings?.[2], `THIRD: ${'😀'.repeat(112)}…`);
  t.is(warnings?.[3], 'FOURTH: half of a pair \ufffd');
  t.is(warnings?.[4], 'no code');
});

test('there are ten warnings at most, and the audit log says how many were left out', async (t) => {
  const warnings = Array.from({ length: 13 }, (_, index) => ({
    mutator: '',
    code: `W${index}`,
    message: 'm',
    path: '',
    place: null,
  }));
  const response = await answerTo(t, { warnings });
  t.is(response.warnings?.length, 10);
  t.is(response.auditAnnotations?.['warnings.omitted'], '3');
});

test('audit annotations have qualified names', async (t) => {
  const { auditAnnotations } = await answerTo(t, {
    auditAnnotations: {
      'macvtap.outcome': 'skipped',
      'a/b c': 'x',
      __proto__x: 'p',
      '-.-': 'nothing left',
      [`${'k'.repeat(70)}`]: 'long',
      ends_: 'e',
      surrogate: '\ud800',
    },
  });
  t.deepEqual(auditAnnotations, {
    'macvtap.outcome': 'skipped',
    'a-b-c': 'x',
    proto__x: 'p',
    [`${'k'.repeat(63)}`]: 'long',
    ends: 'e',
    surrogate: '\ufffd',
    'namespace.lookup': 'NAMESPACES_NOT_CONFIGURED',
  });
  for (const key of Object.keys(auditAnnotations ?? {})) {
    t.regex(key, /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
  }
});

test('a refusal carries its status, and no patch', async (t) => {
  const denied = { message: 'not here', reason: 'FORBIDDEN_HERE', httpCode: 422, mutator: 'm' };
  const response = await answerTo(t, { decision: 'denied', denied, allowed: null });
  t.is(response.allowed, false);
  t.deepEqual(response['status'], { status: 'Failure', code: 422, reason: 'FORBIDDEN_HERE', message: 'not here' });
  t.false('patch' in response);
});

for (const httpCode of [undefined, 0, 200, 399, 600]) {
  test(`a refusal with the code ${httpCode} is a 403`, async (t) => {
    const denied = { message: 'm', reason: 'R', mutator: 'm', ...(httpCode !== undefined && { httpCode }) };
    const { status } = await answerTo(t, { decision: 'denied', denied, allowed: null });
    t.is((status as { code: number }).code, 403);
  });
}

const failedLookups = [
  'NAMESPACES_NOT_CONFIGURED',
  'NAMESPACE_NOT_FOUND',
  'NAMESPACE_FORBIDDEN',
  'NAMESPACE_LOOKUP_TIMED_OUT',
  'NAMESPACE_LOOKUP_FAILED',
] as const;

for (const reason of failedLookups) {
  test(`${reason} stands in audit, log and metric, and is no warning`, async (t) => {
    const { review, log, metric } = await adapt(t, {
      namespaces: { lookup: async () => ({ found: false, reason }), isReady: () => true, close() {} },
    });
    const { response } = await review(reviewOf(plainPod));
    t.is(response.auditAnnotations?.['namespace.lookup'], reason);
    t.is(response.warnings, undefined);
    t.is(log.at(-1)?.['namespaceLookup'], reason);
    t.is(await metric('podmutator_namespace_facts_total', { result: reason }), 1);
  });
}

const preview = { dryRun: true, options: { kind: 'CreateOptions', fieldManager: 'podmutator-preview' } };
const previewLine = (words: string): RegExp => new RegExp(`^podmutator ${words} sha256:[0-9a-f]{64} ${readVersion()}$`);

for (const mode of ['one process', 'two processes'] as const) {
  test(`a preview is told what each mutator did that the path asks, in ${mode}`, async (t) => {
    const { api, address } = await startRealService(t);
    const silent = pino({ enabled: false });
    const client = createClient({ target: address, mode: 'stream', registry: new Registry(), log: silent });
    t.teardown(() => client.close());
    const { review } = await adapt(t, { api: mode === 'one process' ? api : client });
    const { response } = await review(reviewOf(macvtapPod, preview));
    t.regex(response.warnings?.[0] ?? '', previewLine('dragonfly unknown NAMESPACE_UNKNOWN'));
    t.regex(response.warnings?.[1] ?? '', previewLine('macvtap mutated REQUESTED_BY_ANNOTATION'));
    t.is(response.warnings?.length, 2);
    const { warnings: _, ...rest } = response;
    t.deepEqual((await review(reviewOf(macvtapPod, { dryRun: true }))).response, rest);

    const alone = (await review(reviewOf(macvtapPod, preview), '/mutate/macvtap')).response;
    t.is(alone.warnings?.length, 1);
    t.regex(alone.warnings?.[0] ?? '', previewLine('macvtap mutated REQUESTED_BY_ANNOTATION'));
    const update = (await review(reviewOf(macvtapPod, { ...preview, operation: 'UPDATE' }))).response;
    t.regex(update.warnings?.[0] ?? '', previewLine('dragonfly skipped [A-Z_]+'));
  });
}

const noPreviews: Readonly<Record<string, object>> = {
  'without dry run': { ...preview, dryRun: false },
  'without a word about dry run': { ...preview, dryRun: undefined },
  'by another field manager': { ...preview, options: { fieldManager: 'kubectl-create' } },
  'by one whose name only begins so': { ...preview, options: { fieldManager: 'podmutator-preview2' } },
  'by one in other letters': { ...preview, options: { fieldManager: 'Podmutator-Preview' } },
  'by a list of field managers': { ...preview, options: { fieldManager: ['podmutator-preview'] } },
  'by a field manager beside the options': { dryRun: true, fieldManager: 'podmutator-preview' },
  'without options': { ...preview, options: undefined },
  'with null options': { ...preview, options: null },
  'with a list of options': { ...preview, options: [{ fieldManager: 'podmutator-preview' }] },
  'with options that are a text': { ...preview, options: 'podmutator-preview' },
  'with options of the prototype': {
    ...preview,
    options: JSON.parse('{"__proto__":{"fieldManager":"podmutator-preview"}}'),
  },
};
for (const [what, fields] of Object.entries(noPreviews)) {
  test(`a review ${what} is no preview`, async (t) => {
    const { review } = await adapt(t);
    const { warnings } = (await review(reviewOf(macvtapPod, { ...fields }))).response;
    t.is(warnings, undefined);
  });
}

test('what a preview is told has six words and 200 characters at most, stands before the other warnings, and is not invented', async (t) => {
  const mutator = (fields: object) => ({ mutator: 'm', outcome: 'OUTCOME_MUTATED' as const, reason: 'R', ...fields });
  let mutators = [mutator({ mutator: 'a b\nc', reason: '' }), mutator({ reason: 'R'.repeat(300) })];
  const { review } = await adapt(t, {
    api: faultyApi(async () => ({
      ...allowed,
      mutators: mutators as never,
      warnings: Array.from({ length: 12 }, () => ({
        mutator: 'm',
        code: 'CODE',
        message: 'text',
        path: '',
        place: null,
      })),
    })),
  });
  const { warnings } = (await review(reviewOf(plainPod, preview))).response;
  t.is(warnings?.[0], `podmutator a_b_c mutated - - ${readVersion()}`);
  t.is([...(warnings?.[1] ?? '')].length, 200);
  t.is(warnings?.[2], 'CODE: text');
  t.is(warnings?.length, 12);
  mutators = [];
  t.is((await review(reviewOf(plainPod, preview))).response.warnings?.[0], 'CODE: text');
});
