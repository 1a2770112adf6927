// One decision, whichever way it is asked for: in process, over gRPC, over HTTP in one process and in two, as a preview.
// More than two hundred Pods: all cases of the mutators, the examples, and generated Pods that are the same every time.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { parse, stringify } from 'yaml';
import { createClient } from '../adapter/client/client.js';
import type { PodMutatorApi } from '../proto/api.js';
import { createPreviewRequest } from '../proto/preview-request.js';
import { applyPatch, type Operation } from '../services/decisions/patch.js';
import { openOffline } from '../services/offline.js';
import { readCases } from './kit/cases.js';
import { launch, run } from './kit/command.js';
import { namespaces as generatedNamespaces, pods as generatedPods } from './kit/generated-pods.js';
import { projectRoot } from './kit/project.js';

interface Asked {
  readonly title: string;
  readonly pod: object;
  readonly namespace: string;
  /** Undefined: unknown. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

type Ask = (asked: Asked) => Promise<string>;

interface Context {
  asks: Readonly<Record<string, Ask>>;
  /** What the command printed as the patch of the Pod in each namespace. */
  printed: ReadonlyMap<string, string>;
}

const test = anyTest as TestFn<Context>;

async function readExample(name: string, namespace: string, labels: Record<string, string>): Promise<Asked> {
  const pod = parse(await readFile(join(projectRoot, 'examples', name), 'utf8')) as object;
  return {
    title: `examples/${name}`,
    pod,
    namespace,
    labels: { ...labels, 'kubernetes.io/metadata.name': namespace },
    annotations: {},
  };
}

const ofCases: readonly Asked[] = readCases()
  .filter(({ input }) => input.settings === undefined)
  .map(({ mutator, name, input }) => {
    const namespace = `${mutator}-${name}`;
    const isKnown = input.namespaceLabels !== undefined || input.namespaceAnnotations !== undefined;
    return {
      title: `${mutator} ${name}`,
      pod: input.pod,
      namespace,
      labels: isKnown ? { ...input.namespaceLabels, 'kubernetes.io/metadata.name': namespace } : undefined,
      annotations: input.namespaceAnnotations ?? {},
    };
  });

const ofGenerator: readonly Asked[] = fc
  .sample(fc.tuple(generatedPods, generatedNamespaces), { numRuns: 160, seed: 20_260 })
  .map(([pod, facts], index) => {
    const namespace = `generated-${index}`;
    return {
      title: `generated Pod ${index}`,
      pod,
      namespace,
      labels: facts && { ...facts.labels, 'kubernetes.io/metadata.name': namespace },
      annotations: facts?.annotations ?? {},
    };
  });

const plain = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'plain-' },
  spec: { containers: [{ name: 'a', image: 'a' }] },
};
const byLabel = { 'dragonflyoss-injection': 'enabled', 'kubernetes.io/metadata.name': 'labelled' };

const examples: readonly Asked[] = [
  await readExample('virt-launcher.yaml', 'vms', { 'kubevirt.io/use-macvtap': 'true' }),
  await readExample('dragonfly-pod.yaml', 'with-annotation', {}),
  { title: 'a plain Pod in a labelled namespace', pod: plain, namespace: 'labelled', labels: byLabel, annotations: {} },
];

const all: readonly Asked[] = [...ofCases, ...examples, ...ofGenerator];

function createReview({ pod, namespace }: Asked): string {
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: namespace,
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace,
      operation: 'CREATE',
      object: pod,
      oldObject: null,
      dryRun: false,
    },
  });
}

function askApi(api: PodMutatorApi, view: 'VIEW_BASIC' | 'VIEW_FULL' = 'VIEW_BASIC'): Ask {
  return async ({ pod, namespace, labels, annotations }) => {
    const { allowed } = await api.mutatePod({
      uid: namespace,
      operation: 'OPERATION_CREATE',
      podJson: Buffer.from(JSON.stringify(pod)),
      namespace,
      namespaceLabels: labels ?? {},
      namespaceAnnotations: annotations,
      subResource: '',
      dryRun: false,
      mutators: [],
      view,
      namespaceFacts: null,
      maxResponseBytes: 0,
    });
    return String(allowed?.jsonPatch);
  };
}

function askPreview(api: PodMutatorApi): Ask {
  return async ({ pod, namespace, labels, annotations }) => {
    const facts = { namespace, namespaceLabels: labels ?? {}, namespaceAnnotations: annotations };
    const { results } = await api.preview(createPreviewRequest({ manifest: JSON.stringify(pod), ...facts }));
    return String(results[0]?.jsonPatch);
  };
}

