// The error of one document: what a program can read of it, and the lines that it names.

import test from 'ava';
import { fromStatus } from '../../../proto/status.js';
import { previewManifest } from '../../kit/preview-manifest.js';

const good = 'apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec: {containers: []}\n';

const cases = [
  {
    what: 'text that is no YAML',
    text: 'kind: Pod\nspec: [\n',
    details: { reason: 'MANIFEST_INVALID', line: '7', pointer: undefined },
  },
  {
    what: 'a document that is no object',
    text: '- a\n',
    details: { reason: 'OBJECT_INVALID', line: '6', pointer: undefined },
  },
  {
    what: 'an item of a List without kind',
    text: 'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n',
    details: { reason: 'OBJECT_INVALID', line: '9', pointer: '/items/0' },
  },
  {
    what: 'containers that are no list',
    text: 'apiVersion: v1\nkind: Pod\nspec:\n  containers: x\n',
    details: { reason: 'POD_SHAPE_INVALID', line: '9', pointer: '/spec/containers' },
  },
  {
    what: 'a workload without template',
    text: 'apiVersion: apps/v1\nkind: Deployment\nspec: {}\n',
    details: { reason: 'TEMPLATE_MISSING', line: '8', pointer: '/spec/template' },
  },
  {
    what: 'an annotation that is no text',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a/b: 1\nspec: {}\n',
    details: { reason: 'ANNOTATION_NOT_A_STRING', line: '10', pointer: '/metadata/annotations/a~1b' },
  },
  {
    what: 'a label of a Namespace that is no text',
    text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {a/b: true}\n',
    details: { reason: 'ANNOTATION_NOT_A_STRING', line: '10', pointer: '/metadata/labels/a~1b' },
  },
] as const;

for (const { what, text, details } of cases) {
  test(`the error of ${what} has reason, place and field as details`, (t) => {
    const { error, problem } = previewManifest(`${good}---\n${text}`)[1] ?? {};
    if (!error) {
      t.fail('expected an error');
      return;
    }
    const { message, details: found } = fromStatus(error);
    const [violation] = found.violations ?? [];
    const { pointer, line, column } = found.metadata ?? {};
    t.is(found.code, 'INVALID_ARGUMENT');
    t.deepEqual({ reason: found.reason, line, pointer }, details);
    t.is(violation?.field, 'manifest');
    t.true(violation?.description.endsWith(` (line ${line}, column ${column})`));
    t.is(problem?.reason, details.reason);
    const at = details.pointer === undefined ? '' : `${details.pointer}: `;
    t.is(message, `line ${line}, column ${column}: ${at}${problem?.message}`);
    const place = { pointer: details.pointer ?? '', line: Number(line), column: Number(column) };
    t.deepEqual(problem?.place, { root: 'PLACE_ROOT_DOCUMENT', ...place });
  });
}

const heads = [
  ['right behind the marker', '---\n', 6],
  ['behind comments and empty lines', '--- # Pods\n# Source: a.yaml\n\n  # more\r\n%YAML 1.1\n', 10],
  ['on the line of the marker', '--- !!map\n', 5],
] as const;

for (const [what, head, line] of heads) {
  test(`a broken document begins ${what}, wherever its error is`, (t) => {
    const [, result] = previewManifest(`${good}${head}kind: Pod\nspec:\n  a: b: c\n`);
    t.is(result?.verdict, 'VERDICT_ERROR');
    t.is(result?.line, line);
    t.regex(result?.error?.message ?? '', /^line \d+, column \d+: /);
  });
}

test('details of an error stay small, whatever the manifest says', (t) => {
  const key = '\u20ac'.repeat(10_000);
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {annotations: {"${key}": 1}}\nspec: {}\n`;
  const error = previewManifest(text)[0]?.error;
  t.true((error?.message.length ?? 0) <= 1024);
  t.true((error?.details ?? []).reduce((sum, { value }) => sum + value.length, 0) < 2048);
});
