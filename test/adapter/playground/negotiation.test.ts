// POST /v1/preview: what the body may be, what the answer may be, and what the query says. One form is as good as another:
// each says what the contract says, or what the command prints.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { readVersion } from '../../../runtime/version.js';
import type { Answer } from '../../kit/adapter.js';
import { checkStatus, type Playing, play } from '../../kit/playground.js';
import { runPreview } from '../../kit/preview-command.js';
import { projectRoot } from '../../kit/project.js';
import { findSchemaErrors } from '../../kit/published-schema.js';

const test = anyTest as TestFn<Playing>;
const ends: (() => unknown)[] = [];

test.before(async (t) => {
  const owner = { ...t, teardown: (end: () => unknown) => void ends.push(end) } as never;
  // The tests ask at the same time.
  t.context = await play(owner, { page: { limits: { maxInFlight: 1000 } } });
});

test.after.always(() => Promise.all(ends.map((end) => end())));

const path = '/v1/preview';
const yaml = { 'content-type': 'application/yaml' };
const reportType = 'application/vnd.podmutator.preview.v1+json';
const deployment = readFileSync(join(projectRoot, 'examples/deployment.yaml'), 'utf8');

const manifests = readdirSync(join(projectRoot, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => [name, readFileSync(join(projectRoot, 'examples', name), 'utf8')] as const)
  .filter(([, text]) => /^kind: (?:Pod|Deployment|List|CronJob)$/m.test(text));

const golden = readFileSync(join(projectRoot, 'test/cli/show/golden/input.yaml'), 'utf8');

async function askAs(t: ExecutionContext<Playing>, accept: string, body: string, query = ''): Promise<string> {
  const answer = await t.context.ask({ path: `${path}${query}`, body, headers: { ...yaml, accept } });
  t.is(answer.status, 200, answer.body);
  return answer.body;
}

for (const [name, text] of [...manifests, ['every thing that a format shows', golden] as const]) {
  test(`a report and a diff are what the command prints of its standard input: ${name}`, async (t) => {
    const facts = [
      '-n',
      'shop',
      '--namespace-label',
      'dragonflyoss-injection=enabled',
      '--namespace-annotation',
      'a/b=c=d',
    ];
    const query = '?namespace=shop&label=dragonflyoss-injection=enabled&annotation=a/b%3Dc=d';
    for (const [format, type] of [
      ['diff', 'text/x-diff'],
      ['json', reportType],
    ] as const) {
      const { stdout } = await runPreview({ args: ['-o', format, ...facts, '-'], stdin: text });
      t.not(stdout, '');
      t.is(await askAs(t, type, text, query), stdout);
    }
  });
}

test('the JSON of a manifest is the JSON of a request with that manifest, on both paths, with its defaults written', async (t) => {
  const body = JSON.stringify({
    manifest: deployment,
    namespace: 'shop',
    namespace_labels: { 'dragonflyoss-injection': 'enabled', 'c/d': '' },
    namespaceAnnotations: { e: 'f' },
  });
  const query = '?namespace=shop&label=dragonflyoss-injection=enabled&label=c/d=&annotation=e=f';
  const one = JSON.parse(await askAs(t, '*/*', deployment, query));
  for (const own of [path, '/preview']) {
    const answer = await t.context.ask({ path: own, body });
    t.is(answer.headers['content-type'], 'application/json');
    t.deepEqual(JSON.parse(answer.body), one);
  }
  t.is(one.engineVersion, readVersion());
  t.deepEqual(one.unmatchedObjects, []);
  t.like(one.results[0], { document: 0, incomplete: false, verdict: 'VERDICT_CHANGED', basis: 'POD_BASIS_TEMPLATE' });
});

const accepted: readonly (readonly [accept: string | undefined, type: string])[] = [
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*', 'text/x-diff; charset=utf-8'],
  ['text/x-diff;q=0.5, application/json;q=0.4', 'text/x-diff; charset=utf-8'],
  ['text/html, application/json;q=0.9, */*;q=0.8', 'application/json'],
  ['application/json;q=0, */*', 'text/x-diff; charset=utf-8'],
  ['Application/JSON; charset=UTF-8', 'application/json'],
  [`text/x-diff;q=0.1,${reportType}`, reportType],
];

for (const [accept, type] of accepted) {
  test(`Accept: ${accept} is answered with ${type}`, async (t) => {
    const { status, headers } = await t.context.ask({
      path,
      body: deployment,
      headers: { ...yaml, ...(accept && { accept }) },
    });
    t.is(status, 200);
    t.is(headers['content-type'], type);
  });
}

const bodies = ['application/yaml', 'application/x-yaml', 'text/yaml', 'Text/YAML; charset="utf-8"'];

for (const type of bodies) {
  test(`a body of ${type} is the manifest`, async (t) => {
    const { status, body } = await t.context.ask({ path, body: deployment, headers: { 'content-type': type } });
    t.is(status, 200, body);
  });
}

interface Wrong {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly says: readonly [status: number, reason: string, message: RegExp];
}

const wrong: Readonly<Record<string, Wrong>> = {
  'an answer that is not made': {
    headers: { ...yaml, accept: 'text/html' },
    says: [
      406,
      'ACCEPT_UNEXPECTED',
      /^Accept: expected one of application\/json, text\/x-diff, application\/vnd\.podmutator\.preview\.v1\+json, found "text\/html"$/,
    ],
  },
  'an Accept as large as a head may be': {
    headers: { ...yaml, accept: `${'text/html;a="b,c", '.repeat(700)}text/html` },
    says: [406, 'ACCEPT_UNEXPECTED', /^Accept: .{150,250}$/],
  },
  'a body of another type': {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    says: [
      415,
      'CONTENT_TYPE_UNEXPECTED',
      /^Content-Type: expected application\/json \(a PreviewRequest\) or application\/yaml .* found "application\/x-www-form-urlencoded"$/,
    ],
  },
  'a body in another character set': {
    headers: { 'content-type': 'application/yaml; charset=latin1' },
    says: [415, 'CONTENT_TYPE_UNEXPECTED', /in UTF-8, found "application\/yaml; charset=latin1"$/],
  },
  'a type that is a name of every object': {
    headers: { 'content-type': 'constructor' },
    says: [415, 'CONTENT_TYPE_UNEXPECTED', /found "constructor"$/],
  },
  'a compressed body': {
    headers: { ...yaml, 'content-encoding': 'gzip' },
    says: [415, 'CONTENT_TYPE_UNEXPECTED', /^Content-Encoding: expected none, found "gzip"$/],
  },
  'a parameter that is not known': {
    query: '?lable=a=b',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^lable: unknown parameter of the query; did you mean "label"\?$/],
  },
  'a parameter that is like no other': {
    query: '?x',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^x: unknown parameter of the query; expected namespace, label, annotation, timeout$/],
  },
  'facts in the query of a JSON body': {
    query: '?namespace=shop',
    body: '{}',
    says: [
      400,
      'QUERY_INVALID',
      /^namespace: a parameter for bodies of application\/yaml; in JSON the body has fields/,
    ],
  },
  'two namespaces': {
    query: '?namespace=a&namespace=b',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^namespace: expected once, found more than once$/],
  },
  'two times': {
    query: '?timeout=1s&timeout=2s',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^timeout: expected once/],
  },
  'a label without a value': {
    query: '?label=a',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^label: expected KEY=VALUE, found "a"$/],
  },
  'a key that no annotation has': {
    query: '?annotation=a%20b=c',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^annotation: expected a key such as team or example\.com\/team, found "a b"$/],
  },
  'a namespace that is none': {
    query: '?namespace=Shop',
    headers: yaml,
    says: [400, 'NAMESPACE_INVALID', /^namespace: expected .* found "Shop"/],
  },
  'no body': { headers: yaml, body: '', says: [400, 'MANIFEST_EMPTY', /^manifest: /] },
  'other bytes than UTF-8': {
    headers: yaml,
    body: Buffer.from('a: \xff', 'latin1'),
    says: [400, 'MANIFEST_INVALID', /^manifest: expected UTF-8, found other bytes$/],
  },
  'an unknown field': {
    body: '{"manifest":"a: b","namespaces":[{"lables":{}}]}',
    says: [
      400,
      'REQUEST_JSON_INVALID',
      /^namespaces\[0\]\.lables: unknown field of podmutator\.v1\.NamespaceFacts; did you mean "labels"\?$/,
    ],
  },
  'a value that no enumeration has': {
    body: '{"manifest":"a: b","outputs":["PREVIEW_OUTPUT_DIFF","DIFF"]}',
    says: [400, 'REQUEST_JSON_INVALID', /^outputs\[1\]: expected one of PREVIEW_OUTPUT_OPERATIONS, .*, found "DIFF"$/],
  },
  'a label that is there twice': {
    query: '?label=a=b&label=a=c',
    headers: yaml,
    says: [400, 'QUERY_INVALID', /^label: expected each key once, found "a" more than once$/],
  },
  'a body that is too large': {
    headers: yaml,
    body: Buffer.alloc(9_000_000, '#'),
    says: [413, 'BODY_TOO_LARGE', /^the request: expected at most 8388608 bytes, found more; split the manifest/],
  },
  'a field that is not evaluated yet': {
    body: JSON.stringify({ manifest: deployment, templatePaths: [{ kind: 'VM', path: '/spec' }] }),
    says: [501, 'FIELD_NOT_HONOURED', /^template_paths: not honoured by service /],
  },
};

