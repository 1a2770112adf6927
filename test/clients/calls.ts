// Calls that together make the service say everything that the contract can hold, and callers in several languages that
// must all read the same.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFileRegistry,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonObject,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import type { ExecutionContext } from 'ava';
import { readDescriptors } from '../../proto/descriptor-set.js';
import { launch, type Owner } from '../kit/command.js';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readDescriptors()));

/** One call, as the programs in other languages read it. */
export interface Call {
  readonly Method: string;
  readonly Request: JsonObject;
}

/** What came back: the messages, and at the end a google.rpc.Status if the call failed. */
export type Answers = readonly JsonObject[];

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

const metadata = {
  name: 'both',
  annotations: {
    'dragonfly.io/inject': 'true',
    'k8s.v1.cni.cncf.io/networks': 'macvtap',
    'dragonfly.io/skip-tools': 'perhaps',
  },
};
const spec = {
  containers: [
    { name: 'a', image: 'a', env: [{ name: 'DRAGONFLY_PROXY_PORT', value: '1' }] },
    { name: 'b', image: 'b', resources: { limits: { 'macvtap.network.kubevirt.io/eno1': '1' } } },
  ],
};
/** As clients of Kubernetes hold it. */
const pod = { metadata, spec };
const namespaceFacts = { name: 'shop', labels: { team: 'web' }, annotations: {} };

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    dragonfly.io/inject: "true"
spec:
  template:
    metadata:
      annotations: ${JSON.stringify(metadata.annotations)}
    spec: ${JSON.stringify(spec)}
---
apiVersion: v1
kind: Pod
metadata: {name: plain}
spec:
  containers: [{name: a, image: a}]
