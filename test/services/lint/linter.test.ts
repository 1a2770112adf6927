import test from 'ava';
import { z } from 'zod';
import { defineMutator, type Mutator } from '../../../services/decisions/mutator.js';
import { countEdits } from '../../../services/lint/rules/edit-distance.js';
import { rules } from '../../../services/lint/rules.js';
import { withEnv, withSpec } from '../../../services/pod/edits.js';
import { mutators } from '../../../services/registry.js';
import { previewManifest } from '../../kit/preview-manifest.js';
import { lintManifest, listPlaces } from './lint-manifest.js';

const known = { namespaceLabels: { 'kubernetes.io/metadata.name': 'default' } };

function podWith(metadata: string, container = ''): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
${metadata}spec:
  containers:
    - name: web
      image: registry.example/web:1
${container}`;
}

for (const { code, severity, example } of rules) {
  if (example === undefined) continue;
  test(`${code} finds something in its own example`, (t) => {
    const found = lintManifest(example).filter((finding) => finding.code === code);
    t.true(found.length > 0);
    for (const finding of found) {
      t.is(String(finding.severity), `SEVERITY_${severity.toUpperCase()}`);
      t.not(finding.message, '');
      t.not(finding.suggestion, '');
    }
  });
}

test('a Pod with nothing wrong has no findings', (t) => {
  const pod = podWith('  annotations:\n    dragonfly.io/inject: "true"\n    example.com/owner: shop\n');
  t.deepEqual(listPlaces(lintManifest(pod, known)), []);
});

test('nothing is looked for unless somebody asks', (t) => {
  const [result] = previewManifest(podWith('  annotations:\n    dragonfly.io/injct: "true"\n'), known);
  t.deepEqual(result?.findings, []);
});

const spellings = [
  ['dragonfly.io/injct', 'dragonfly.io/inject'],
  ['Dragonfly.io/inject', 'dragonfly.io/inject'],
  ['dragonfly.io/injetc', 'dragonfly.io/inject'],
  ['dragonfly.io/inejct', 'dragonfly.io/inject'],
  ['dragonfly.com/inject', 'dragonfly.io/inject'],
  ['dragonfly.io/injected', 'dragonfly.io/inject'],
  ['dragonfly.io/skip-tool', 'dragonfly.io/skip-tools'],
  ['dragonfly.io/cli-tools-img', 'dragonfly.io/cli-tools-image'],
  ['k8s.v1.cni.cncf.io/network', 'k8s.v1.cni.cncf.io/networks'],
] as const;

for (const [found, meant] of spellings) {
  test(`${found} is taken for ${meant}`, (t) => {
    const findings = lintManifest(podWith(`  annotations:\n    ${found}: "true"\n`), known);
    t.deepEqual(listPlaces(findings), ['KEY_MISSPELT 6:5']);
    t.is(findings[0]?.suggestion, `Did you mean ${meant}?`);
  });
}

for (const key of ['dragonfly.io/project', 'k8s.v1.cni.cncf.io/resourceName', 'prometheus.io/inject', 'inject']) {
  test(`${key} is taken for a key of its own`, (t) => {
    t.deepEqual(listPlaces(lintManifest(podWith(`  annotations:\n    ${key}: "x"\n`), known)), []);
  });
}

test('keys are those of the settings: another profile has others', (t) => {
  const manifest = podWith('  annotations:\n    dragonfly.io/init-container-image: registry.example/tools:1\n');
  t.deepEqual(listPlaces(lintManifest(manifest, known)), []);
  const injector = mutators.map((mutator) =>
    mutator.name === 'dragonfly'
      ? { ...mutator, settings: z.unknown().transform(() => mutator.settings.parse({ profile: 'injector' })) }
      : mutator,
  );
  const misspelt = manifest.replace('image:', 'imag:');
  t.deepEqual(listPlaces(lintManifest(misspelt, { ...known, mutators: injector as Mutator[] })), ['KEY_MISSPELT 6:5']);
});

test('a CronJob has three places for metadata, and only the innermost counts', (t) => {
  const manifest = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    metadata:
      annotations: {dragonfly.io/inject: "true"}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: job, image: registry.example/job:1}]
`;
  const findings = lintManifest(manifest, known);
  t.deepEqual(listPlaces(findings), ['KEY_ON_WORKLOAD 8:21']);
  t.is(findings[0]?.suggestion, 'Move it to spec.jobTemplate.spec.template.metadata.annotations.');
  t.is(findings[0]?.path, '/spec/jobTemplate/metadata/annotations/dragonfly.io~1inject');
});

