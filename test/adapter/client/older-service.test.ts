// A service that is older than a field of a request does not see it. Its caller is told, and nothing else goes wrong.

import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createClient } from '../../../adapter/client/client.js';
import { PodMutatorError } from '../../../proto/errors.js';
import type { PreviewRequest__Output } from '../../../proto/gen/podmutator/v1/PreviewRequest.js';
import { PodMutator } from '../../../proto/load.js';
import { createPreviewRequest } from '../../../proto/preview-request.js';
import { plainPod, requestOf } from '../../kit/adapter.js';

interface Unary<Request> {
  readonly request: Request;
}
type Reply = (error: null, response: object) => void;

/** What 0.1 answers: it has no capabilities, and streams with one item in a message. */
async function startService(t: ExecutionContext, capabilities: readonly string[] = []) {
  const server = new Server();
  const seen: PreviewRequest__Output[] = [];
  let asked = 0;
  server.addService(PodMutator.service, {
    mutatePod: (_call: unknown, reply: Reply) => reply(null, { decision: 'allowed', allowed: {} }),
    mutatePods: (call: { emit(name: 'error', error: object): void }) => call.emit('error', { code: status.INTERNAL }),
    preview: ({ request }: Unary<PreviewRequest__Output>, reply: Reply) => {
      seen.push(request);
      reply(null, {});
    },
    listMutators: (_call: unknown, reply: Reply) => reply(null, {}),
    getServerInfo: (_call: unknown, reply: Reply) => {
      asked += 1;
      reply(null, { version: capabilities.length > 0 ? '0.3.1' : '0.1.0', capabilities });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  t.teardown(() => server.forceShutdown());
  return { target: `127.0.0.1:${port}`, seen, asked: () => asked };
}

function connect(t: ExecutionContext, target: string, mode: 'stream' | 'unary' = 'unary') {
  const client = createClient({ target, mode, registry: new Registry(), log: pino({ level: 'silent' }) });
  t.teardown(() => client.close());
  return client;
}

const fields: readonly (readonly [string, Partial<PreviewRequest__Output>])[] = [
  ['namespaces', { namespaces: [{ name: 'shop', labels: {}, annotations: {} }] }],
  ['context_manifests', { contextManifests: ['a'] }],
  ['origin', { origin: { firstLine: 3, firstDocument: 0, name: '' } }],
  ['outputs', { outputs: ['PREVIEW_OUTPUT_DIFF'] }],
  ['only', { only: [{ kind: 'Pod', namespace: '', name: '' }] }],
  ['template_paths', { templatePaths: [{ group: '', kind: 'Pod', path: '' }] }],
  ['max_response_bytes', { maxResponseBytes: 1000 }],
];

test('each new field of a preview is told to the caller, and the service is not asked', async (t) => {
  const { target, seen, asked } = await startService(t);
  const client = connect(t, target);
  for (const [field, request] of fields) {
    const error = await t.throwsAsync(client.preview(createPreviewRequest(request)), { instanceOf: PodMutatorError });
    t.is(error.message, `${field}: not honoured by service 0.1; leave it out, or ask a service that does`);
    t.like(error.details, { code: 'UNIMPLEMENTED', reason: 'FIELD_NOT_HONOURED', metadata: { version: '0.1.0' } });
  }
  t.is(seen.length, 0);
  t.is(asked(), 1, 'once for the connection');
});

test('a preview without new fields is answered as ever', async (t) => {
  const { target, seen } = await startService(t);
  const { results } = await connect(t, target).preview(createPreviewRequest({ manifest: 'a', lint: true }));
  t.deepEqual(results, []);
  t.like(seen[0], { manifest: 'a', lint: true, maxResponseBytes: 0 });
});

test('a service whose list is all of it is held to the list', async (t) => {
  const { target, seen } = await startService(t, ['PreviewRequest.only', 'complete']);
  const client = connect(t, target);
  await client.preview(createPreviewRequest({ only: [{ kind: 'Pod', namespace: '', name: '' }] }));
  t.is(seen.length, 1);
  const error = await t.throwsAsync(client.preview(createPreviewRequest({ contextManifests: ['a'] })));
  t.regex(String(error), /context_manifests: not honoured by service 0\.3\.1;/);
});

test('facts about a namespace are for services that see them', async (t) => {
  const { target } = await startService(t);
  const client = connect(t, target);
  t.is((await client.mutatePod(requestOf(plainPod))).decision, 'allowed');
  const namespaceFacts = { name: '', labels: {}, annotations: {} };
  const error = await t.throwsAsync(client.mutatePod(requestOf(plainPod, { namespaceFacts })));
  t.regex(String(error), /namespace_facts: not honoured by service 0\.1;/);
});

test('a stream is not opened to a service that would lose its items', async (t) => {
  const { target } = await startService(t);
  const error = await t.throwsAsync(connect(t, target, 'stream').mutatePod(requestOf(plainPod)), {
    instanceOf: PodMutatorError,
  });
  t.is(
    error.message,
    'items: not honoured by service 0.1; upgrade it, or call MutatePod (podmutator adapter --service-mode unary)',
  );
  t.is(error.details.code, 'UNIMPLEMENTED');
});
