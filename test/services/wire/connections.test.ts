// Callers that take more than their part of the gRPC server. In every test an honest caller is connected before, and is
// still answered on the same connection afterwards.

import { mkdtemp, rm } from 'node:fs/promises';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ClientSessionOptions,
  connect as connectHttp2,
  constants,
} from 'node:http2';
import { connect as connectSocket, type NetConnectOpts, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import { Health, PodMutator, reflectionServices } from '../../../proto/load.js';
import type { ServiceOptions } from '../../../services/main.js';
import { type EndReason, endReasons } from '../../../services/wire/bounds.js';
import { createAuthority, createSecretFolder } from '../../kit/certificates.js';
import { connect, detailsOf, macvtapPod, type Serving, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

type Bounds = NonNullable<ServiceOptions['connection']>;

const podMutator = '/podmutator.v1.PodMutator';
/** Short, but not for an honest call on a busy machine. */
const messageMs = 2000;

interface Attacked extends Serving {
  /** Opens a connection as an HTTP/2 client. */
  readonly open: (options?: ClientSessionOptions) => Opened;
  /** Opens a connection that speaks no HTTP/2 by itself. */
  readonly dial: () => Socket;
  /** How often connections were ended for a reason. */
  readonly ended: (reason: EndReason, kind?: 'tcp' | 'unix') => Promise<number>;
}

interface Opened {
  readonly session: ClientHttp2Session;
  /** Resolves with what the GOAWAY frame said, when the connection has ended. */
  readonly end: Promise<string>;
  readonly request: (path: string, body?: Buffer) => ClientHttp2Stream;
}

async function attack(
  t: ExecutionContext,
  connection: Bounds,
  options: Partial<ServiceOptions> = {},
): Promise<Attacked> {
  const serving = await serve(t, { connection, ...options });
  await isHonestServed(t, serving);
  const [, port] = /:(\d+)$/.exec(serving.service.address) ?? [];
  const place: NetConnectOpts = { port: Number(port), host: '127.0.0.1' };
  return {
    ...serving,
    open: (sessionOptions) => openSession(t, `http://127.0.0.1:${port}`, sessionOptions),
    dial() {
      const socket = connectSocket(place);
      t.teardown(() => socket.destroy());
      return socket.on('error', () => {}).resume();
    },
    async ended(reason, kind = 'tcp') {
      const text = await serving.service.registry.getSingleMetricAsString('podmutator_grpc_connections_ended_total');
      return Number(new RegExp(`kind="${kind}",reason="${reason}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
    },
  };
}

async function isHonestServed(t: ExecutionContext, { call }: Pick<Serving, 'call'>): Promise<void> {
  t.is((await call('mutatePod', { podJson: macvtapPod() })).decision, 'allowed');
}

function openSession(t: ExecutionContext, url: string, options: ClientSessionOptions = {}): Opened {
  const session = connectHttp2(url, options);
  t.teardown(() => session.destroy());
  let farewell = '';
  session.on('error', () => {});
  session.on('goaway', (_code, _last, data) => {
    farewell ||= data?.toString() ?? '';
  });
  const end = new Promise<string>((resolve) => session.on('close', () => resolve(farewell)));
  return {
    session,
    end,
    request(path, body) {
      const stream = session.request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: path,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.on('error', () => {});
      if (body) stream.write(body);
      return stream;
    },
  };
}

/** A message as gRPC frames it. */
function frame(body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

const { MutatePod, MutatePods } = PodMutator.service;
const wholeRequest = frame(MutatePod.requestSerialize({ podJson: macvtapPod() } as never));

function podsMessage(count: number, first = 1): Buffer {
  const items = Array.from({ length: count }, (_, index) => ({
    correlationId: first + index,
    request: { podJson: macvtapPod(), view: 'VIEW_FULL' },
  }));
  return frame(MutatePods.requestSerialize({ items } as never));
}

const unfinished: readonly (readonly [string, string, Buffer | undefined])[] = [
  ['sends nothing of the request it has begun', `${podMutator}/MutatePod`, undefined],
  ['withholds the last byte of a request', `${podMutator}/MutatePod`, wholeRequest.subarray(0, -1)],
  ['sends a whole request and never says that it is all', `${podMutator}/MutatePod`, wholeRequest],
  ['withholds the last byte of a message on a stream', `${podMutator}/MutatePods`, podsMessage(1).subarray(0, -1)],
  ['sends one byte on a stream', `${podMutator}/MutatePods`, Buffer.from([0])],
  ['sends half a request of a health check', '/grpc.health.v1.Health/Check', Buffer.from([0, 0, 0])],
  ['sends half a request for a watch', '/grpc.health.v1.Health/Watch', Buffer.from([0, 0, 0, 0, 9])],
  [
    'sends half a request for reflection',
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    Buffer.from([0, 0, 0, 1, 0, 1]),
  ],
];
for (const [what, path, body] of unfinished) {
  test(`a caller that ${what} loses its connection and is told why`, async (t) => {
    const attacked = await attack(t, { messageMs });
    const { request, end } = attacked.open();
    request(path, body);
    t.is(await end, endReasons.unfinished_message);
    t.is(await attacked.ended('unfinished_message'), 1);
    await isHonestServed(t, attacked);
  });
}

test('a stream without an item under way may be silent', async (t) => {
  const attacked = await attack(t, { messageMs });
  const stream = attacked.client.mutatePods();
  const seen: unknown[] = [];
  stream.on('data', (answer) => seen.push(answer)).on('error', (error) => seen.push(error));
  stream.write({ items: [{ correlationId: 1, request: { podJson: macvtapPod() } }] });
  await until(() => seen.length === 1);
  await sleep(2 * messageMs);
  stream.write({ items: [{ correlationId: 2, request: { podJson: macvtapPod() } }] });
  await until(() => seen.length === 2);
  t.false(seen.some((one) => one instanceof Error));
  stream.end();
});

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
for (const [what, hello] of [
  ['nothing', ''],
  ['half a preface', preface.subarray(0, 10)],
  ['a preface without settings', preface],
] as const) {
  test(`a connection that sends ${what} is closed after the time for a handshake`, async (t) => {
    const attacked = await attack(t, { messageMs });
    const socket = attacked.dial();
    const end = new Promise((resolve) => socket.on('close', resolve));
    socket.write(hello);
    await end;
    t.is(await attacked.ended('handshake'), 1);
    await isHonestServed(t, attacked);
  });
}

test('a TLS handshake that does not go on is closed after the time for it, and others shake hands meanwhile', async (t) => {
  const authority = await createAuthority();
  const secret = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(secret.remove);
  const { service } = await serve(t, {
    tls: { certFile: secret.certFile, keyFile: secret.keyFile },
    connection: { messageMs },
  });
  const port = Number(service.address.split(':').at(-1));
  const socket = connectSocket({ port, host: '127.0.0.1' }).on('error', () => {});
  const end = new Promise((resolve) => socket.on('close', resolve));
  const { session, request } = openSession(t, `https://localhost:${port}`, {
    ca: authority.ca,
  } as ClientSessionOptions);
  const answer = new Promise<Record<string, unknown>>((resolve) => {
    const stream = request(`${podMutator}/MutatePod`, wholeRequest);
    stream.on('trailers', resolve).resume().end();
  });
  t.is((await answer)['grpc-status'], '0');
  await end;
  t.false(session.closed);
});

test('beyond the bound of connections, the one goes that has been silent the longest, and callers stay', async (t) => {
  const attacked = await attack(t, { maxConnections: 5 });
  const sessions = Array.from({ length: 4 }, () => attacked.open());
  await until(() => sessions.every(({ session }) => !session.connecting && session.remoteSettings.maxFrameSize));
  const more = attacked.open();
  t.is(await Promise.race(sessions.map(({ end }) => end)), endReasons.connections);
  more.request(`${podMutator}/MutatePod`, wholeRequest).end();
  await isHonestServed(t, attacked);
  for (let count = 0; count < 20; count += 1) attacked.open();
  await until(async () => (await attacked.ended('connections')) >= 20);
  await isHonestServed(t, attacked);
  t.regex(await attacked.service.registry.getSingleMetricAsString('podmutator_grpc_connections'), /kind="tcp"\} 5$/m);
});

test('a socket file has places of its own, however many connections a port has', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-places-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'grpc.sock');
  const { service } = await serve(t, {
    address: ['127.0.0.1:0', `unix:${path}`],
    connection: { maxConnections: 2, maxSocketConnections: 2, maxStreams: 4, maxHeldBytes: 10_000 },
  });
  const throughFile = connect(t, `unix:${path}`);
  await isHonestServed(t, throughFile);
  for (let count = 0; count < 6; count += 1) {
    const { request } = openSession(t, `http://${service.address}`);
    for (let call = 0; call < 4; call += 1) request(`${podMutator}/MutatePods`, podsMessage(100).subarray(0, -1));
  }
  const ended = async (): Promise<string> =>
    service.registry.getSingleMetricAsString('podmutator_grpc_connections_ended_total');
  await until(async () => /kind="tcp",reason="\w+"\} [1-9]/.test(await ended()));
  await isHonestServed(t, throughFile);
  t.notRegex(await ended(), /kind="unix",reason="\w+"\} [1-9]/);
});

