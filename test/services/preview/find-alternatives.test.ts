import test from 'ava';
import { stringify } from 'yaml';
import type { NamespaceFacts } from '../../../services/decisions/mutator.js';
import { applyPatch } from '../../../services/decisions/patch.js';
import { parsePointer, pointer } from '../../../services/pod/json-pointer.js';
import type { Pod } from '../../../services/pod/pod.js';
import { findPod } from '../../../services/pod/workloads.js';
import { findAlternatives } from '../../../services/preview/find-alternatives.js';
import { evaluatePod as evaluateAlone, pipelineOf, readCases, reviewOf } from '../../kit/cases.js';
import { previewManifest } from '../../kit/preview-manifest.js';

type Facts = { -readonly [Name in keyof NamespaceFacts]: Record<string, string> };

// Another way to apply an edit than the one under test.
function applyEdit(target: { pod: Pod; facts: Facts | undefined }, path: string, value: string | undefined): void {
  const members = parsePointer(path.replace('namespace:', ''));
  if (path.startsWith('namespace:')) {
    target.facts = structuredClone(target.facts ?? { labels: {}, annotations: {} });
    const map = target.facts[members[1] as keyof Facts];
    if (value === undefined) delete map[members[2] ?? ''];
    else map[members[2] ?? ''] = value;
    return;
  }
  if (value === undefined) {
    target.pod = applyPatch(target.pod, [{ op: 'remove', path }]) as Pod;
    return;
  }
  const map = members[1] as 'annotations' | 'labels';
  target.pod = structuredClone(target.pod);
  const metadata = (target.pod.metadata ?? {}) as Readonly<Record<string, object>>;
  Object.assign(target.pod, { metadata: { ...metadata, [map]: { ...metadata[map], [members[2] ?? '']: value } } });
}

const wants = new Set(['mutated', 'unchanged']);

for (const one of readCases()) {
  test(`${one.mutator} ${one.name}: each alternative has its outcome when it is really applied`, (t) => {
    const evaluate = pipelineOf(one);
    const review = reviewOf(one);
    const { pod } = one.input;
    const evaluation = evaluateAlone(evaluate, pod, review);
    const [result] = evaluation.results;
    const source = findPod(pod as unknown as Record<string, unknown>, review.namespace);
    if (!result || !source) {
      t.fail('the case has no result');
      return;
    }
    const alternatives = findAlternatives(
      {
        source,
        evaluation,
        facts: review.namespaceFacts,
        evaluateAgain: (next, namespaceFacts) => evaluateAlone(evaluate, next as Pod, { ...review, namespaceFacts }),
      },
      result,
    );
    for (const { edits, outcome, reason } of alternatives) {
      const target = { pod, facts: review.namespaceFacts as Facts | undefined };
      for (const { path, value } of edits) applyEdit(target, path, value);
      const [next] = evaluateAlone(evaluate, target.pod, { ...review, namespaceFacts: target.facts }).results;
      t.is(`OUTCOME_${next?.outcome.toUpperCase()}`, outcome);
      t.is(next?.reason, reason);
      t.true(result.outcome === 'unknown' || wants.has(next?.outcome ?? '') !== wants.has(result.outcome));
    }
    t.true(alternatives.length > 0 || !wants.has(result.outcome), 'what a Pod asked for, it can take back');
  });
}

function alternativesOf(annotations: object, spec: object = {}, namespaceLabels: Record<string, string> = {}) {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', annotations },
    spec: { containers: [{ name: 'web', image: 'web', ...spec }] },
  };
  const [result] = previewManifest(stringify(pod), { alternatives: true, namespaceLabels });
  return Object.fromEntries(
    (result?.mutators ?? []).map(({ mutator, alternatives }) => [
      mutator,
      alternatives.map(({ edits }) =>
        edits.map(({ path, value }) => (value === undefined ? `-${path}` : `${path}=${value}`)),
      ),
    ]),
  );
}

const inject = '/metadata/annotations/dragonfly.io~1inject';
const label = 'namespace:/metadata/labels/dragonflyoss-injection';

test('a Pod that opted in can say no; in an unknown namespace, taking the annotation away leaves it open', (t) => {
  t.deepEqual(alternativesOf({ 'dragonfly.io/inject': 'true' })['dragonfly'], [[`${inject}=false`]]);
  t.deepEqual(alternativesOf({ 'dragonfly.io/inject': 'true' }, {}, { other: 'x' })['dragonfly'], [[`-${inject}`]]);
});

test('a Pod in a namespace that opted in can say no, and the namespace can take it back', (t) => {
  const labels = { 'dragonflyoss-injection': 'enabled', other: 'x' };
  t.deepEqual(alternativesOf({}, {}, labels)['dragonfly'], [[`-${label}`], [`${inject}=false`]]);
});

test('a Pod that nobody opted in has two ways', (t) => {
  t.deepEqual(alternativesOf({}, {}, { other: 'x' })['dragonfly'], [[`${inject}=true`], [`${label}=enabled`]]);
});

test('an unknown namespace: what would make it known', (t) => {
  t.deepEqual(alternativesOf({})['dragonfly'], [[`${label}=enabled`], [`${inject}=true`]]);
});

test('everything that asks for macvtap has to go', (t) => {
  const resources = {
    limits: { 'macvtap.network.kubevirt.io/eno1': 1 },
    requests: { 'macvtap.network.kubevirt.io/eno1': 1 },
  };
  const [flip, ...others] =
    alternativesOf({ 'k8s.v1.cni.cncf.io/networks': 'macvtap0' }, { resources }, { a: 'b' })['macvtap'] ?? [];
  t.is(others.length, 0);
  t.deepEqual(flip, [
    '-/metadata/annotations/k8s.v1.cni.cncf.io~1networks',
    ...['limits', 'requests'].map(
      (kind) => `-${pointer('spec', 'containers', 0, 'resources', kind, 'macvtap.network.kubevirt.io/eno1')}`,
    ),
  ]);
});

test('alternatives are looked for only if they are asked for', (t) => {
  const [result] = previewManifest('{"apiVersion":"v1","kind":"Pod","metadata":{},"spec":{"containers":[]}}');
  t.true(result?.mutators.every(({ alternatives }) => alternatives.length === 0));
});
