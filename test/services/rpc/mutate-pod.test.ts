import test from 'ava';
import { parse as parseLossless, stringify } from 'lossless-json';
import type { ErrorDetails } from '../../../proto/errors.js';
import type { MutatePodRequest } from '../../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { Mutator } from '../../../services/decisions/mutator.js';
import { mutators as oddMutators } from '../../kit/odd-mutators.js';
import { detailsOf, failureOf, macvtapPod, serve } from '../../kit/service.js';

const patch =
  '[{"op":"add","path":"/spec/containers/0/securityContext","value":{"privileged":true,"capabilities":{"add":["DAC_OVERRIDE","NET_ADMIN","SYS_RAWIO"]}}}]';

test('a Pod is allowed with a patch, the reasons and facts for the audit log', async (t) => {
  const { call } = await serve(t);
  const response = await call('mutatePod', { podJson: macvtapPod(), operation: 'OPERATION_CREATE' });
  t.is(response.decision, 'allowed');
  t.is(String(response.allowed?.jsonPatch), patch);
  t.is(response.allowed?.operationCount, 1);
  t.is(response.allowed?.patchedPodJson.length, 0);
  t.is(response.allowed?.mergePatchJson.length, 0);
  t.regex(response.configRevision, /^sha256:[0-9a-f]{64}$/);
  t.deepEqual(response.auditAnnotations, {
    'macvtap.outcome': 'mutated',
    'macvtap.reason': 'REQUESTED_BY_ANNOTATION',
  });
  t.like(response.mutators, [{ mutator: 'macvtap', outcome: 'OUTCOME_MUTATED', message: '', evidence: [] }]);
});

test('VIEW_FULL explains the decision', async (t) => {
  const { call } = await serve(t);
  const { mutators } = await call('mutatePod', { podJson: macvtapPod(), view: 'VIEW_FULL' });
  t.is(mutators[0]?.message, 'An annotation of the Pod asks for a macvtap network.');
  t.deepEqual(mutators[0]?.operationIndexes, [0]);
  t.is(mutators[0]?.evidence[0]?.path, '/metadata/annotations/k8s.v1.cni.cncf.io~1networks');
});

test('VIEW_FULL says what the patch means for those who run the Pod, the basic view does not', async (t) => {
  const { call } = await serve(t);
  const { impact } = await call('mutatePod', { podJson: macvtapPod(), view: 'VIEW_FULL' });
  t.is(impact?.podSecurityBefore, 'POD_SECURITY_LEVEL_BASELINE');
  t.is(impact?.podSecurityAfter, 'POD_SECURITY_LEVEL_PRIVILEGED');
  t.true(impact?.privilegesGained.some(({ privilege }) => privilege === 'privileged'));
  t.is((await call('mutatePod', { podJson: macvtapPod() })).impact, null);
});

test('VIEW_FULL gives the patched Pod and the merge patch with every number as it came', async (t) => {
  const { call } = await serve(t);
  const odd = '"zz":{"big":9223372036854775807,"exact":1.10,"far":1e400,"__proto__":{"a":1},"twice":1,"twice":2},';
  const podJson = macvtapPod(odd);
  const { allowed } = await call('mutatePod', { podJson, view: 'VIEW_FULL' });
  const patched = String(allowed?.patchedPodJson);
  t.true(patched.includes('"zz":{"big":9223372036854775807,"exact":1.10,"far":1e400,"__proto__":{"a":1},"twice":2}'));
  const before = parseLossless(String(podJson), undefined, { onDuplicateKey: ({ newValue }) => newValue });
  t.is(stringify(mergeRfc7386(before, parseLossless(String(allowed?.mergePatchJson)))), patched);
  t.deepEqual(Object.keys(parseLossless(String(allowed?.mergePatchJson)) as object), ['spec']);
});

// The algorithm of RFC 7386, section 2.
function mergeRfc7386(target: unknown, change: unknown): unknown {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) {
    return change;
  }
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else result[key] = mergeRfc7386(result[key], value);
  }
  return result;
}

