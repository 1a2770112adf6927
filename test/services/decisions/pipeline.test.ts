import test from 'ava';
import { z } from 'zod';
import { type Decision, defineMutator, type Mutator } from '../../../services/decisions/mutator.js';
import {
  attributeOperations,
  createPipeline,
  PatchCheckError,
  type Review,
} from '../../../services/decisions/pipeline.js';
import { withSecurityContext, withSpec } from '../../../services/pod/edits.js';
import { InputError } from '../../../services/pod/input-error.js';
import type { Pod } from '../../../services/pod/pod.js';
import { asPod } from '../../../services/pod/read-pod.js';

const review: Review = {
  operation: 'CREATE',
  subResource: '',
  namespace: 'shop',
  namespaceFacts: undefined,
  mutators: [],
};
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {},
  spec: { containers: [{ name: 'app', image: 'app' }] },
} as Pod;

function mutatorNamed(name: string, edit: (pod: Pod) => Pod): Mutator {
  return defineMutator({
    name,
    description: 'Edits Pods for this test.',
    reasons: { EDITED: 'It was edited.', LEFT: 'It was left.' },
    warnings: {},
    touches: [],
    needs: [],
    settings: z.unknown(),
    bind:
      () =>
      (before): Decision => {
        const after = edit(before);
        const explained = { evidence: [], warnings: [] };
        return after === before
          ? { outcome: 'skipped', reason: 'LEFT', ...explained }
          : { outcome: 'mutated', reason: 'EDITED', pod: after, ...explained };
      },
  });
}

const privileged = mutatorNamed('privileged', (before) =>
  withSpec(before, { containers: before.spec.containers.map((one) => withSecurityContext(one, { privileged: true })) }),
);
const hostNetwork = mutatorNamed('host-network', (before) => withSpec(before, { hostNetwork: true }));
const idle = mutatorNamed('idle', (before) => before);

function pipelineOf(...mutators: readonly Mutator[]) {
  return createPipeline(mutators.map((mutator) => ({ mutator, enabled: true, decide: mutator.bind({}) })));
}

for (const operation of ['UPDATE', 'DELETE', 'CONNECT'] as const) {
  test(`${operation} is never patched, and the Pod is not even read`, (t) => {
    const { results, operations } = pipelineOf(privileged)(() => t.fail() as never, { ...review, operation });
    t.deepEqual(operations, []);
    t.like(results, [{ mutator: 'privileged', outcome: 'skipped', reason: 'OPERATION_NOT_APPLICABLE' }]);
  });
}

test('a subresource is never patched', (t) => {
  const { results } = pipelineOf(privileged)(() => t.fail() as never, {
    ...review,
    subResource: 'ephemeralcontainers',
  });
  t.like(results, [{ outcome: 'skipped', reason: 'SUBRESOURCE_NOT_APPLICABLE' }]);
});