for (const [title, { query = '', headers, body = deployment, says }] of Object.entries(wrong)) {
  const [status, reason, message] = says;
  test(`${status} for ${title}`, async (t) => {
    const answer: Answer = await t.context.ask({ path: `${path}${query}`, body, ...(headers && { headers }) });
    const told = checkStatus(t, answer, status);
    t.is(told.details[0]?.['reason'], reason);
    t.regex(told.message, message);
  });
}

test('outputs that a diff or a report is made of are asked for', async (t) => {
  const body = JSON.stringify({
    manifest: deployment,
    namespaceLabels: { 'dragonflyoss-injection': 'enabled' },
    outputs: ['PREVIEW_OUTPUT_FINDINGS'],
  });
  for (const accept of ['text/x-diff', reportType]) {
    const { body: text } = await t.context.ask({ path, body, headers: { accept } });
    t.regex(text, /\+.*DRAGONFLY/);
  }
});

test('a text that is a part of another one counts and is named as that', async (t) => {
  const body = JSON.stringify({ manifest: deployment, origin: { firstLine: 100, firstDocument: 7, name: 'all.yaml' } });
  const { body: text } = await t.context.ask({ path, body, headers: { accept: reportType } });
  t.like(JSON.parse(text).objects[0], { input: 'all.yaml', file: 'all.yaml', document: 7 });
  t.true(JSON.parse(text).objects[0].line >= 100);
});

test('a filter that meets nothing is told in every form', async (t) => {
  const body = JSON.stringify({ manifest: deployment, objects: ['Pod/x'], only: [{ name: 'y', namespace: 'z' }] });
  const diff = await t.context.ask({ path, body, headers: { accept: 'text/x-diff' } });
  t.is(
    diff.body,
    '# Pod/x: there is no such object in the manifest\n# y in z: there is no such object in the manifest\n',
  );
  const report = JSON.parse((await t.context.ask({ path, body, headers: { accept: reportType } })).body);
  t.deepEqual(findSchemaErrors('preview-v1', report), []);
  t.deepEqual(report.unmatchedObjects, [
    { kind: 'Pod', namespace: '', name: 'x' },
    { kind: '', namespace: 'z', name: 'y' },
  ]);
});
