// The whole truth table of who decides: annotation × namespace × master switch.

import test from 'ava';
import { createPod, evaluatePod } from '../../../kit/evaluate-pod.js';

const key = 'dragonfly.io/inject';

const annotations = {
  absent: {},
  true: { [key]: 'true' },
  false: { [key]: 'false' },
  '"False"': { [key]: 'False' },
  '"yes"': { [key]: 'yes' },
  '""': { [key]: '' },
  'a boolean': { [key]: true },
  null: { [key]: null },
  'an object': { [key]: { on: true } },
  'a list': { [key]: ['true'] },
} as const;

const namespaces = {
  unknown: undefined,
  unlabelled: { labels: { 'kubernetes.io/metadata.name': 'shop' }, annotations: {} },
  labelled: { labels: { 'dragonflyoss-injection': 'enabled' }, annotations: {} },
  'labelled otherwise': { labels: { 'dragonflyoss-injection': 'true' }, annotations: {} },
  'annotated only': { labels: {}, annotations: { 'dragonflyoss-injection': 'enabled' } },
} as const;

const expectedWithoutAnnotation = {
  unknown: 'unknown NAMESPACE_UNKNOWN',
  unlabelled: 'skipped NOT_OPTED_IN',
  labelled: 'mutated OPTED_IN_BY_NAMESPACE',
  'labelled otherwise': 'skipped NOT_OPTED_IN',
  'annotated only': 'skipped NOT_OPTED_IN',
} as const;

function expectDecision(annotation: keyof typeof annotations, namespace: keyof typeof namespaces): string {
  if (annotation === 'absent') return expectedWithoutAnnotation[namespace];
  if (annotation === 'true') return 'mutated OPTED_IN_BY_POD';
  return annotation === 'false' ? 'skipped OPTED_OUT_BY_POD' : 'skipped OPT_IN_VALUE_INVALID';
}

for (const annotation of Object.keys(annotations) as (keyof typeof annotations)[]) {
  for (const namespace of Object.keys(namespaces) as (keyof typeof namespaces)[]) {
    const pod = createPod({}, annotations[annotation]);

    test(`annotation ${annotation}, namespace ${namespace}: ${expectDecision(annotation, namespace)}`, (t) => {
      const { results, operations, warnings } = evaluatePod(pod, { namespace: namespaces[namespace] });
      const expected = expectDecision(annotation, namespace);
      t.is(`${results[0]?.outcome} ${results[0]?.reason}`, expected);
      t.is(operations.length > 0, expected.startsWith('mutated'));
      t.deepEqual(
        warnings.map(({ code }) => code),
        expected.endsWith('INVALID') ? ['OPT_IN_VALUE_INVALID'] : [],
      );
    });

    test(`annotation ${annotation}, namespace ${namespace}, switched off: nothing`, (t) => {
      const { results, operations, warnings } = evaluatePod(pod, {
        namespace: namespaces[namespace],
        settings: { enabled: false },
      });
      t.is(`${results[0]?.outcome} ${results[0]?.reason}`, 'skipped DISABLED');
      t.deepEqual([operations, warnings], [[], []]);
    });
  }
}

test('the warning quotes the value, cut to 40 characters', (t) => {
  const { warnings } = evaluatePod(createPod({}, { [key]: 'x'.repeat(1000) }));
  t.deepEqual(warnings, [
    {
      mutator: 'dragonfly',
      code: 'OPT_IN_VALUE_INVALID',
      message: `dragonfly.io/inject: expected "true" or "false", found "${'x'.repeat(39)}…"`,
      path: '/metadata/annotations/dragonfly.io~1inject',
    },
  ]);
});

test('keys named like members of every object are not found in a Pod that has none', (t) => {
  const settings = { annotations: { inject: 'constructor' }, namespaceLabel: { key: 'toString', value: 'x' } };
  const namespace = { labels: {}, annotations: {} };
  t.is(evaluatePod(createPod({}, {}), { settings, namespace }).results[0]?.reason, 'NOT_OPTED_IN');
});

test('the evidence names the fact that would change the decision', (t) => {
  const { results } = evaluatePod(createPod({}, {}), { namespace: namespaces['labelled otherwise'] });
  t.deepEqual(results[0]?.evidence, [
    { path: '/metadata/annotations/dragonfly.io~1inject', found: undefined, wanted: 'true', wantedValue: 'true' },
    {
      path: 'namespace:/metadata/labels/dragonflyoss-injection',
      found: 'true',
      wanted: 'enabled',
      wantedValue: 'enabled',
    },
  ]);
});
