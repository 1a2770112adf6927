// Manifests that no person would write, over the wire: each has an answer, and the server lives.

import test, { type ExecutionContext } from 'ava';
import { mutators } from '../../../services/registry.js';
import { writeFileOfTest } from '../../kit/files.js';
import { failureOf, macvtapPod, type Serving, serve } from '../../kit/service.js';

const repeat = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join('');
const metadata = 'metadata: {annotations: {dragonfly.io/inject: "true", k8s.v1.cni.cncf.io/networks: macvtap}}';
const pod = (spec: string): string =>
  `apiVersion: v1\nkind: Pod\n${metadata}\nspec:\n${spec}  containers: [{name: a}]\n`;

const changed = 'VERDICT_CHANGED';
const broken = 'VERDICT_ERROR';

const manifests: readonly (readonly [string, string, string])[] = [
  [
    '50,000 labels',
    `metadata: {labels: {${repeat(50_000, (index) => `l${index}: v, `)}}}\nspec: {}\napiVersion: v1\nkind: Pod\n`,
    'VERDICT_UNKNOWN',
  ],
  ['100,000 uses of an alias', pod(`  x: &x 1\n  y:\n${'  - *x\n'.repeat(100_000)}`), changed],
  ['a line of a million characters', pod(`  x: ${'a'.repeat(1_000_000)}\n`), changed],
  ['a million line breaks in a value', pod(`  x: a${'\n'.repeat(1_000_000)}    b\n`), changed],
  ['a million spaces ahead of a comment', pod(`  x: 1${' '.repeat(1_000_000)}# one\n`), changed],
  ['a megabyte of quotes', '"'.repeat(1_000_000), broken],
  ['a megabyte of quotes in brackets', `{${'"'.repeat(1_000_000)}`, broken],
  ['a megabyte of closing brackets', ']'.repeat(1_000_000), broken],
  ['a megabyte of opening brackets', '['.repeat(1_000_000), broken],
  ['a megabyte of NUL', '\0'.repeat(1_000_000), broken],
  ['NUL in a value', pod(`  x: ${'\0'.repeat(1000)}\n`), changed],
  ['half surrogate pairs', pod(`  x: ${'\ud800'.repeat(1000)}\n  y: "\udc00"\n`), changed],
  ['a megabyte of carriage returns', '\r'.repeat(1_000_000), broken],
  ['carriage returns in a value', pod(`  x: a${'\r'.repeat(1000)}\n`), changed],
  ['10,000 merge keys', pod(`  x: &x {}\n  y:\n${'    <<: *x\n'.repeat(10_000)}`), changed],
  ['a number of a million digits', pod(`  x: ${'1'.repeat(1_000_000)}\n`), broken],
];

async function servePatiently(t: ExecutionContext): Promise<Serving> {
  const configFile = await writeFileOfTest(t, 'settings.yaml', 'limits: { maxCallSeconds: 120 }');
  t.timeout(120_000);
  return serve(t, { mutators, configFile });
}

async function previewHostile({ call }: Serving, manifest: string): Promise<readonly string[]> {
  const { results } = await call('preview', { manifest }, 110_000);
  return results.map(({ verdict }) => verdict);
}

for (const [title, manifest, verdict] of manifests) {
  test.serial(`${title}: a verdict, and the server lives`, async (t) => {
    const serving = await servePatiently(t);
    t.deepEqual(await previewHostile(serving, manifest), [verdict]);
    t.is((await serving.call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
  });
}

test.serial('more work than fits into the deadline ends with it, and the server lives', async (t) => {
  const serving = await servePatiently(t);
  const manifest = pod('').replace('[{name: a}]', `[${repeat(50_000, (index) => `{name: c${index}}, `)}]`);
  t.is((await failureOf(serving.call('preview', { manifest }, 1000))).code, 4);
  t.deepEqual(await previewHostile(serving, pod('')), [changed]);
  t.is((await serving.call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
});