for (const path of [
  `${podMutator}/MutatePods`,
  '/grpc.health.v1.Health/Watch',
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
  '/somebody.Else/Call',
]) {
  test(`beyond the bound of calls at once, the connection with most of them goes: ${path}`, async (t) => {
    const attacked = await attack(t, { maxStreams: 10 });
    const stream = attacked.client.mutatePods().on('error', () => {});
    t.teardown(() => stream.cancel());
    const few = attacked.open();
    few.request(path);
    const many = attacked.open();
    for (let count = 0; count < 12; count += 1) many.request(path);
    t.is(await many.end, endReasons.streams);
    t.false(few.session.destroyed);
    await isHonestServed(t, attacked);
  });
}

test('unfinished messages have a bound all together: who has not gone on for the longest goes', async (t) => {
  const attacked = await attack(t, { maxHeldBytes: 1_000_000 });
  const body = frame(Buffer.alloc(400_000)).subarray(0, -1);
  const first = attacked.open();
  first.request(`${podMutator}/MutatePod`, body);
  await until(async () => (await held(attacked)) > 390_000);
  const others = [attacked.open(), attacked.open()];
  for (const { request } of others) request(`${podMutator}/MutatePods`, body);
  t.is(await first.end, endReasons.held_bytes);
  await until(async () => (await held(attacked)) > 790_000);
  t.false(others.some(({ session }) => session.destroyed));
  await isHonestServed(t, attacked);
});

