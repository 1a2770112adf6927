// Generated manifests in generated styles: whatever the text looks like, it ends up holding the patched document.

import test from 'ava';
import fc from 'fast-check';
import type { Mutator } from '../../../services/decisions/mutator.js';
import { type ManifestDocument, readDocument } from '../../../services/manifest/read-document.js';
import type { Pod } from '../../../services/pod/pod.js';
import { mutators } from '../../../services/registry.js';
import { planEdits } from '../../../services/rewrite/plan-edits.js';
import { holds, provesInPart, tryRewrite } from '../../../services/rewrite/rewrite.js';
import { applyEdits, sortEdits, type TextEdit } from '../../../services/rewrite/text-edit.js';
import { assertFaithful, previewManifest } from '../../kit/preview-manifest.js';
import { type Deployment, manifest } from './generated-manifest.js';
import { small } from './small-mutator.js';

for (const [title, active] of [
  ['the real mutators', mutators],
  ['edits of every kind', [small as Mutator]],
] as const) {
  test(`${title}: text, patch and untouched lines agree, and twice is once`, (t) => {
    fc.assert(
      fc.property(manifest, (text) => {
        const results = previewManifest(text, { mutators: active });
        t.is(results[0]?.verdict, 'VERDICT_CHANGED', `${JSON.stringify(results[0]?.error)}\n${text}`);
        const patched = assertFaithful(t, text, results);
        const [again] = previewManifest(patched, { mutators: active });
        t.is(again?.verdict, 'VERDICT_UNCHANGED');
        t.is(again?.operations.length, 0);
      }),
      { numRuns: 150 },
    );
  });
}

// The document, and what a mutator makes of it.
function readCase(text: string): { readonly document: ManifestDocument; readonly after: unknown } {
  const document = readDocument({ text, line: 1 }, 0) as ManifestDocument;
  const value = document.value as Deployment;
  const decide = small.bind({});
  const decision = decide(value.spec.template as unknown as Pod, { namespace: '', namespaceFacts: undefined });
  const template = decision.outcome === 'mutated' ? decision.pod : undefined;
  return { document, after: template && { ...value, spec: { ...value.spec, template } } };
}

test('each way to write larger parts anew holds the same document', (t) => {
  fc.assert(
    fc.property(manifest, fc.nat({ max: 6 }), (text, depth) => {
      const { document, after } = readCase(text);
      t.truthy(after);
      t.truthy(tryRewrite(document, after, depth).rewrite, text);
    }),
    { numRuns: 200 },
  );
});

const odd = fc.constantFrom(
  '\n',
  '\n\n',
  ' ',
  '  ',
  '\t',
  '#',
  ' # x\n',
  '"',
  "'",
  '|',
  '- ',
  ': ',
  '{',
  ']',
  ',',
  '0',
  '&a ',
  '*a',
);

interface Damage {
  readonly at: number;
  readonly text: string;
  readonly removed: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(),
  text: fc.oneof(odd, fc.constant('')),
  removed: fc.nat({ max: 2 }),
});

// Into the text that an edit writes, or into the text around it.
function damageEdits(edits: readonly TextEdit[], length: number, { at, text, removed }: Damage): readonly TextEdit[] {
  const edit = edits[at % edits.length];
  if (!edit || at % 3 === 0) {
    const start = at % length;
    return [...edits, { start, end: Math.min(length, start + removed), text }];
  }
  const place = at % (edit.text.length + 1);
  const damaged = edit.text.slice(0, place) + text + edit.text.slice(place + removed);
  const shift = at % 5 === 0 ? 1 : 0;
  const moved = { start: edit.start + shift, end: edit.end + shift, text: damaged };
  return edits.map((one) => (one === edit ? moved : one));
}

test('what reading the touched parts alone proves, reading everything proves as well', (t) => {
  let proven = 0;
  fc.assert(
    fc.property(manifest, fc.option(damage), fc.nat({ max: 6 }), (text, harm, depth) => {
      const { document, after } = readCase(text);
      const { edits } = planEdits(document, after, depth === 0 ? Number.POSITIVE_INFINITY : depth);
      const sorted = sortEdits(harm ? damageEdits(edits, text.length, harm) : edits);
      if (sorted && provesInPart(document, after, sorted)) {
        proven += 1;
        t.true(holds(applyEdits(text, sorted), after), JSON.stringify({ text, sorted }));
      }
    }),
    { numRuns: 300 },
  );
  t.true(proven > 30, `only ${proven} of the proofs succeeded`);
});
