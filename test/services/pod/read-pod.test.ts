import test from 'ava';
import { InputError } from '../../../services/pod/input-error.js';
import { readPod } from '../../../services/pod/read-pod.js';

const read = (text: string) => readPod(Buffer.from(text));
const podWith = (fields: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [] }, ...fields });

test('a Pod is read with all its fields, known or not', (t) => {
  const object = read(podWith({ zz: { limit: 1 } }));
  t.true(object.isPod);
  t.deepEqual(object.isPod && (object.pod as unknown as { zz: unknown }).zz, { limit: 1 });
});

test('null, empty and absent parents are all fine', (t) => {
  for (const spec of [
    {},
    { containers: null },
    { containers: [{ name: 'a', env: null, securityContext: null, resources: null }] },
  ]) {
    t.true(read(podWith({ spec, metadata: null })).isPod);
  }
});

test('another object is told apart, not refused', (t) => {
  t.deepEqual(read('{"apiVersion":"apps/v1","kind":"Deployment"}'), {
    isPod: false,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
  });
});

test('a hundred thousand nested lists in an unknown field do no harm', (t) => {
  t.true(read(`{"apiVersion":"v1","kind":"Pod","spec":{},"zz":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).isPod);
});

test('the last of two equal keys counts, as for the API server', (t) => {
  const object = read('{"apiVersion":"v1","kind":"Node","kind":"Pod","spec":{}}');
  t.true(object.isPod);
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /^pod_json: expected a Pod as JSON, found nothing$/],
  ['text that is no JSON', '{"kind":\n  oops}', /^pod_json: expected JSON \(line 2, column 3\)$/],
  ['truncated JSON', '{"kind":"Pod"', /^pod_json: expected JSON \(line 1, column 14\)$/],
  ['JSON with a byte order mark', `\ufeff${podWith({})}`, /^pod_json: expected JSON/],
  ['a list', '[]', /^pod_json: expected a JSON object, found a list$/],
  ['null', 'null', /^pod_json: expected a JSON object, found nothing$/],
  ['a number', '7', /^pod_json: expected a JSON object, found a number$/],
  [
    'an object that is no Kubernetes object',
    '{"spec":{}}',
    /^pod_json: expected a Kubernetes object with apiVersion and kind/,
  ],
  ['a Pod without spec', podWith({ spec: null }), /^pod_json\/spec: expected an object, found nothing$/],
  [
    'containers that are no list',
    podWith({ spec: { containers: {} } }),
    /^pod_json\/spec\/containers: expected a list, found an object$/,
  ],
  [
    'a container that is null',
    podWith({ spec: { containers: [{}, null] } }),
    /^pod_json\/spec\/containers\/1: expected an object, found nothing$/,
  ],
  [
    'env that is text',
    podWith({ spec: { containers: [{ env: 'a' }] } }),
    /^pod_json\/spec\/containers\/0\/env: expected a list, found a string$/,
  ],
  [
    'annotations that are a list',
    podWith({ metadata: { annotations: [] } }),
    /^pod_json\/metadata\/annotations: expected an object, found a list$/,
  ],
];

for (const [what, text, message] of refused) {
  test(`${what} is an error that says what was expected and what came`, (t) => {
    t.throws(() => read(text), { instanceOf: InputError, message });
  });
}

test('bytes that are no UTF-8 are an error', (t) => {
  t.throws(() => readPod(Buffer.from([0x7b, 0xff, 0x7d])), { instanceOf: InputError, message: /UTF-8/ });
});