async function held({ service }: Serving): Promise<number> {
  const text = await service.registry.getSingleMetricAsString('podmutator_grpc_held_bytes');
  return Number(/kind="tcp"\} (\d+)/.exec(text)?.[1] ?? 0);
}

test('items of a caller that takes no answers are not decided on, and its connection ends', async (t) => {
  const attacked = await attack(t, { unreadMs: 300 });
  const decided = async (): Promise<number> => {
    const text = await attacked.service.registry.getSingleMetricAsString('podmutator_mutator_results_total');
    return [...text.matchAll(/\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await decided();
  const { request, end } = attacked.open({ settings: { initialWindowSize: 0 } });
  const stream = request(`${podMutator}/MutatePods`);
  for (let message = 0; message < 20; message += 1) stream.write(podsMessage(250, 1 + message * 250));
  t.is(await end, endReasons.unread_answers);
  t.true((await decided()) - before < 1000, `${(await decided()) - before} of 5000 items were decided on`);
  await isHonestServed(t, attacked);
});

test('an answer that nobody takes, and reflection that nobody reads, end the connection', async (t) => {
  const attacked = await attack(t, { unreadMs: 300 });
  const unary = attacked.open({ settings: { initialWindowSize: 0 } });
  unary.request(`${podMutator}/MutatePod`, wholeRequest).end();
  t.is(await unary.end, endReasons.unread_answers);
  const reflection = attacked.open({ settings: { initialWindowSize: 0 } });
  const name = 'podmutator.v1.PodMutator';
  const question = frame(Buffer.concat([Buffer.from([0x22, name.length]), Buffer.from(name)]));
  reflection.request('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', question);
  t.is(await reflection.end, endReasons.unread_answers);
  await isHonestServed(t, attacked);
});

test('a call whose answer was taken is over, even if the caller never ends its half', async (t) => {
  const attacked = await attack(t, {});
  const { session, request } = attacked.open();
  const stream = request('/somebody.Else/Call').resume();
  await new Promise((resolve) => stream.on('close', resolve));
  t.is(stream.rstCode, constants.NGHTTP2_NO_ERROR);
  t.false(session.destroyed);
});

/** A frame of HTTP/2. */
function h2Frame(type: number, payload: Buffer, stream = 0): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const literal = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);

const callHeaders = Buffer.concat([
  literal(':method', 'POST'),
  literal(':scheme', 'http'),
  literal(':path', `${podMutator}/MutatePods`),
  literal(':authority', 'x'),
  literal('content-type', 'application/grpc'),
  literal('te', 'trailers'),
]);

/** A call that begins, and is cancelled in the same breath. */
function cancelledCalls(count: number): Buffer {
  const calls = Array.from({ length: count }, (_, index) => {
    const begin = h2Frame(1, callHeaders, 1 + 2 * index);
    begin.writeUInt8(4, 4);
    return Buffer.concat([begin, h2Frame(3, Buffer.from([0, 0, 0, constants.NGHTTP2_CANCEL]), 1 + 2 * index)]);
  });
  return Buffer.concat([preface, settings, ...calls]);
}

test('calls that are cancelled as soon as they have begun end the connection; some are forgiven', async (t) => {
  const attacked = await attack(t, { maxResets: 20 });
  const few = attacked.dial();
  few.write(cancelledCalls(15));
  const many = attacked.dial();
  const end = new Promise((resolve) => many.on('close', resolve));
  many.write(cancelledCalls(50));
  await end;
  t.is(await attacked.ended('resets'), 1);
  t.false(few.closed);
  await isHonestServed(t, attacked);
});

test('connections that only cancel calls and go wait longer each time, and open connections do not', async (t) => {
  const attacked = await attack(t, { maxResets: 20 });
  const begun = performance.now();
  for (let count = 0; count < 8; count += 1) {
    const socket = attacked.dial();
    const end = new Promise((resolve) => socket.on('close', resolve));
    socket.write(cancelledCalls(50));
    await end;
  }
  t.true(performance.now() - begun > 1500);
  await isHonestServed(t, attacked);
});

const settings = h2Frame(4, Buffer.alloc(0));
const floods: readonly (readonly [string, Buffer])[] = [
  ['pings', h2Frame(6, Buffer.alloc(8))],
  ['settings', settings],
  ['priorities', h2Frame(2, Buffer.from([0, 0, 0, 3, 1]), 1)],
  ['window updates', h2Frame(8, Buffer.from([0, 0, 0, 1]))],
  ['frames of no known type', h2Frame(0xbb, Buffer.alloc(4))],
];
for (const [what, one] of floods) {
  test(`a flood of ${what} ends the connection`, async (t) => {
    const attacked = await attack(t, { maxControlBytes: 20_000 });
    const socket = attacked.dial();
    const end = new Promise((resolve) => socket.on('close', resolve));
    socket.write(Buffer.concat([preface, settings]));
    const flood = Buffer.concat(Array.from({ length: 200 }, () => one));
    const timer = setInterval(() => socket.write(flood), 10);
    t.teardown(() => clearInterval(timer));
    await end;
    // HTTP/2 itself bounds some of them, and closes such a connection before.
    t.true((await attacked.ended('control_bytes')) <= 1);
    await isHonestServed(t, attacked);
  });
}

test('a message in pieces of a byte ends the connection', async (t) => {
  const attacked = await attack(t, { maxControlBytes: 20_000 });
  const { request, end } = attacked.open();
  const stream = request(`${podMutator}/MutatePods`, frame(Buffer.alloc(1_000_000)).subarray(0, 5));
  const timer = setInterval(() => {
    for (let count = 0; count < 100; count += 1) stream.write(Buffer.alloc(1));
  }, 5);
  t.teardown(() => clearInterval(timer));
  t.is(await end, endReasons.control_bytes);
  await isHonestServed(t, attacked);
});

test('who comes back again and again after its connections were ended has to wait, and open connections do not', async (t) => {
  const attacked = await attack(t, { messageMs });
  const timeToAnswer = async (): Promise<number> => {
    const begun = performance.now();
    const { request } = attacked.open();
    const stream = request(`${podMutator}/MutatePod`, wholeRequest).resume();
    stream.end();
    await new Promise((resolve) => stream.on('trailers', resolve));
    return performance.now() - begun;
  };
  const bad = Array.from({ length: 8 }, () => attacked.open());
  for (const { request } of bad) request(`${podMutator}/MutatePod`);
  await Promise.all(bad.map(({ end }) => end));
  const [waited] = await Promise.all([timeToAnswer(), isHonestServed(t, attacked)]);
  t.true(waited > 200, `waited ${waited} ms`);
});

test('a watch and a reflection end at their age, and say that they may be opened again', async (t) => {
  const { service } = await serve(t, { connection: { streamAgeMs: 60 } });
  const health = new Health(service.address, credentials.createInsecure());
  const reflection = new reflectionServices.v1(service.address, credentials.createInsecure());
  t.teardown(() => health.close());
  t.teardown(() => reflection.close());
  for (const begin of [() => health.watch({ service: '' }), () => reflection.serverReflectionInfo()]) {
    const error = await new Promise<ServiceError>((resolve) =>
      begin()
        .resume()
        .on('error', (one: Error) => resolve(one as ServiceError)),
    );
    t.is(error.code, 14);
    t.is(detailsOf(error).details.reason, 'STREAM_EXPIRED');
  }
});

test('health is told while all places for calls are taken, and calls that only begin take none', async (t) => {
  const attacked = await attack(t, {});
  const { request } = attacked.open();
  for (let count = 0; count < 200; count += 1) request(`${podMutator}/MutatePod`, Buffer.from([0]));
  await until(async () => {
    const text = await attacked.service.registry.getSingleMetricAsString('podmutator_grpc_calls_in_flight');
    return Number(/ (\d+)$/m.exec(text)?.[1]) >= 200;
  });
  const health = new Health(attacked.service.address, credentials.createInsecure());
  t.teardown(() => health.close());
  const status = await new Promise((resolve, reject) =>
    health.check({ service: '' }, (error, answer) => (error ? reject(error) : resolve(answer?.status))),
  );
  t.is(status, 'SERVING');
  await isHonestServed(t, attacked);
});

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
