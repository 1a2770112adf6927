// A gRPC server that speaks the contract and misbehaves as a test tells it: what the real service must not do, but
// networks, kills and bugs do to its clients.

import { Server, ServerCredentials, type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { ExecutionContext } from 'ava';
import type { MutatePodsItem__Output } from '../../../proto/gen/podmutator/v1/MutatePodsItem.js';
import type { MutatePodsItemResult } from '../../../proto/gen/podmutator/v1/MutatePodsItemResult.js';
import type { MutatePodsRequest__Output } from '../../../proto/gen/podmutator/v1/MutatePodsRequest.js';
import type { MutatePodsResponse } from '../../../proto/gen/podmutator/v1/MutatePodsResponse.js';
import { PodMutator } from '../../../proto/load.js';
import { allowed } from '../../kit/adapter.js';

const today = { version: '0.2.0', capabilities: ['MutatePodsRequest.items', 'complete'] };

export type StreamCall = ServerDuplexStream<MutatePodsRequest__Output, MutatePodsResponse>;

/** Handles each item of a message by itself. */
export const eachItem =
  (onItem: (call: StreamCall, item: MutatePodsItem__Output, stream: number) => void) =>
  (call: StreamCall, { items }: MutatePodsRequest__Output, stream: number): void => {
    for (const item of items) onItem(call, item, stream);
  };

export interface FaultyService {
  readonly address: string;
  /** How many streams were opened. */
  readonly streams: () => number;
  /** All messages that came, in order. */
  readonly messages: readonly MutatePodsRequest__Output[];
}

/** Starts a server whose streams are handled message by message by `onMessage`; `stream` counts from 1. */
export async function startFaultyService(
  t: ExecutionContext,
  onMessage: (call: StreamCall, message: MutatePodsRequest__Output, stream: number) => void,
  { version, capabilities }: { readonly version: string; readonly capabilities: readonly string[] } = today,
): Promise<FaultyService> {
  const server = new Server();
  const messages: MutatePodsRequest__Output[] = [];
  let streams = 0;
  const unimplemented = (_call: unknown, callback: (error: object) => void): void =>
    callback({ code: status.UNIMPLEMENTED });
  server.addService(PodMutator.service, {
    mutatePods(call: StreamCall) {
      streams += 1;
      const stream = streams;
      call.on('error', () => {});
      call.on('end', () => call.end());
      call.on('data', (message: MutatePodsRequest__Output) => {
        messages.push(message);
        onMessage(call, message, stream);
      });
    },
    mutatePod: unimplemented,
    preview: unimplemented,
    listMutators: unimplemented,
    getServerInfo: (_call: unknown, callback: (error: null, info: object) => void): void =>
      callback(null, { version, capabilities }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  t.teardown(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, streams: () => streams, messages };
}

/** Answers an item as the service would answer a Pod that wants nothing. */
export function answer(call: StreamCall, item: MutatePodsItem__Output): void {
  call.write({ items: [resultOf(item)] });
}

/** Answers each item of a message by itself. */
export function answerAll(call: StreamCall, message: MutatePodsRequest__Output): void {
  for (const item of message.items) answer(call, item);
}

/** The answer of `answer`. The uid comes back so that a test can see that answers reach whom they belong to. */
export function resultOf({ correlationId, request }: MutatePodsItem__Output): MutatePodsItemResult {
  return { correlationId, response: { ...allowed, configRevision: request?.uid ?? '' } };
}