test('a removed field is null in the merge patch', async (t) => {
  const [, , removing] = oddMutators as [Mutator, Mutator, Mutator];
  const mutatorModule = new URL('../../kit/odd-mutators.js', import.meta.url);
  const { call } = await serve(t, { mutators: [removing], mutatorModule });
  const { allowed } = await call('mutatePod', { podJson: macvtapPod('"hostname":"h",'), view: 'VIEW_FULL' });
  t.is(String(allowed?.jsonPatch), '[{"op":"remove","path":"/spec/hostname"}]');
  t.is(String(allowed?.mergePatchJson), '{"spec":{"hostname":null}}');
  t.false(String(allowed?.patchedPodJson).includes('hostname'));
});

test('a Pod that wants nothing gets an empty patch in both views', async (t) => {
  const { call } = await serve(t);
  const podJson = Buffer.from('{"apiVersion":"v1","kind":"Pod","metadata":{},"spec":{"containers":[]}}');
  for (const view of ['VIEW_BASIC', 'VIEW_FULL'] as const) {
    const { allowed, decision } = await call('mutatePod', { podJson, view });
    t.is(decision, 'allowed');
    t.deepEqual([allowed?.jsonPatch.length, allowed?.mergePatchJson.length], [0, 0]);
    t.is(String(allowed?.patchedPodJson), view === 'VIEW_FULL' ? String(podJson) : '');
  }
});

test('labels and annotations of the namespace both empty mean that nobody knows them', async (t) => {
  const { call } = await serve(t);
  const podJson = Buffer.from('{"apiVersion":"v1","kind":"Pod","metadata":{},"spec":{"containers":[]}}');
  const reasonOf = async (request: MutatePodRequest): Promise<string | undefined> =>
    (await call('mutatePod', { podJson, ...request })).mutators[0]?.reason;
  t.is(await reasonOf({}), 'NOT_REQUESTED_NAMESPACE_UNKNOWN');
  t.is(await reasonOf({ namespaceLabels: { 'kubernetes.io/metadata.name': 'shop' } }), 'NOT_REQUESTED');
  t.is(await reasonOf({ namespaceAnnotations: { note: 'x' } }), 'NOT_REQUESTED');
});

test('a namespace that is described is known, also without labels', async (t) => {
  const { call } = await serve(t);
  const podJson = Buffer.from('{"apiVersion":"v1","kind":"Pod","metadata":{},"spec":{"containers":[{"name":"a"}]}}');
  for (const name of ['', 'shop']) {
    const { mutators } = await call('mutatePod', { podJson, namespace: 'shop', namespaceFacts: { name } });
    t.is(mutators[0]?.reason, 'NOT_REQUESTED');
  }
  const annotations = { 'k8s.v1.cni.cncf.io/networks': 'macvtap' };
  const { mutators } = await call('mutatePod', { podJson, namespaceFacts: { annotations } });
  t.is(mutators[0]?.reason, 'REQUESTED_BY_NAMESPACE');
});

test('a Pod as clients of Kubernetes hold it has no apiVersion and kind, and neither has a template', async (t) => {
  const { call } = await serve(t);
  const metadata = { creationTimestamp: null, annotations: { 'k8s.v1.cni.cncf.io/networks': 'macvtap' } };
  for (const rest of [{ status: {} }, {}]) {
    const pod = { metadata, spec: { containers: [{ name: 'a', resources: {} }] }, ...rest };
    const { allowed, warnings } = await call('mutatePod', { podJson: Buffer.from(JSON.stringify(pod)) });
    t.is(allowed?.operationCount, 1);
    t.deepEqual(warnings, []);
  }
  for (const other of ['{"spec":{"containers":{}}}', '{"spec":{}}', '{"kind":"Pod","spec":{"containers":[]}}', '{}']) {
    const error = await failureOf(call('mutatePod', { podJson: Buffer.from(other) }));
    t.is(detailsOf(error).details.reason, 'POD_SHAPE_INVALID', other);
  }
});

