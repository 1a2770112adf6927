// The documents of a preview: put together they are the manifest afterwards, and their runs of lines say what changed.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import type { PreviewDocument__Output } from '../../../proto/gen/podmutator/v1/PreviewDocument.js';
import { readCases } from '../../kit/cases.js';
import { assemble, previewWhole, splitLines } from '../../kit/preview-manifest.js';
import { projectRoot } from '../../kit/project.js';

const styles = 'test/services/rewrite/styles';
const files = [
  ...readdirSync(join(projectRoot, styles)).map((name) => join(styles, name, 'input.yaml')),
  'examples/helm-output.yaml',
  'examples/deployment.yaml',
  'test/cli/show/golden/input.yaml',
];
const manifests = [
  ...files.map((path) => ({ title: path, text: readFileSync(join(projectRoot, path), 'utf8') })),
  ...readCases().map(({ mutator, name, input }) => ({ title: `${mutator} ${name}`, text: stringify(input.pod) })),
];

/** Replaces the runs of lines of each document by those of its new text: the same text must come out. */
function applyRuns(t: ExecutionContext, manifest: string, documents: readonly PreviewDocument__Output[]): void {
  for (const { line, lineCount, patchedText, changedLines } of documents) {
    const before = splitLines(manifest).slice(line - 1, line - 1 + lineCount);
    const after = splitLines(patchedText ?? before.join(''));
    const result = [...before];
    for (const run of changedLines.toReversed()) {
      const start = run.newLine - line;
      result.splice(run.oldLine - line, run.oldCount, ...after.slice(start, start + run.newCount));
      t.true(run.mutators.length > 0);
      t.true(run.oldCount + run.newCount > 0);
    }
    t.deepEqual(result, after);
  }
}

for (const { title, text: manifest } of manifests) {
  test(`${title}: documents put together hold every change, and runs of lines say which`, (t) => {
    const namespaceLabels = { 'dragonflyoss-injection': 'enabled' };
    const { documents, results } = previewWhole(manifest, { namespaceLabels });
    const after = assemble(manifest, documents);
    applyRuns(t, manifest, documents);
    // What was changed is as it should be, so nothing is left to do.
    const again = previewWhole(after, { namespaceLabels });
    t.true(again.results.every(({ verdict }) => verdict !== 'VERDICT_CHANGED'));
    t.is(
      after === manifest,
      results.every(({ verdict }) => verdict !== 'VERDICT_CHANGED'),
    );
    for (const { patchedManifest, document } of results) {
      if (patchedManifest !== '') t.is(documents[document]?.patchedText, patchedManifest);
    }
  });
}

const pod = (name: string, annotations: string): string =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}","annotations":{${annotations}}},"spec":{"containers":[{"name":"a","image":"a"}]}}`;
const inject = '"dragonfly.io/inject":"true"';
const macvtap = '"k8s.v1.cni.cncf.io/networks":"macvtap"';

test('documents that share lines are told as text, so that they can be put together too', (t) => {
  const manifest = `${pod('one', '')}${pod('two', inject)} ${pod('three', '')}\n${pod('four', '')}`;
  const { documents, results } = previewWhole(manifest);
  t.is(documents.length, 4);
  const after = assemble(manifest, documents);
  t.is(previewWhole(after).results.filter(({ verdict }) => verdict === 'VERDICT_CHANGED').length, 0);
  t.is(after.split('"kind":"Pod"').length, 5);
  t.deepEqual(
    results.map(({ name }) => name),
    ['one', 'two', 'three', 'four'],
  );
});

test('lines are those of the mutator that wrote them', (t) => {
  const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: both
  annotations:
    dragonfly.io/inject: "true"
    k8s.v1.cni.cncf.io/networks: macvtap
spec:
  containers:
    - name: a
      image: a
      securityContext:
        privileged: false
`;
  const [document] = previewWhole(manifest).documents;
  const lines = splitLines(document?.patchedText ?? '');
  const authorsOf = (text: string): readonly string[] => {
    const line = lines.findIndex((one) => one.includes(text)) + 1;
    return (
      document?.changedLines.find((run) => run.newLine <= line && line < run.newLine + run.newCount)?.mutators ?? []
    );
  };
  t.deepEqual(authorsOf('privileged: true'), ['macvtap']);
  t.deepEqual(authorsOf('dfdaemon-socket'), ['dragonfly']);
  t.deepEqual(authorsOf('NET_ADMIN'), ['macvtap']);
  const replaced = document?.changedLines.find(({ oldCount }) => oldCount > 0);
  t.like(replaced, { oldLine: 13, oldCount: 1, mutators: ['macvtap'] });
});

test('a part of a larger text counts its lines, documents and differences from where it begins there', (t) => {
  const whole = `${'# head\n'.repeat(9)}---\n${pod('one', inject)}\n---\n${pod('two', macvtap)}\n---\napiVersion: v1\nkind: Pod\nspec: {containers: x}\n`;
  const head = 'a: 1\n---\nb: 2\n'.length;
  t.true(head > 0);
  const all = previewWhole(whole);
  const start = whole.indexOf('---\n', whole.indexOf('"one"'));
  const firstLine = whole.slice(0, start).split('\n').length;
  const part = previewWhole(whole.slice(start), { origin: { firstLine, firstDocument: 1, name: 'apps/web.yaml' } });
  t.deepEqual(part.documents, all.documents.slice(1));
  const withoutDiff = ({ diff: _diff, ...rest }: (typeof all.results)[number]) => rest;
  t.deepEqual(part.results.map(withoutDiff), all.results.slice(1).map(withoutDiff));
  t.true(part.results[0]?.diff.startsWith('--- a/apps/web.yaml\n+++ b/apps/web.yaml\n@@ -'));
  t.is(part.results[0]?.diff.replaceAll('apps/web.yaml', 'Pod/two'), all.results[1]?.diff);
});