test('an annotation that stands on workload and template is in its place', (t) => {
  const annotations = 'metadata: {name: web, annotations: {dragonfly.io/inject: "true"}}';
  const manifest = `apiVersion: apps/v1
kind: Deployment
${annotations}
spec:
  template:
    ${annotations}
    spec: {containers: [{name: web, image: registry.example/web:1}]}
`;
  t.deepEqual(listPlaces(lintManifest(manifest, known)), []);
});

const values = [
  ['yes', ['OPT_IN_VALUE_INVALID 6:5']],
  ['True', ['OPT_IN_VALUE_INVALID 6:5']],
  ['false', []],
] as const;

for (const [value, expected] of values) {
  test(`an opt-in with the value "${value}" is found ${expected.length} times`, (t) => {
    const findings = lintManifest(podWith(`  annotations:\n    dragonfly.io/inject: "${value}"\n`), known);
    t.deepEqual(listPlaces(findings), [...expected]);
  });
}

test('a switch that no mutator came to is looked at all the same', (t) => {
  const findings = lintManifest(podWith('  annotations:\n    dragonfly.io/skip-tools: "True"\n'), known);
  t.deepEqual(listPlaces(findings), ['VALUE_NOT_UNDERSTOOD 6:5']);
});

for (const value of ['enabled', 'disabled', 'false', '']) {
  test(`a Namespace may say "${value}"`, (t) => {
    const manifest = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    dragonflyoss-injection: "${value}"\n`;
    t.deepEqual(listPlaces(lintManifest(manifest)), []);
  });
}

test('what stands in the way is found where it stands', (t) => {
  const manifest = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  volumeClaimTemplates: [{metadata: {name: data}}]
  template:
    metadata:
      annotations:
        dragonfly.io/inject: "true"
    spec:
      volumes:
        - name: d7y-cli-tools-volume
          configMap: {name: tools}
      containers:
        - name: web
          image: registry.example/web:1
          env:
            - name: DRAGONFLY_PROXY_PORT
              value: "8080"
          volumeMounts:
            - name: data
              mountPath: /var/run/dfdaemon.sock/
`;
  const findings = lintManifest(manifest, known);
  t.deepEqual(listPlaces(findings), ['VOLUME_NAME_CONFLICT 12:11', 'ENV_CONFLICT 18:15', 'MOUNT_PATH_CONFLICT 21:15']);
  t.true(findings.every(({ suggestion, mutators }) => suggestion !== '' && mutators.join() === 'dragonfly'));
});

test('Pod Security: only what the change breaks counts', (t) => {
  const restricted = { namespaceLabels: { 'pod-security.kubernetes.io/enforce': 'baseline' } };
  const asks = '  annotations:\n    k8s.v1.cni.cncf.io/networks: macvtap0\n';
  const [finding, ...others] = lintManifest(podWith(asks), restricted);
  t.is(others.length, 0);
  t.is(finding?.code, 'POD_SECURITY_REFUSES');
  t.is(finding?.severity, 'SEVERITY_ERROR');
  t.regex(
    finding?.message ?? '',
    /"baseline" refuses the Pod after the change: capabilities_baseline \(web\), privileged \(web\)$/,
  );
  const privileged = podWith(asks, '      securityContext: {privileged: true, capabilities: {add: [NET_ADMIN]}}\n');
  t.deepEqual(listPlaces(lintManifest(privileged, restricted)), ['POD_SECURITY_REFUSES 1:1']);
  t.deepEqual(
    listPlaces(
      lintManifest(
        podWith(
          asks,
          '      securityContext: {privileged: true, capabilities: {add: [DAC_OVERRIDE, NET_ADMIN, SYS_RAWIO]}}\n',
        ),
        restricted,
      ),
    ),
    [],
  );
});

test('findings in an object of a List have the lines of the whole document', (t) => {
  const manifest = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata:
      name: web
      annotations:
        dragonfly.io/injct: "true"
    spec: {containers: [{name: web, image: registry.example/web:1}]}
`;
  const findings = lintManifest(`# first\n---\n${manifest}`, known);
  t.deepEqual(listPlaces(findings), ['KEY_MISSPELT 11:9']);
  t.is(findings[0]?.path, '/items/0/metadata/annotations/dragonfly.io~1injct');
});

test('an object that cannot be evaluated is a finding, and the others go on', (t) => {
  const broken = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: 7\n';
  const findings = lintManifest(`${broken}---\n${podWith('  annotations:\n    dragonfly.io/injct: "true"\n')}`, known);
  t.deepEqual(listPlaces(findings), ['INPUT_INVALID 4:7', 'KEY_MISSPELT 11:5']);
});

const references = [
  ['an earlier variable', 'env: [{name: A, value: a}, {name: B, value: $(A)}]', 0],
  ['a later variable', 'env: [{name: B, value: $(A)}, {name: A, value: a}]', 1],
  ['no variable', 'env: [{name: B, value: x$(NOBODY)y}]', 1],
  ['an escape', 'env: [{name: B, value: $$(NOBODY)}]', 0],
  ['an escaped dollar ahead of a reference', 'env: [{name: B, value: $$$(NOBODY)}]', 1],
  ['a variable of a Service', 'env: [{name: B, value: $(WEB_SERVICE_HOST)}]', 0],
  [
    'envFrom, whose names are elsewhere',
    'envFrom: [{secretRef: {name: s}}]\n      env: [{name: B, value: $(NOBODY)}]',
    0,
  ],
  ['a command of a shell', 'command: [sh, -c, "echo $(hostname) $(date +%s)"]', 0],
  ['an argument without variable', 'args: [--host=$(NOBODY)]', 1],
  ['an argument with a variable that is defined', 'args: [--host=$(A)]\n      env: [{name: A, value: a}]', 0],
] as const;

for (const [title, container, count] of references) {
  test(`$(VARIABLE) that names ${title} is found ${count} times`, (t) => {
    const codes = lintManifest(podWith('', `      ${container}\n`), known).map(({ code }) => code);
    t.deepEqual(codes, Array(count).fill('VARIABLE_UNRESOLVED'));
  });
}

test('a variable that the injection brings resolves', (t) => {
  const annotation = '  annotations:\n    dragonfly.io/inject: "true"\n';
  const manifest = podWith(annotation, '      args: ["--proxy=$(DRAGONFLY_INJECT_PROXY)"]\n');
  t.deepEqual(listPlaces(lintManifest(manifest, known)), []);
  t.deepEqual(listPlaces(lintManifest(manifest.replace('"true"', '"false"'), known)), ['VARIABLE_UNRESOLVED 11:14']);
});

// Mutators as they must not be.
function createMutator(bind: Mutator['bind']): Mutator {
  return defineMutator<unknown, string, string>({
    name: 'careless',
    description: 'Does what a mutator must not do.',
    reasons: { DONE: 'It was done.' },
    warnings: {},
    touches: [],
    needs: [],
    settings: z.strictObject({}),
    bind,
  });
}

test('a mutator that changes its own result again is found', (t) => {
  const twice = createMutator(() => (pod) => {
    const containers = (pod.spec.containers ?? []).map((container) =>
      withEnv(container, [{ name: 'MORE', value: '1' }]),
    );
    return { outcome: 'mutated', reason: 'DONE', pod: withSpec(pod, { containers }), evidence: [], warnings: [] };
  });
  t.deepEqual(listPlaces(lintManifest(podWith(''), { mutators: [twice] })), ['NOT_IDEMPOTENT 1:1']);
});

test('a Guaranteed Pod that would lose its class is found', (t) => {
  const adding = createMutator(() => (pod) => {
    const containers = pod.spec.containers ?? [];
    if (containers.some(({ name }) => name === 'more')) {
      return { outcome: 'unchanged', reason: 'DONE', evidence: [], warnings: [] };
    }
    const after = withSpec(pod, { containers: [...containers, { name: 'more', image: 'more' }] });
    return { outcome: 'mutated', reason: 'DONE', pod: after, evidence: [], warnings: [] };
  });
  const even = '      resources: {limits: {cpu: "1", memory: 1Gi}}\n';
  t.deepEqual(listPlaces(lintManifest(podWith('', even), { mutators: [adding] })), ['QOS_CLASS_LOST 1:1']);
  t.deepEqual(listPlaces(lintManifest(podWith(''), { mutators: [adding] })), []);
});

test('every registered mutator has advice for each of its warnings, and names its keys', (t) => {
  for (const { name, warnings, advice = {}, keys, settings } of mutators) {
    t.deepEqual(Object.keys(advice).sort(), Object.keys(warnings).sort(), name);
    t.true((keys?.(settings.parse({})) ?? []).length > 0, name);
  }
});

const distances = [
  ['inject', 'inject', 0],
  ['inject', 'injct', 1],
  ['inject', 'injecct', 1],
  ['inject', 'injekt', 1],
  ['inject', 'injetc', 1],
  ['inject', 'ejinct', 4],
  ['', 'ab', 2],
] as const;

for (const [one, other, edits] of distances) {
  test(`"${one}" and "${other}" are ${edits} edits apart, both ways`, (t) => {
    t.is(countEdits(one, other, 9), edits);
    t.is(countEdits(other, one, 9), edits);
  });
}
