import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import test from 'ava';
import type { MutatePodsItem } from '../../../proto/gen/podmutator/v1/MutatePodsItem.js';
import type { MutatePodsItemResult__Output } from '../../../proto/gen/podmutator/v1/MutatePodsItemResult.js';
import type { MutatePodsRequest } from '../../../proto/gen/podmutator/v1/MutatePodsRequest.js';
import type { MutatePodsResponse__Output } from '../../../proto/gen/podmutator/v1/MutatePodsResponse.js';
import { PodMutator } from '../../../proto/load.js';
import { fromStatus } from '../../../proto/status.js';
import { detailsOf, macvtapPod, type Serving, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

type Stream = ClientDuplexStream<MutatePodsRequest, MutatePodsResponse__Output>;

interface Opened {
  readonly stream: Stream;
  readonly messages: readonly MutatePodsResponse__Output[];
  readonly answers: readonly MutatePodsItemResult__Output[];
  /** How the stream ended: undefined means OK. */
  readonly end: Promise<ServiceError | undefined>;
}

function open({ client }: Pick<Serving, 'client'>): Opened {
  const stream = client.mutatePods({ deadline: Date.now() + 50_000 });
  const messages: MutatePodsResponse__Output[] = [];
  const answers: MutatePodsItemResult__Output[] = [];
  stream.on('data', (message: MutatePodsResponse__Output) => {
    messages.push(message);
    answers.push(...message.items);
  });
  const end = new Promise<ServiceError | undefined>((resolve) => {
    stream.on('error', (error) => resolve(error as ServiceError));
    stream.on('end', () => resolve(undefined));
  });
  return { stream, messages, answers, end };
}

const item = (correlationId: number): MutatePodsItem => ({ correlationId, request: { podJson: macvtapPod() } });

test('every item is answered under its number, and a half-close ends the stream with OK', async (t) => {
  const { stream, answers, end } = open(await serve(t));
  for (const id of [7, 4_294_967_295, 3]) stream.write({ items: [item(id)] });
  stream.end();
  t.is(await end, undefined);
  t.deepEqual(answers.map(({ correlationId }) => correlationId).sort(), [3, 4_294_967_295, 7]);
  t.true(answers.every(({ result, response }) => result === 'response' && response?.allowed?.operationCount === 1));
});

test('a bad item is answered with what MutatePod would have said, and the others go on', async (t) => {
  const { stream, answers, end } = open(await serve(t));
  stream.write({
    items: [{ correlationId: 1, request: { podJson: Buffer.from('{"kind":\n') } }, { correlationId: 2 }],
  });
  stream.write({ items: [item(3)] });
  stream.end();
  t.is(await end, undefined);
  const byId = new Map(answers.map((answer) => [answer.correlationId, answer]));
  const errorOf = (id: number) => {
    const error = byId.get(id)?.error;
    return error ? fromStatus(error).details : undefined;
  };
  t.like(errorOf(1), { code: 'INVALID_ARGUMENT', reason: 'POD_JSON_INVALID', metadata: { line: '2' } });
  t.like(errorOf(2), { code: 'INVALID_ARGUMENT', reason: 'REQUEST_MISSING' });
  t.is(byId.get(3)?.result, 'response');
});

test('the same number may be used again once it was answered', async (t) => {
  const { stream, answers, end } = open(await serve(t));
  stream.write({ items: [item(1)] });
  await until(() => answers.length === 1);
  stream.write({ items: [item(1)] });
  stream.end();
  t.is(await end, undefined);
  t.is(answers.length, 2);
});

test('several items in one message are answered together, the bad ones with their error', async (t) => {
  const { stream, messages, answers, end } = open(await serve(t));
  stream.write({ items: [item(1), item(2), { correlationId: 3 }, item(4)] });
  stream.write({ items: [item(5)] });
  stream.end();
  t.is(await end, undefined);
  const found = answers.map(({ correlationId, result }) => `${correlationId} ${result}`);
  t.deepEqual(found.sort(), ['1 response', '2 response', '3 error', '4 response', '5 response']);
  t.true(messages.length < found.length);
});

test('a message has as many items as the limits say; one more ends the stream', async (t) => {
  const serving = await serve(t);
  const { limits } = await serving.call('getServerInfo', {});
  const most = limits?.maxItemsPerMessage ?? 0;
  t.true(most >= 256);
  const { stream, answers, end } = open(serving);
  const items = Array.from({ length: most + 1 }, (_, index) => item(index + 1));
  stream.write({ items: items.slice(1) });
  await until(() => answers.length === most);
  stream.write({ items });
  const error = await end;
  t.is(error?.code, 3);
  t.like(detailsOf(error as ServiceError).details, { reason: 'TOO_MANY_ITEMS' });
  t.regex(String(error), /expected 1 to 256 items in one message, found 257/);
});

test('a message without items ends the stream, and so does one of a client that is older than items', async (t) => {
  const serving = await serve(t);
  const older = Buffer.from('0801', 'hex');
  for (const message of [{}, { items: [] }]) {
    const { stream, end } = open(serving);
    stream.write(message);
    const error = await end;
    t.is(error?.code, 3);
    t.is(detailsOf(error as ServiceError).details.reason, 'ITEMS_MISSING');
  }
  t.deepEqual(PodMutator.service.MutatePods.requestDeserialize(older).items, []);
});

test('answers that are long leave in several messages', async (t) => {
  const { stream, messages, answers, end } = open(await serve(t));
  const request = { podJson: macvtapPod(`"padding":"${'x'.repeat(100_000)}",`), view: 'VIEW_FULL' } as const;
  const items = Array.from({ length: 30 }, (_, index) => ({ correlationId: index + 1, request }));
  stream.write({ items });
  stream.end();
  t.is(await end, undefined);
  t.is(answers.length, 30);
  t.is(messages.length, 30);
});

test('a number of 0 ends the stream with INVALID_ARGUMENT', async (t) => {
  const { stream, end } = open(await serve(t));
  for (const id of [0, 0, 1]) stream.write({ items: [item(id)] });
  const error = await end;
  t.is(error?.code, 3);
  t.is(detailsOf(error as ServiceError).details.reason, 'CORRELATION_ID_INVALID');
});

test('while the caller does not read, nothing more is taken; when it reads, nothing was lost', async (t) => {
  const count = 150;
  const podJson = macvtapPod(`"padding":"${'x'.repeat(100_000)}",`);
  const { client, service } = await serve(t);
  const taken = async (): Promise<number> => {
    const text = await service.registry.getSingleMetricAsString('grpc_server_msg_received_total');
    return Number(/grpc_method="MutatePods"\} (\d+)/.exec(text)?.[1]);
  };
  const stream = client.mutatePods({ deadline: Date.now() + 50_000 });
  const end = new Promise<unknown>((resolve) => stream.on('end', resolve).on('error', resolve));
  for (let id = 1; id <= count; id += 1) {
    stream.write({ items: [{ correlationId: id, request: { podJson, view: 'VIEW_FULL' } }] });
  }
  stream.end();
  // grpc-js takes everything in until the first answer was read, and only then minds whether anybody reads.
  const seen = new Set<number>();
  stream.on('data', ({ items }: MutatePodsResponse__Output) => {
    for (const { correlationId } of items) seen.add(correlationId);
  });
  stream.once('data', () => stream.pause());
  await until(() => seen.size > 0);
  let before = 0;
  await until(async () => {
    await sleep(100);
    const now = await taken();
    const isStill = now > 0 && now === before;
    before = now;
    return isStill;
  });
  t.true(before < count, `${before} of ${count} items were taken`);
  stream.resume();
  t.is(await end, undefined);
  t.is(seen.size, count);
});

