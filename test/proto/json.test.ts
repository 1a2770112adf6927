// The JSON form of the contract is that of proto3: judged by buf, which has another implementation of it, and by
// round trips of whatever can be generated.

import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { PodMutatorError } from '../../proto/errors.js';
import { readJson, writeJson } from '../../proto/json.js';
import { PodMutator } from '../../proto/load.js';
import { encodeStatus } from '../../proto/status.js';
import { projectRoot } from '../kit/project.js';

const { Preview, MutatePod } = PodMutator.service;
const requestType = 'podmutator.v1.PreviewRequest';

const text = fc.string({ unit: 'grapheme' });
const words = fc.array(text, { maxLength: 3 });
// A name such as __proto__ is an entry like any other.
const map = fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', 'constructor')), text, { maxKeys: 3 });
const flag = fc.option(fc.boolean(), { nil: undefined });
const number = fc.integer({ min: 0, max: 0xffff_ffff });

const requests = fc.record({
  manifest: text,
  namespace: text,
  namespaceLabels: map,
  namespaceAnnotations: map,
  mutators: words,
  objects: words,
  lint: flag,
  alternatives: flag,
});

const alternatives = fc.record({
  edits: fc.array(fc.record({ path: text, value: fc.option(text, { nil: undefined }) }), { maxLength: 2 }),
  outcome: fc.constantFrom('OUTCOME_UNSPECIFIED', 'OUTCOME_MUTATED', 'OUTCOME_UNKNOWN'),
  reason: text,
});

const results = fc.record({
  apiVersion: text,
  name: text,
  document: number,
  line: number,
  verdict: fc.constantFrom('VERDICT_UNSPECIFIED', 'VERDICT_CHANGED', 'VERDICT_ERROR'),
  mutators: fc
    .array(fc.record({ mutator: text, evidence: fc.array(fc.record({ path: text, found: text }), { maxLength: 2 }) }), {
      maxLength: 2,
    })
    .chain((mutators) =>
      fc
        .record({
          operationIndexes: fc.array(number, { maxLength: 3 }),
          alternatives: fc.array(alternatives, { maxLength: 2 }),
        })
        .map((more) => mutators.map((mutator) => ({ ...mutator, ...more }))),
    ),
  diff: text,
  error: fc.option(fc.record({ code: fc.integer({ min: 0, max: 16 }), message: text }), { nil: null }),
  impact: fc.option(
    fc.record({ privilegesGained: fc.array(fc.record({ container: text, needed: flag }), { maxLength: 2 }) }),
    { nil: null },
  ),
});

const responses = fc.record({ configRevision: text, results: fc.array(results, { maxLength: 3 }) });

/** The same request with the names of the contract. */
function toProtoNames(request: object): object {
  const rename = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(request).map(([name, value]) => [rename(name), value]));
}

test('a request means the same with the names of JSON, with those of the contract, and on the wire', (t) => {
  fc.assert(
    fc.property(requests, (request) => {
      const expected = Preview.requestDeserialize(Preview.requestSerialize(request as never));
      for (const form of [request, toProtoNames(request)]) {
        const bytes = readJson(requestType, JSON.stringify(form));
        t.deepEqual(Preview.requestDeserialize(Buffer.from(bytes)), expected);
      }
    }),
    { numRuns: 100 },
  );
});

test('a response survives its way through JSON', (t) => {
  const type = 'podmutator.v1.PreviewResponse';
  fc.assert(
    fc.property(responses, (response) => {
      const bytes = Preview.responseSerialize(response as never);
      const back = readJson(type, writeJson(type, bytes));
      t.deepEqual(Preview.responseDeserialize(Buffer.from(back)), Preview.responseDeserialize(bytes));
    }),
    { numRuns: 100 },
  );
});