function askHttp(address: string | undefined): Ask {
  return async (asked) => {
    const answer = await fetch(`http://${address}/mutate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: createReview(asked),
    });
    const { response } = (await answer.json()) as { response: { uid: string; patch?: string } };
    return Buffer.from(response.patch ?? '', 'base64').toString();
  };
}

/**
 * A file for the command: every Pod in its namespace, and the namespaces that are known. The command prints no patch at
 * all if a document is not one that the API server takes, so a Pod with an annotation that is no text is left out.
 */
function writeManifest(list: readonly Asked[]): string {
  const pods = list.filter(hasTexts).map(({ pod, namespace }) => {
    const { metadata } = pod as { readonly metadata?: object };
    return JSON.stringify({ ...pod, metadata: { ...metadata, namespace } });
  });
  return [...writeNamespaces(list), ...pods.map((text) => `${text}\n`)].join('---\n');
}

function hasTexts({ pod }: Asked): boolean {
  const { metadata } = pod as { readonly metadata?: { readonly annotations?: object | null } };
  return Object.values(metadata?.annotations ?? {}).every((value) => typeof value === 'string');
}

function writeNamespaces(list: readonly Asked[]): readonly string[] {
  return list.flatMap(({ namespace: name, labels, annotations }) =>
    labels ? [stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } })] : [],
  );
}

/** Runs the command once for all Pods, and takes the patches out of its lines as they are written. */
async function printPatches(file: string): Promise<ReadonlyMap<string, string>> {
  const { code, stdout, stderr } = await run('podmutator', ['preview', '-o', 'patch', file]);
  if (code !== 0) {
    throw new Error(`podmutator preview: exit code ${code}: ${stderr}`);
  }
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => [
      (JSON.parse(line) as { readonly namespace: string }).namespace,
      line.slice(line.indexOf('"patch":') + '"patch":'.length, -1),
    ]),
  );
}

// What is started before the tests ends after them; a hook's own teardown would come too early.
const ends: (() => unknown)[] = [];
const owner = { teardown: (end: () => unknown) => void ends.push(end) };

test.after.always(async () => {
  for (const end of ends.reverse()) await end();
});

test.before(async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  const namespaces = join(folder, 'namespaces.yaml');
  await writeFile(namespaces, writeNamespaces(all).join('---\n'));
  const manifest = join(folder, 'manifest.yaml');
  await writeFile(manifest, writeManifest(all));
  t.context.printed = await printPatches(manifest);
  const socket = `unix:${join(folder, 'service.sock')}`;
  const http = ['--allow-http', '--addr', '127.0.0.1:0', '--namespaces', namespaces];
  const serve = await launch(owner, 'podmutator', ['serve', ...http, '--grpc-addr', '127.0.0.1:0']);
  await launch(owner, 'podmutator', ['service', '--grpc-addr', socket]);
  const adapter = await launch(owner, 'podmutator', ['adapter', ...http, '--service', socket]);
  const unaryAdapter = await launch(owner, 'podmutator', [
    'adapter',
    ...http,
    '--service',
    socket,
    '--service-mode',
    'unary',
  ]);
  const connect = (target: string | undefined, mode: 'stream' | 'unary'): PodMutatorApi => {
    const client = createClient({
      target: target ?? '',
      mode,
      registry: new Registry(),
      log: pino({ level: 'silent' }),
    });
    owner.teardown(() => client.close());
    return client;
  };
  const { grpc } = serve.ready;
  const offline = await openOffline(undefined);
  t.context.asks = {
    'in process': askApi(offline),
    'gRPC call by call': askApi(connect(grpc, 'unary')),
    'gRPC call by call, with everything about it': askApi(connect(grpc, 'unary'), 'VIEW_FULL'),
    'gRPC stream': askApi(connect(grpc, 'stream')),
    'gRPC stream over a socket': askApi(connect(socket, 'stream')),
    'HTTP in one process': askHttp(serve.ready['webhook']),
    'HTTP in two processes over a stream': askHttp(adapter.ready['webhook']),
    'HTTP in two processes call by call': askHttp(unaryAdapter.ready['webhook']),
    'preview in process': askPreview(offline),
    'preview over gRPC': askPreview(connect(grpc, 'unary')),
  };
});

for (const asked of all) {
  // One after the other: two hundred at once would wait for each other until their deadlines.
  test.serial(`${asked.title}: the same bytes over all transports, and twice is once`, async (t) => {
    const answers: Record<string, string> = {};
    for (const [transport, ask] of Object.entries(t.context.asks)) {
      answers[transport] = await ask(asked);
    }
    answers['the command'] = t.context.printed.get(asked.namespace) ?? '';
    const [patch = ''] = Object.values(answers);
    t.deepEqual(answers, Object.fromEntries(Object.keys(answers).map((transport) => [transport, patch])));
    if (patch !== '') {
      const after = applyPatch(asked.pod, JSON.parse(patch) as Operation[]) as object;
      for (const ask of Object.values(t.context.asks)) {
        t.is(await ask({ ...asked, pod: after }), '');
      }
    }
  });
}

test('there is enough to compare: Pods by the hundred, many changed, many not', async (t) => {
  const [ask] = Object.values(t.context.asks);
  const sizes = await Promise.all(all.map(async (asked) => (await ask?.(asked))?.length ?? 0));
  const changed = sizes.filter((size) => size > 0).length;
  t.true(all.length >= 200, `${all.length} Pods`);
  t.true(changed >= 60 && all.length - changed >= 60, `${changed} of ${all.length} changed`);
  t.deepEqual(
    sizes.slice(ofCases.length, ofCases.length + examples.length).filter((size) => size < 500),
    [],
    'the examples are changed as they should be',
  );
});