---
apiVersion: v1
kind: Pod
metadata: {name: wrong}
spec: {containers: none}
---
kind: [
`;

const outputs = ['OPERATIONS', 'JSON_PATCH', 'DOCUMENTS', 'DIFF', 'IMPACT', 'FINDINGS', 'ALTERNATIVES'].map(
  (name) => `PREVIEW_OUTPUT_${name}`,
);
const manyContainers = {
  ...pod,
  spec: { containers: Array.from({ length: 1001 }, (_, index) => ({ name: `c${index}` })) },
};

const successes: readonly Call[] = [
  { Method: 'MutatePod', Request: { podJson: encode(pod), namespace: 'shop', namespaceFacts, view: 'VIEW_FULL' } },
  { Method: 'MutatePod', Request: { podJson: encode({ kind: 'Pod', apiVersion: 'v1', ...pod }), view: 'VIEW_BASIC' } },
  { Method: 'MutatePod', Request: { podJson: encode({ kind: 'Deployment', apiVersion: 'apps/v1' }) } },
  { Method: 'MutatePod', Request: { operation: 'OPERATION_DELETE' } },
  {
    Method: 'MutatePods',
    Request: {
      items: [
        { correlationId: 1, request: { podJson: encode(pod) } },
        { correlationId: 2, request: {} },
      ],
    },
  },
  { Method: 'Preview', Request: { manifest } },
  {
    Method: 'Preview',
    Request: {
      manifest,
      outputs,
      only: [{ group: 'batch', kind: 'Job', namespace: 'shop', name: 'x' }],
      objects: ['Pod/wrong', 'Deployment/web'],
    },
  },
  { Method: 'Preview', Request: { manifest, outputs, namespaces: [{ name: 'default' }] } },
  { Method: 'ListMutators', Request: {} },
  { Method: 'GetServerInfo', Request: {} },
];

/** Calls that fail, with the reason. */
const failures: readonly (readonly [reason: string, call: Call])[] = [
  ['POD_JSON_INVALID', { Method: 'MutatePod', Request: { podJson: 'e30hCg==' } }],
  ['POD_SHAPE_INVALID', { Method: 'MutatePod', Request: { podJson: encode({ ...pod, spec: { containers: {} } }) } }],
  ['TOO_MANY_CONTAINERS', { Method: 'MutatePod', Request: { podJson: encode(manyContainers) } }],
  ['ENUM_VALUE_UNKNOWN', { Method: 'MutatePod', Request: { podJson: encode(pod), view: 99 } }],
  ['MUTATOR_UNKNOWN', { Method: 'MutatePod', Request: { podJson: encode(pod), mutators: ['none'] } }],
  ['NAMESPACE_INVALID', { Method: 'Preview', Request: { manifest, namespace: 'Bad_Name/x' } }],
  ['MANIFEST_EMPTY', { Method: 'Preview', Request: {} }],
  ['FIELD_NOT_HONOURED', { Method: 'Preview', Request: { manifest, templatePaths: [{ kind: 'Web', path: '/spec' }] } }],
  ['ANSWER_TOO_LARGE', { Method: 'Preview', Request: { manifest, maxResponseBytes: 100 } }],
  ['ITEMS_MISSING', { Method: 'MutatePods', Request: {} }],
];

const podCount = 750;
const many = Array.from({ length: podCount }, (_, index) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...pod, metadata: { ...metadata, name: `pod-${index}` } }),
).join('\n');

/** What does not fit into what clients take by default, and the choice of the documentation, which does. */
const large: readonly Call[] = [
  { Method: 'Preview', Request: { manifest: many } },
  { Method: 'Preview', Request: { manifest: many, outputs: ['PREVIEW_OUTPUT_DOCUMENTS'] } },
];

export const calls: readonly Call[] = [...successes, ...failures.map(([, call]) => call), ...large];

// With them the service has more to say than with its defaults.
const settings = 'mutators: {dragonfly: {initContainer: {resources: {requests: {cpu: "2"}}}}}\n';

/** The calls as the programs read them. */
export const callsText = calls.map((call) => `${JSON.stringify(call)}\n`).join('');

/** Starts a service for the calls, and gives back its address. */
export async function launchService(owner: Owner): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'settings.yaml');
  await writeFile(file, settings);
  const service = await launch(owner, 'podmutator', ['service', '--grpc-addr', '127.0.0.1:0', '--config', file]);
  return String(service.ready['grpc']);
}

/** What a client of grpc-js gets, with what it takes by default. */
export async function askByGrpcJs(address: string, options: object = {}): Promise<readonly Answers[]> {
  const client = new Client(address, credentials.createInsecure(), options);
  try {
    return await Promise.all(calls.map((call) => ask(client, call)));
  } finally {
    client.close();
  }
}

async function ask(client: Client, { Method: name, Request: request }: Call): Promise<Answers> {
  const method = registry.getService('podmutator.v1.PodMutator')?.methods.find((one) => one.name === name);
  if (!method) throw new Error(`expected a method ${name} in the contract`);
  const path = `/${method.parent.typeName}/${name}`;
  const bytes = Buffer.from(toBinary(method.input, fromJson(method.input, request, { registry })));
  const answers: JsonObject[] = [];
  const stream = client.makeBidiStreamRequest(
    path,
    (value: Buffer) => value,
    (value: Buffer) => value,
    { deadline: Date.now() + 60_000 },
  );
  const error = await new Promise<ServiceError | undefined>((resolve) => {
    stream.on('data', (data: Buffer) => answers.push(write(method.output, data)));
    stream.on('error', resolve);
    stream.on('end', () => resolve(undefined));
    stream.end(bytes);
  });
  if (error) {
    const [details] = error.metadata.get('grpc-status-details-bin');
    answers.push(
      Buffer.isBuffer(details)
        ? write(registry.getMessage('google.rpc.Status') as DescMessage, details)
        : { code: error.code, message: error.details },
    );
  }
  return answers;
}

function write(schema: DescMessage, bytes: Uint8Array): JsonObject {
  return toJson(schema, fromBinary(schema, bytes), { registry }) as JsonObject;
}

/** Answers in an order that does not depend on how a stream has put them into messages. */
export function sortItems(all: readonly Answers[]): readonly Answers[] {
  return all.map((answers) => {
    const items = answers.flatMap(({ items: some }) => (some as JsonObject[] | undefined) ?? []);
    if (items.length === 0) return answers;
    return [{ items: items.toSorted((one, other) => Number(one['correlationId']) - Number(other['correlationId'])) }];
  });
}

/** Asserts what the calls are answered with, whoever asks. */
export function assertAnswers(t: ExecutionContext, all: readonly Answers[]): void {
  t.is(all.length, calls.length);
  const ends = all.map((answers) => answers.at(-1) as JsonObject);
  const [asClient, asObject] = ends as [JsonObject, JsonObject];
  t.is(readPatch(asClient), readPatch(asObject), 'a Pod without apiVersion and kind is decided like one with them');
  t.true(readPatch(asClient).length > 100);
  for (const end of ends.slice(0, successes.length)) t.false('code' in end, JSON.stringify(end));
  for (const [index, [reason, { Method: name }]] of failures.entries()) {
    const { details } = ends[successes.length + index] as JsonObject;
    t.like(
      (details as JsonObject[])[0],
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason },
      `${name}: ${reason}`,
    );
  }
  const [whole, chosen] = ends.slice(-large.length) as [JsonObject, JsonObject];
  t.is(whole['code'], 8);
  t.like((whole['details'] as JsonObject[])[0], { reason: 'ANSWER_TOO_LARGE', metadata: { limit: '4194304' } });
  t.regex(String(whole['message']), /PREVIEW_OUTPUT_DOCUMENTS/);
  t.is((chosen['results'] as JsonObject[]).length, podCount);
  t.is((chosen['documents'] as JsonObject[]).length, podCount);
}

function readPatch({ allowed }: JsonObject): string {
  return String((allowed as JsonObject | undefined)?.['jsonPatch']);
}

/** Fields of responses that no answer has. */
export function findUntold(all: readonly Answers[]): readonly string[] {
  const fields = new Map<string, boolean>();
  for (const [index, { Method: name }] of calls.entries()) {
    const output = registry.getService('podmutator.v1.PodMutator')?.methods.find((one) => one.name === name)?.output;
    const messages = (all[index] ?? []).filter((answer) => !('code' in answer));
    if (output) note(fields, output, messages);
  }
  return [...fields].filter(([, isTold]) => !isTold).map(([name]) => name);
}

function note(fields: Map<string, boolean>, schema: DescMessage, messages: readonly JsonObject[]): void {
  for (const field of schema.fields) {
    const name = `${schema.name}.${field.name}`;
    const found = messages.flatMap((message) => message[field.jsonName] ?? []);
    const isNew = !fields.has(name);
    fields.set(name, fields.get(name) === true || found.length > 0);
    const isMessage = field.fieldKind !== 'map' && field.message?.typeName.startsWith('podmutator.');
    if (isMessage && field.message && (isNew || found.length > 0)) note(fields, field.message, found as JsonObject[]);
  }
}