const ineligible: readonly (readonly [string, object])[] = [
  ['NOT_A_POD', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ['NOT_A_POD', { apiVersion: 'example.com/v1', kind: 'Pod' }],
  ['MIRROR_POD', { ...pod, metadata: { annotations: { 'kubernetes.io/config.mirror': 'abc' } } }],
  ['OS_NOT_SUPPORTED', { ...pod, spec: { ...pod.spec, os: { name: 'windows' } } }],
];

for (const [reason, object] of ineligible) {
  test(`${JSON.stringify(object).slice(0, 60)} is left alone: ${reason}`, (t) => {
    const { results, operations } = pipelineOf(privileged)(() => asPod(object, 'pod'), review);
    t.deepEqual(operations, []);
    t.like(results, [{ outcome: 'skipped', reason }]);
    t.not(results[0]?.message, '');
  });
}

test('a Pod that is invalid already is left alone', (t) => {
  const invalid = { ...pod, spec: { ...pod.spec, volumes: [{ name: 'a' }, { name: 'a' }] } } as unknown as Pod;
  const { results, operations, after } = pipelineOf(idle, privileged)(() => asPod(invalid, 'pod'), review);
  t.deepEqual(operations, []);
  t.is(after, undefined);
  t.like(results, [{ reason: 'LEFT' }, { outcome: 'skipped', reason: 'POD_INVALID' }]);
});

test('a mutator that makes a valid Pod invalid is a bug, and its patch never leaves', (t) => {
  const broken = mutatorNamed('broken', (before) =>
    withSpec(before, { containers: [...before.spec.containers, ...before.spec.containers] }),
  );
  t.throws(() => pipelineOf(broken)(() => asPod(pod, 'pod'), review), {
    instanceOf: PatchCheckError,
    message: /unique/,
  });
});

test('a change that a patch cannot express is a bug, and the patch never leaves', (t) => {
  const broken = mutatorNamed('broken', (before) => withSpec(before, { hostname: undefined as never }));
  t.throws(() => pipelineOf(broken)(() => asPod(pod, 'pod'), review), { instanceOf: PatchCheckError });
});

test('mutators run in their order, and each operation knows whose it is', (t) => {
  const evaluation = pipelineOf(privileged, idle, hostNetwork)(() => asPod(pod, 'pod'), review);
  t.deepEqual(
    evaluation.results.map(({ mutator }) => mutator),
    ['privileged', 'idle', 'host-network'],
  );
  const paths = attributeOperations(evaluation).map((indexes) =>
    indexes.map((index) => evaluation.operations[index]?.path),
  );
  t.deepEqual(paths, [['/spec/containers/0/securityContext'], [], ['/spec/hostNetwork']]);
});

test('an operation that holds the changes of two mutators belongs to both', (t) => {
  const again = mutatorNamed('again', (before) =>
    withSpec(before, { containers: before.spec.containers.map((one) => withSecurityContext(one, { runAsUser: 1 })) }),
  );
  const evaluation = pipelineOf(privileged, again)(() => asPod(pod, 'pod'), review);
  t.deepEqual(attributeOperations(evaluation), [[0], [0]]);
});

test('only the mutators that are asked for run, in their own order', (t) => {
  const evaluate = pipelineOf(privileged, idle, hostNetwork);
  const { results } = evaluate(() => asPod(pod, 'pod'), { ...review, mutators: ['host-network', 'privileged'] });
  t.deepEqual(
    results.map(({ mutator }) => mutator),
    ['privileged', 'host-network'],
  );
});

test('an unknown mutator is an error that names the known ones', (t) => {
  const error = t.throws(
    () => pipelineOf(privileged, idle)(() => asPod(pod, 'pod'), { ...review, mutators: ['nope'] }),
    {
      instanceOf: InputError,
    },
  );
  t.is(error?.problem.reason, 'MUTATOR_UNKNOWN');
  t.is(error?.message, 'mutators: expected privileged or idle, found "nope"');
});

test('a mutator that is switched off says so when it is asked for by name, and is silent otherwise', (t) => {
  const evaluate = createPipeline([{ mutator: privileged, enabled: false, decide: privileged.bind({}) }]);
  t.deepEqual(evaluate(() => asPod(pod, 'pod'), review).results, []);
  t.like(evaluate(() => asPod(pod, 'pod'), { ...review, mutators: ['privileged'] }).results, [
    { outcome: 'skipped', reason: 'DISABLED' },
  ]);
});

test('the namespace of the request decides, and a Pod that names another is warned about', (t) => {
  const other = { ...pod, metadata: { namespace: 'other' } } as Pod;
  t.like(pipelineOf(idle)(() => asPod(other, 'pod'), review).warnings, [{ code: 'NAMESPACE_DIFFERS', mutator: '' }]);
  t.deepEqual(pipelineOf(idle)(() => asPod({ ...pod, metadata: { namespace: 'shop' } }, 'pod'), review).warnings, []);
});