test('the end of an old stream is told ahead: a caller that half-closes gets all answers, then OK', async (t) => {
  const { stream, messages, answers, end } = open(await serve(t, { connection: { streamAgeMs: 60 } }));
  stream.write({ items: [item(1)] });
  await until(() => messages.some(({ closing }) => closing));
  stream.write({ items: [item(2)] });
  stream.end();
  t.is(await end, undefined);
  t.deepEqual(
    answers.map(({ correlationId }) => correlationId),
    [1, 2],
  );
  t.is(messages.filter(({ closing }) => closing).length, 1);
});

test('an old stream whose caller goes on ends with UNAVAILABLE, behind all answers that were made', async (t) => {
  const { stream, answers, end } = open(await serve(t, { connection: { streamAgeMs: 60 } }));
  let sent = 0;
  const sending = setInterval(() => {
    sent += 1;
    stream.write({ items: [item(sent)] });
  }, 1);
  const error = await end;
  clearInterval(sending);
  t.is(error?.code, 14);
  t.is(detailsOf(error as ServiceError).details.reason, 'STREAM_EXPIRED');
  // What has no answer is what was sent last.
  t.deepEqual(
    answers.map(({ correlationId }) => correlationId),
    answers.map((_, index) => index + 1),
  );
  t.true(answers.length > 0 && answers.length <= sent, `${answers.length} of ${sent}`);
});

