import test from 'ava';
import fc from 'fast-check';
import {
  checks,
  findBreaches,
  findLevel,
  selectNew,
  selectRefused,
} from '../../../services/impact/pod-security/evaluate.js';
import type { Pod } from '../../../services/pod/pod.js';
import { createPod, fixtures } from './pod-security-fixtures.js';

function brokenChecks(pod: unknown): readonly string[] {
  return [...new Set(findBreaches(pod as Pod).map(({ check }) => check))];
}

test('every check has Pods that pass and Pods that fail', (t) => {
  t.deepEqual(Object.keys(fixtures).sort(), checks.map(({ id }) => id).sort());
  t.true(Object.values(fixtures).every(({ pass, fail }) => pass.length > 0 && fail.length > 0));
});

for (const [id, { pass, fail }] of Object.entries(fixtures)) {
  for (const fixture of pass) {
    test(`${id} lets pass ${JSON.stringify(fixture)}`, (t) => {
      t.false(brokenChecks(createPod(fixture)).includes(id));
    });
  }
  for (const fixture of fail) {
    test(`${id} refuses ${JSON.stringify(fixture)}`, (t) => {
      t.true(brokenChecks(createPod(fixture)).includes(id));
    });
  }
}

const levels = [
  ['restricted', {}],
  ['baseline', { context: { runAsUser: 0 } }],
  ['privileged', { context: { privileged: true } }],
  // Breaks the check of baseline, which a stricter one replaces at the level above.
  ['baseline', { context: { procMount: 'Unmasked' }, spec: { hostUsers: false } }],
] as const;

for (const [level, fixture] of levels) {
  test(`the highest level of a Pod with ${JSON.stringify(fixture)} is ${level}`, (t) => {
    t.is(findLevel(findBreaches(createPod(fixture) as Pod)), level);
  });
}

test('a namespace without a level refuses nothing', (t) => {
  const breaches = findBreaches(createPod({ context: { privileged: true } }) as Pod);
  t.true(breaches.length > 0);
  t.deepEqual(selectRefused(breaches, 'privileged'), []);
});

test('a breach names check, container, place and what is there', (t) => {
  const [breach] = findBreaches(createPod({ context: { capabilities: { add: ['NET_ADMIN', 'CHOWN'] } } }) as Pod);
  t.deepEqual(breach, {
    check: 'capabilities_baseline',
    level: 'baseline',
    container: 'app',
    path: '/spec/containers/0/securityContext/capabilities/add',
    detail: 'adds NET_ADMIN',
  });
});

test('a breach that only moved is not new', (t) => {
  const before = createPod({ context: { privileged: true } }) as Pod;
  const [app] = before.spec.containers;
  const after = { ...before, spec: { ...before.spec, containers: [{ ...app, name: 'first' }, app] } } as Pod;
  const added = selectNew(findBreaches(before), findBreaches(after));
  t.deepEqual([...new Set(added.map(({ container }) => container))], ['first']);
});

test('no shape of a field stops the checks', (t) => {
  const shapes = fc.constantFrom<unknown>(null, 'text', 7, true, [], [null], ['text'], {}, { type: 7 }, [{ host: {} }]);
  const names = ['securityContext', 'ports', 'lifecycle', 'livenessProbe', 'volumes', 'hostUsers', 'os', 'name'];
  const part = fc.dictionary(fc.constantFrom(...names), shapes);
  const pods = fc.record({ spec: part, containers: fc.array(fc.oneof(part, shapes), { maxLength: 3 }) });
  fc.assert(
    fc.property(pods, ({ spec, containers }) => {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: null, spec: { ...spec, containers } };
      return findLevel(findBreaches(pod as unknown as Pod)) !== undefined;
    }),
  );
  t.pass();
});