for (const [apiVersion, kind, advice] of [
  ['apps/v1', 'Deployment', 'Preview takes objects that hold a Pod template'],
  ['v1', 'pod', 'the kind is written "Pod"'],
  ['', '', 'Preview takes objects that hold a Pod template'],
]) {
  test(`"${apiVersion} ${kind}" is allowed as it is, with a warning`, async (t) => {
    const { call } = await serve(t);
    const podJson = Buffer.from(JSON.stringify({ apiVersion, kind, spec: {} }));
    const { allowed, warnings } = await call('mutatePod', { podJson });
    t.is(allowed?.operationCount, 0);
    t.like(warnings[0], { code: 'NOT_A_POD', path: '/kind', place: { root: 'PLACE_ROOT_POD', pointer: '/kind' } });
    t.is(warnings[0]?.message, `expected v1 Pod, found ${apiVersion} ${kind}; ${advice}`);
  });
}

test('an answer that is larger than the caller takes is not sent', async (t) => {
  const { call } = await serve(t);
  const request = { podJson: macvtapPod(`"padding":"${'x'.repeat(3_000_000)}",`), view: 'VIEW_FULL' } as const;
  t.true(((await call('mutatePod', request)).allowed?.patchedPodJson.length ?? 0) > 3_000_000);
  const most = 4 * 1024 * 1024 - macvtapPod('"padding":"",').length;
  const large = { ...request, podJson: macvtapPod(`"padding":"${'x'.repeat(most)}",`) };
  const error = await failureOf(call('mutatePod', large));
  t.is(error.code, 8);
  t.like(detailsOf(error).details, { reason: 'ANSWER_TOO_LARGE', metadata: { limit: String(4 * 1024 * 1024) } });
  t.is((await failureOf(call('mutatePod', { ...request, maxResponseBytes: 1000 }))).code, 8);
  t.is((await call('mutatePod', { ...request, view: 'VIEW_BASIC', maxResponseBytes: 1000 })).decision, 'allowed');
});

test('all of an answer counts, not its Pod alone', async (t) => {
  const { call } = await serve(t);
  const most = 4 * 1024 * 1024;
  const write = (padding: string): string => `{"metadata":{"annotations":{"a":"${padding}"}},"spec":{"containers":[]}}`;
  const ask = (bytes: number) => {
    const podJson = Buffer.from(write('x'.repeat(bytes - write('').length)));
    return call('mutatePod', { podJson, view: 'VIEW_FULL' });
  };
  t.is((await ask(most - 4096)).decision, 'allowed');
  // Its client takes no more, and would say so in other words.
  const error = await failureOf(ask(most));
  t.like(detailsOf(error).details, { reason: 'ANSWER_TOO_LARGE', metadata: { limit: String(most) } });
});

test('no operation counts as CREATE, a deletion needs no Pod', async (t) => {
  const { call } = await serve(t);
  t.is((await call('mutatePod', { podJson: macvtapPod() })).allowed?.operationCount, 1);
  const { mutators } = await call('mutatePod', { operation: 'OPERATION_DELETE' });
  t.is(mutators[0]?.reason, 'OPERATION_NOT_APPLICABLE');
});

const badRequests: readonly (readonly [string, MutatePodRequest, ErrorDetails['reason'], RegExp])[] = [
  [
    'an operation of the future',
    { podJson: macvtapPod(), operation: 99 as never },
    'ENUM_VALUE_UNKNOWN',
    /operation: expected CREATE, .* found 99/,
  ],
  [
    'a view of the future',
    { podJson: macvtapPod(), view: 7 as never },
    'ENUM_VALUE_UNKNOWN',
    /view: expected .* found 7/,
  ],
  [
    'a namespace that cannot be',
    { podJson: macvtapPod(), namespace: 'Bad_Name/x' },
    'NAMESPACE_INVALID',
    /"Bad_Name\/x"/,
  ],
  [
    'facts about another namespace',
    { podJson: macvtapPod(), namespace: 'a', namespaceFacts: { name: 'b' } },
    'NAMESPACE_INVALID',
    /namespace_facts\.name: expected the namespace of the request .*"a".* found "b"/,
  ],
  [
    'facts in both forms',
    { podJson: macvtapPod(), namespaceLabels: { a: 'b' }, namespaceFacts: {} },
    'NAMESPACE_INVALID',
    /either namespace_facts or/,
  ],
  ['no Pod', {}, 'POD_JSON_INVALID', /pod_json: expected a Pod as JSON, found nothing/],
  ['bytes that are no UTF-8', { podJson: Buffer.from([0x22, 0xff, 0x22]) }, 'POD_JSON_INVALID', /expected UTF-8/],
  ['a list', { podJson: Buffer.from('[]') }, 'POD_SHAPE_INVALID', /expected a JSON object, found a list/],
  [
    'a mutator that nobody knows',
    { podJson: macvtapPod(), mutators: ['macvtop'] },
    'MUTATOR_UNKNOWN',
    /mutators: expected .*macvtap.*, found "macvtop"/,
  ],
];
for (const [what, request, reason, message] of badRequests) {
  test(`${what} is INVALID_ARGUMENT and names the field`, async (t) => {
    const { call } = await serve(t);
    const error = await failureOf(call('mutatePod', request));
    t.is(error.code, 3);
    t.regex(error.details, message);
    const { details } = detailsOf(error);
    t.is(details.reason, reason);
    t.is(details.violations?.length, 1);
  });
}

