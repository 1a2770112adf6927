// The documents of the contract, put together, are what `-o yaml` prints, byte for byte.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { previewInputs } from '../../../cli/inputs/preview-inputs.js';
import { createWanted } from '../../../cli/inputs/wanted-objects.js';
import { createYaml } from '../../../cli/show/formats/yaml.js';
import { createTotals } from '../../../cli/show/totals.js';
import { createPreviewRequest } from '../../../proto/preview-request.js';
import { openOffline } from '../../../services/offline.js';
import { readCases } from '../../kit/cases.js';
import { runPreview } from '../../kit/preview-command.js';
import { assemble } from '../../kit/preview-manifest.js';
import { projectRoot } from '../../kit/project.js';
import { manifest as generated } from '../../services/rewrite/generated-manifest.js';

const api = await openOffline(undefined);
const facts = { namespace: 'default', namespaceLabels: { 'dragonflyoss-injection': 'enabled' } };

/** What a caller of the contract makes of the answer. */
async function putTogether(manifest: string): Promise<string> {
  const request = createPreviewRequest({ manifest, ...facts, outputs: ['PREVIEW_OUTPUT_DOCUMENTS'] });
  const { documents } = await api.preview(request).catch((error) => {
    if (error.details?.reason === 'MANIFEST_EMPTY') return { documents: [] };
    throw error;
  });
  // An empty manifest has no documents.
  return documents.length === 0 ? manifest : assemble(manifest, documents);
}

/** What the command prints of one input that comes in pieces. */
async function print(t: ExecutionContext, manifest: string): Promise<string> {
  const source = {
    name: '<stdin>',
    isPipe: true,
    async *read() {
      const bytes = Buffer.from(manifest);
      for (let start = 0; start < bytes.length; start += 50_000) yield bytes.subarray(start, start + 50_000);
    },
  };
  const format = createYaml();
  const { totals, add } = createTotals();
  const options = { ...facts, namespaceAnnotations: {}, mutators: [], wanted: createWanted([]) };
  let text = '';
  for await (const document of previewInputs(api, [source], {
    ...options,
    onFailure: (error) => t.fail(error.message),
  })) {
    add(document);
    text += format.add(document);
  }
  return text + (await format.finish(totals));
}

async function assertSame(t: ExecutionContext, manifest: string): Promise<string> {
  const printed = await print(t, manifest);
  t.is(await putTogether(manifest), printed, JSON.stringify(manifest.slice(0, 2000)));
  return printed;
}

const styles = 'test/services/rewrite/styles';
const files = [
  ...readdirSync(join(projectRoot, styles)).map((name) => join(styles, name, 'input.yaml')),
  ...readdirSync(join(projectRoot, 'examples'))
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .map((name) => join('examples', name)),
  'test/cli/show/golden/input.yaml',
];

test('every fixture and example', async (t) => {
  const texts = [
    ...files.map((path) => readFileSync(join(projectRoot, path), 'utf8')),
    ...readCases().flatMap(({ input: { pod } }) => [stringify(pod), JSON.stringify(pod)]),
  ];
  let changed = 0;
  for (const text of texts) {
    if ((await assertSame(t, text)) !== text) changed += 1;
  }
  t.true(texts.length > 150 && changed > 60, `${changed} of ${texts.length} changed`);
});

const pod = (name: string, value: string): string =>
  `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "${name}", "annotations": {"dragonfly.io/inject": "${value}"}},
  "spec": {"containers": [{"name": "a", "image": "a"}]}}\n`;
const inYaml = `apiVersion: v1 # behind
kind: Pod
metadata:
  name: in-yaml
  annotations: {k8s.v1.cni.cncf.io/networks: macvtap}
spec:
  # ahead
  containers:
    - name: a
      image: a\n`;
const item = inYaml.trimEnd().replaceAll('\n', '\n    ');
const inList = `apiVersion: v1\nkind: List\nitems:\n  - ${item}\n  - ${item.replace('in-yaml', 'second')}\n`;

const document = fc.oneof(
  generated,
  fc.constantFrom(
    inYaml,
    inList,
    pod('yes', 'true'),
    pod('no', 'false'),
    `${pod('one', 'true')}${pod('two', 'true')}`,
    `%YAML 1.1\n---\n${inYaml}`,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {text: "---"}\n',
    'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n',
    '# nothing but a comment\n',
    '\n\n',
    '',
  ),
);
const marker = fc.constantFrom(
  '---\n',
  '--- # behind the marker\n',
  '---\n# Source: chart/templates/web.yaml\n',
  '# ahead of the marker\n---\n\n',
  '...\n---\n',
  '...\n# between\n---\n',
);
const manifest = fc
  .record({
    documents: fc.array(fc.tuple(marker, document), { minLength: 1, maxLength: 5 }),
    hasFirstMarker: fc.boolean(),
    isCrlf: fc.boolean(),
    hasMark: fc.boolean(),
    isCut: fc.boolean(),
  })
  .map(({ documents, hasFirstMarker, isCrlf, hasMark, isCut }) => {
    const parts = documents.map(([start, text], index) => {
      const isOpen = index < documents.length - 1 && text !== '' && !text.endsWith('\n');
      return `${index > 0 || hasFirstMarker ? start : ''}${text}${isOpen ? '\n' : ''}`;
    });
    const whole = isCut ? parts.join('').trimEnd() : parts.join('');
    const text = isCrlf ? whole.replaceAll(/\r?\n/g, '\r\n') : whole;
    return hasMark ? `\ufeff${text}` : text;
  });

test('generated manifests: CRLF, byte order marks, comments, lists, JSON, no final newline, many documents', async (t) => {
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(manifest, async (text) => {
      if ((await assertSame(t, text)) !== text) changed += 1;
    }),
    { numRuns: 100 },
  );
  t.true(changed > 30, `${changed} changed`);
});

test('a manifest that the command takes apart', async (t) => {
  const text = Array.from({ length: 3500 }, (_, index) =>
    inYaml.replace('in-yaml', `pod-${index}`).replace('macvtap', index % 7 === 0 ? 'macvtap' : 'other'),
  ).join('---\n');
  t.true(text.length > 2 * 256 * 1024);
  const printed = await assertSame(t, text.trimEnd());
  // A container of the Pod, and that of Dragonfly.
  t.is(printed.split('privileged: true').length - 1, 1000);
});

test('the command as it is run', async (t) => {
  const labels = ['--namespace-label', 'dragonflyoss-injection=enabled'];
  for (const text of [
    `\ufeff${inYaml}---\n${inList}`.replaceAll('\n', '\r\n'),
    `${pod('a', 'true')}${pod('b', 'true')}`,
  ]) {
    const { code, stdout, stderr } = await runPreview({ args: ['-o', 'yaml', ...labels, '-'], stdin: text.trimEnd() });
    t.is(code, 0, stderr);
    t.is(await putTogether(text.trimEnd()), stdout);
    t.not(stdout, text.trimEnd());
  }
});
