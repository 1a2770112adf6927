// A service that is newer than this version: it honours all that is asked of it, and each enumeration of its responses has
// a value that nobody here knows.

import type { JsonObject } from '@bufbuild/protobuf';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { complete, newFields } from '../../proto/capabilities.js';
import type { MutatePodsRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodsRequest.js';
import { Health, PodMutator } from '../../proto/load.js';
import type { Owner } from '../kit/command.js';
import { encode } from './unknown-messages.js';

type Reply = (error: null, response: Buffer) => void;

/** Its answers are bytes already. */
function asBytes<Methods extends object>(methods: Methods): Methods {
  const entries = Object.entries(methods).map(([name, method]) => [
    name,
    { ...method, responseSerialize: (bytes: Buffer) => bytes },
  ]);
  return Object.fromEntries(entries) as Methods;
}

const reply =
  (name: string, change?: (message: JsonObject) => JsonObject) =>
  (_call: unknown, send: Reply): void =>
    send(null, encode(name, change));

function answerStream(stream: ServerDuplexStream<MutatePodsRequest__Output, Buffer>): void {
  stream.on('data', ({ items }: MutatePodsRequest__Output) => {
    for (const { correlationId } of items) {
      const number = (message: JsonObject): JsonObject => ({
        items: (message['items'] as JsonObject[]).map((item) => ({ ...item, correlationId })),
      });
      stream.write(encode('MutatePodsResponse', number));
    }
  });
  stream.on('end', () => stream.end());
}

/** What a preview says about the Pod `a` of a manifest, whatever that holds. */
const nameResult = (message: JsonObject): JsonObject => ({
  ...message,
  results: (message['results'] as JsonObject[]).map((result) => {
    const identity = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a', line: 1 };
    return { ...result, ...identity };
  }),
});

/** Starts it, and gives back its address. */
export async function startNewerService(owner: Owner): Promise<string> {
  const server = new Server();
  server.addService(asBytes(PodMutator.service), {
    mutatePod: reply('MutatePodResponse'),
    mutatePods: answerStream,
    preview: reply('PreviewResponse', nameResult),
    listMutators: reply('ListMutatorsResponse'),
    getServerInfo: reply('GetServerInfoResponse', (message) => ({
      ...message,
      version: '9.9.9',
      capabilities: [...newFields, complete],
    })),
  });
  server.addService(asBytes(Health.service), {
    check: reply('grpc.health.v1.HealthCheckResponse'),
    watch: (call: ServerDuplexStream<object, Buffer>) => call.end(encode('grpc.health.v1.HealthCheckResponse')),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  owner.teardown(() => server.forceShutdown());
  return `127.0.0.1:${port}`;
}