/** One message of each kind of field that the contract has, on the wire. */
const samples: Readonly<Record<string, Buffer>> = {
  'google.rpc.Status': encodeStatus(
    new PodMutatorError('too many “previews”', {
      code: 'UNAVAILABLE',
      reason: 'OVERLOADED',
      metadata: { limit: '8' },
      violations: [{ field: 'manifest', description: 'line 3' }],
      retryAfterMs: 1500,
    }),
  ),
  'podmutator.v1.MutatePodResponse': MutatePod.responseSerialize({
    decision: 'allowed',
    allowed: { jsonPatch: Buffer.from('[{"op":"add"}] ÿ~?'), operationCount: 0xffff_ffff },
    auditAnnotations: { 'dragonfly.outcome': 'skipped', __proto__x: '1' },
  } as never),
  'podmutator.v1.PreviewResponse': Preview.responseSerialize({
    results: [
      {
        name: 'front\u2028<x>',
        verdict: 'VERDICT_CHANGED',
        mutators: [
          { outcome: 'OUTCOME_MUTATED', alternatives: [{ edits: [{ path: '/a', value: '' }, { path: '/b' }] }] },
        ],
        impact: { qosBefore: 'QOS_CLASS_BURSTABLE', privilegesGained: [{ needed: false }, { needed: true }, {}] },
        error: { code: 3, message: 'no' },
      },
      {},
    ],
  } as never),
};

test('what is written is what buf writes', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-'));
  for (const [type, bytes] of Object.entries(samples)) {
    const file = join(folder, `${type}.binpb`);
    await writeFile(file, bytes);
    const { stdout } = await promisify(execFile)(
      join(projectRoot, 'node_modules/.bin/buf'),
      ['convert', 'proto/gen/descriptors.binpb', '--type', type, '--from', file, '--to', '-#format=json'],
      { cwd: projectRoot },
    );
    t.deepEqual(JSON.parse(writeJson(type, bytes)), JSON.parse(stdout), type);
  }
});

const refused: readonly (readonly [json: string, problem: string])[] = [
  ['', 'body: expected JSON, found nothing'],
  ['{"manifest":\n x}', 'body: expected JSON at line 2, column 2, found something else'],
  ['[]', 'body: expected a JSON object, found a list'],
  ['null', 'body: expected a JSON object, found null'],
  ['{"manifst": "a"}', 'manifst: unknown field of podmutator.v1.PreviewRequest; did you mean "manifest"?'],
  [
    '{"somethingElse": 1}',
    'somethingElse: unknown field of podmutator.v1.PreviewRequest; expected manifest, namespace, namespace_labels, ' +
      'namespace_annotations, mutators, objects, lint, alternatives, namespaces, context_manifests, origin, template_paths, ' +
      'outputs, only, max_response_bytes',
  ],
  ['5', 'body: expected a JSON object, found a number'],
  ['{"__proto__": 1}', 'unknown field'],
  ['{"manifest": 5}', 'manifest: expected string, got 5'],
  ['{"manifest": "\\ud800"}', 'manifest: '],
  ['{"manifest": "a", "manifest": "b"}', 'body: duplicate object key "manifest"'],
  ['{"namespaceLabels": {}, "namespace_labels": {}}', 'namespace_labels: set multiple times'],
  ['{"namespaceLabels": {"a": 1}}', 'namespace_labels: map entry "a": expected string, got 1'],
  ['{"mutators": "dragonfly"}', 'mutators: expected Array, got "dragonfly"'],
  ['{"lint": "true"}', 'lint: expected boolean'],
];

for (const [json, problem] of refused) {
  test(`refused, naming the field: ${json.replaceAll('\n', '⏎') || 'nothing'}`, (t) => {
    const error = t.throws(() => readJson(requestType, json), { instanceOf: PodMutatorError });
    t.true(error?.message.includes(problem), error?.message);
    t.like(error?.details, { code: 'INVALID_ARGUMENT', reason: 'REQUEST_JSON_INVALID' });
    t.is(error?.message, `${error?.details.violations?.[0]?.field}: ${error?.details.violations?.[0]?.description}`);
  });
}