test('broken JSON is told with line and column', async (t) => {
  const { call } = await serve(t);
  const error = await failureOf(call('mutatePod', { podJson: Buffer.from('{\n  "kind": Pod }') }));
  t.is(error.details, 'pod_json: expected JSON (line 2, column 11)');
  t.deepEqual(detailsOf(error).details, {
    code: 'INVALID_ARGUMENT',
    reason: 'POD_JSON_INVALID',
    metadata: { line: '2', column: '11' },
    violations: [{ field: 'pod_json', description: 'expected JSON (line 2, column 11)' }],
  });
});

test('a Pod nested too deeply for VIEW_FULL is INVALID_ARGUMENT, and no problem for VIEW_BASIC', async (t) => {
  const { call } = await serve(t);
  const podJson = macvtapPod(`"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},`);
  t.is((await call('mutatePod', { podJson })).allowed?.operationCount, 1);
  const error = await failureOf(call('mutatePod', { podJson, view: 'VIEW_FULL' }));
  t.is(error.code, 3);
  t.is(detailsOf(error).details.reason, 'POD_TOO_DEEP');
});

test('a Pod above the limit is RESOURCE_EXHAUSTED and told the limit', async (t) => {
  const { call } = await serve(t);
  const limit = 4 * 1024 * 1024;
  const error = await failureOf(call('mutatePod', { podJson: Buffer.alloc(limit + 1, ' ') }));
  t.is(error.code, 8);
  t.like(detailsOf(error).details, {
    reason: 'POD_TOO_LARGE',
    metadata: { limit: String(limit), size: String(limit + 1) },
  });
});

test('half a surrogate pair in a request comes back as readable text, in answers and in errors', async (t) => {
  const { call } = await serve(t);
  const annotations = '{"k8s.v1.cni.cncf.io/networks":"macvtap \\ud800"}';
  const podJson = Buffer.from(
    `{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":${annotations}},"spec":{"containers":[{"name":"a"}]}}`,
  );
  const { mutators } = await call('mutatePod', { podJson, view: 'VIEW_FULL' });
  t.true(mutators[0]?.evidence[0]?.found.includes('\ufffd'));
  const badKey = Buffer.from('{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"\\ud800","env":[3]}]}}');
  t.is((await failureOf(call('mutatePod', { podJson: badKey }))).code, 3);
});

test('the functions without a wire answer as the wire does', async (t) => {
  const { service, call } = await serve(t);
  const request = { podJson: macvtapPod(), view: 'VIEW_FULL' as const };
  const complete = {
    uid: '',
    operation: 'OPERATION_CREATE' as const,
    namespace: '',
    namespaceLabels: {},
    namespaceAnnotations: {},
    subResource: '',
    dryRun: false,
    mutators: [],
    namespaceFacts: null,
    maxResponseBytes: 0,
    ...request,
  };
  t.deepEqual({ ...(await service.api.mutatePod(complete)) }, { ...(await call('mutatePod', request)) });
  t.deepEqual(await service.api.listMutators(), await call('listMutators', {}));
  t.deepEqual(await service.api.getServerInfo(), await call('getServerInfo', {}));
  await t.throwsAsync(service.api.mutatePod(complete, { deadline: Date.now() - 1 }), { message: /deadline/ });
  await t.throwsAsync(service.api.mutatePod(complete, { signal: AbortSignal.abort() }), { message: /went away/ });
});
