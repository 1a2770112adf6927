// What callers can do to the gRPC port. In the cluster that port belongs to processes that decide no review;
// `serve` has both in one.

import type { ClientHttp2Session } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { PodMutator } from '../../../proto/load.js';
import type { Act, Attack, Target, VictimName } from '../attack.js';
import { createCaller, frame, methods, openCall, openSession, readCode, writeCrumbs } from '../raw-grpc.js';
import { openPlain } from '../raw-http.js';
import { repeat } from '../repeat.js';
import { fullViews } from './large-pods.js';

const podJson = Buffer.from(
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', annotations: { 'dragonfly.io/inject': 'true', 'example.com/long': 'x'.repeat(3000) } },
    spec: { containers: [{ name: 'app', image: 'app' }] },
  }),
);

function sendManyLabels({ grpc }: Target): Act {
  const namespaceLabels = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`l${index}`, '']));
  const request = frame(PodMutator.service.MutatePod.requestSerialize({ podJson, namespace: 'shop', namespaceLabels }));
  const call = createCaller(grpc);
  return (tally, signal) =>
    repeat({ signal, atOnce: 4, pauseMs: 100 }, async () => tally.count(await call(methods.mutatePod, request)));
}

/** Sessions with so many calls in each, all of them opened anew when they end. */
function holdCalls(
  { grpc }: Target,
  { sessions, calls }: { readonly sessions: number; readonly calls: number },
  open: (session: ClientHttp2Session, number: number) => ReturnType<typeof openCall>,
): Act {
  return async (tally, signal) => {
    let held = 0;
    const opened = Array.from({ length: sessions }, () => openSession(grpc));
    await repeat({ signal, atOnce: sessions * calls, pauseMs: 200 }, async (number) => {
      const at = number % sessions;
      if (opened[at]?.destroyed || opened[at]?.closed) opened[at] = openSession(grpc);
      const stream = open(opened[at] as ClientHttp2Session, number);
      held += 1;
      tally.count(await readCode(stream));
      held -= 1;
    });
    for (let count = 0; count < held; count += 1) tally.count('held');
  };
}

function unfinishedMessages(target: Target): Act {
  const framed = frame(Buffer.alloc(7.9 * 2 ** 20)).subarray(0, -1);
  return holdCalls(target, { sessions: 8, calls: 25 }, (session) => {
    const stream = openCall(session, methods.mutatePod);
    stream.write(framed);
    return stream;
  });
}

function unreadStreams(target: Target): Act {
  const request = { podJson, namespace: 'shop' };
  const { requestSerialize } = PodMutator.service.MutatePods;
  const items = Buffer.concat(
    Array.from({ length: 200 }, (_, index) =>
      frame(requestSerialize({ items: [{ correlationId: index + 1, request }] })),
    ),
  );
  return async (tally, signal) => {
    const sessions = Array.from({ length: 8 }, () => openSession(target.grpc));
    let held = 0;
    await repeat({ signal, atOnce: 1000, pauseMs: 200 }, async (number) => {
      const at = number % sessions.length;
      if (sessions[at]?.destroyed || sessions[at]?.closed) sessions[at] = openSession(target.grpc);
      const stream = openCall(sessions[at] as ClientHttp2Session, methods.mutatePods);
      stream.write(items);
      // Nothing is read: not even the end of the call shows, only that of its connection or a reset.
      held += 1;
      await new Promise<void>((resolve) => stream.once('close', resolve));
      held -= 1;
      tally.count('closed');
    });
    for (let count = 0; count < held; count += 1) tally.count('held');
  };
}

function idleStreams(target: Target): Act {
  return holdCalls(target, { sessions: 20, calls: 200 }, (session, number) => {
    const stream = openCall(session, number % 2 === 0 ? methods.watch : methods.reflection, '1H');
    if (number % 2 === 0) stream.write(frame(Buffer.alloc(0)));
    return stream;
  });
}

function resets({ grpc }: Target): Act {
  const framed = frame(PodMutator.service.MutatePod.requestSerialize({ podJson, namespace: 'shop' }));
  return (tally, signal) =>
    repeat({ signal, atOnce: 8 }, async () => {
      const session = openSession(grpc);
      for (let count = 0; count < 100; count += 1) {
        const stream = openCall(session, methods.mutatePod);
        stream.write(framed);
        stream.close(8);
      }
      await sleep(20);
      session.destroy();
      tally.count('reset');
    });
}

function crumbs({ grpc }: Target): Act {
  const bytes = writeCrumbs(methods.mutatePods, 60_000);
  return (tally, signal) =>
    repeat({ signal, atOnce: 4 }, async () => {
      const socket = openPlain(grpc);
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.resume().write(bytes);
      await closed;
      tally.count('closed');
    });
}

function compressedMessages({ grpc }: Target): Act {
  const bomb = frame(gzipSync(Buffer.alloc(7.9 * 2 ** 20)));
  bomb[0] = 1;
  return async (tally, signal) => {
    let session = openSession(grpc);
    await repeat({ signal, atOnce: 200, pauseMs: 50 }, async () => {
      if (session.destroyed || session.closed) session = openSession(grpc);
      const stream = openCall(session, methods.mutatePod, '10S', { 'grpc-encoding': 'gzip' });
      const code = readCode(stream);
      stream.end(bomb);
      tally.count(await code);
    });
  };
}

const refused = ['RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED', 'UNAVAILABLE', 'CANCELLED', 'closed'];

const members: readonly (readonly [string, readonly string[], (target: Target) => Act])[] = [
  ['300,000 labels', ['OK', 'INVALID_ARGUMENT', ...refused], sendManyLabels],
  ['200 unfinished messages', ['held', ...refused], unfinishedMessages],
  ['1,000 unread streams', ['held', 'closed'], unreadStreams],
  ['4,000 streams of health and reflection', ['held', 'OK', ...refused], idleStreams],
  ['resets over new connections', ['reset'], resets],
];

/** What is ended at once: made where it would cost reviews something, in one process with them. */
const shortMembers: typeof members = [
  ['messages in frames of one byte', refused, crumbs],
  ['compressed messages', ['UNIMPLEMENTED', ...refused], compressedMessages],
];

const attackPort = (victim: VictimName, all: typeof members): readonly Attack[] =>
  all.map(([name, answers, prepare]) => ({
    name: victim === 'serve' ? `${name}, one process` : name,
    victim,
    answers,
    prepare,
  }));

export const publicPort = [fullViews('pair'), ...attackPort('pair', members)];
export const sharedPort = [fullViews('serve'), ...attackPort('serve', [...members, ...shortMembers])];