test('a slow reader is never told that all was well while items are lost', async (t) => {
  const { client } = await serve(t, { connection: { streamAgeMs: 60 } });
  const stream = client.mutatePods({ deadline: Date.now() + 50_000 });
  const podJson = macvtapPod(`"padding":"${'x'.repeat(20_000)}",`);
  for (let id = 1; id <= 3000; id += 1) {
    stream.write({ items: [{ correlationId: id, request: { podJson, view: 'VIEW_FULL' } }] });
  }
  const seen = new Set<number>();
  const end = new Promise<ServiceError | undefined>((resolve) => {
    stream.on('error', (error) => resolve(error as ServiceError)).on('end', () => resolve(undefined));
  });
  stream.on('data', ({ items }: MutatePodsResponse__Output) => {
    for (const { correlationId } of items) seen.add(correlationId);
    if (seen.size === 20) {
      stream.pause();
      setTimeout(() => stream.resume(), 1500);
    }
  });
  const error = await end;
  t.true(seen.size < 3000);
  t.is(error?.code, 14);
});

test('connections grow old and are replaced without one item lost', async (t) => {
  const serving = await serve(t, { connection: { maxAgeMs: 60, streamAgeMs: 40 } });
  const peers = (): ReadonlySet<unknown> =>
    new Set(serving.log.filter(({ msg }) => msg === 'call').map(({ peer }) => peer));
  for (let id = 1; peers().size < 3; id += 1) {
    const { stream, messages, answers, end } = open(serving);
    stream.write({ items: [item(id)] });
    await until(() => messages.some(({ closing }) => closing));
    stream.end();
    t.is(await end, undefined);
    t.is(answers.length, 1);
  }
});

test('a caller that goes away leaves nothing behind', async (t) => {
  const serving = await serve(t);
  const { stream, answers, end } = open(serving);
  stream.write({ items: [item(1)] });
  await until(() => answers.length === 1);
  stream.cancel();
  t.is((await end)?.code, 1);
  await until(() => serving.log.find(({ msg }) => msg === 'call'));
  t.regex(
    await serving.service.registry.getSingleMetricAsString('podmutator_grpc_calls_in_flight'),
    /^podmutator_grpc_calls_in_flight 0$/m,
  );
});

test('the line about a stream tells how many items it had', async (t) => {
  const serving = await serve(t);
  const { stream, end } = open(serving);
  stream.write({ items: [item(1)] });
  stream.write({ items: [{ correlationId: 2, request: {} }] });
  stream.end();
  await end;
  t.like(await until(() => serving.log.find(({ msg }) => msg === 'call')), { items: 2, itemErrors: 1 });
});
