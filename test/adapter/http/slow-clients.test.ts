// Clients that are too slow, too many or too large, on every port: none of them costs another client its answer, and each
// is told, and counted, why it was cut off.

import { createConnection, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { Registry } from 'prom-client';
import { startMetricsServer } from '../../../runtime/http/metrics-server.js';
import { createKeyPairSource } from '../../../runtime/key-pair.js';
import {
  type Adapting,
  adapt,
  allowed,
  call,
  faultyApi,
  keepAliveAgent,
  plainPod,
  reviewOf,
} from '../../kit/adapter.js';
import { createAuthority, createSecretFolder } from '../../kit/certificates.js';
import { emptyPreview } from '../../kit/empty-preview.js';
import { play, previewsBy } from '../../kit/playground.js';
import { until } from '../../kit/until.js';

const good = JSON.stringify(reviewOf(plainPod));
const quick = faultyApi(async () => allowed);
const noResults = previewsBy(async () => emptyPreview);
const soon = { idleMs: 200, bodyMs: 600, answerMs: 300, maxReviewMs: 60_000 };
const far = { idleMs: 60_000, bodyMs: 60_000, answerMs: 60_000, maxReviewMs: 60_000 };

interface Client {
  readonly socket: Socket;
  /** All that came, once the connection has ended. */
  readonly text: Promise<string>;
}

function open(t: ExecutionContext, port: number, sent = ''): Client {
  return watch(t, createConnection({ port, host: '127.0.0.1' }), sent);
}

function watch(t: ExecutionContext, socket: Socket, sent: string): Client {
  t.teardown(() => socket.destroy());
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (data: Buffer) => {
    text += data.toString('latin1');
  });
  if (sent !== '') socket.write(sent);
  return { socket, text: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

const head = (path: string, length: number | undefined, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}${
    length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
  }\r\n\r\n`;

const ended = ({ metric }: Adapting, reason: string): Promise<number> =>
  metric('podmutator_http_clients_ended_total', { reason });

const begun: Readonly<Record<string, (path: string) => string>> = {
  'nothing of its body': (path) => head(path, 100),
  'one byte of its body': (path) => `${head(path, 100)}{`,
  'one chunk': (path) => `${head(path, undefined)}1\r\n{\r\n`,
  'half of a chunk': (path) => `${head(path, undefined)}ff\r\n{`,
  'only an Expect': (path) => head(path, 100, 'Expect: 100-continue\r\n'),
};

for (const [what, text] of Object.entries(begun)) {
  test(`a review and a preview of which ${what} comes: 408 with a sentence, and the connection ends`, async (t) => {
    const adapting = await play(t, { api: noResults, limits: soon, page: { limits: soon } });
    const review = await open(t, adapting.port, text('/mutate')).text;
    t.regex(
      review,
      /HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*Connection: close[\s\S]*\r\n\r\nThe review did not arrive in time\.\n$/i,
    );
    const preview = await open(t, adapting.playgroundPort, text('/preview')).text;
    t.regex(
      preview,
      /HTTP\/1\.1 408 [\s\S]*"message":"the request did not arrive in time"[\s\S]*"reason":"DEADLINE_EXCEEDED"/,
    );
    t.is(await ended(adapting, 'body_idle'), 2);
    t.is(await adapting.metric('podmutator_http_transfer_bytes'), 0);
    t.is(await adapting.metric('podmutator_reviews_total', { code: '408' }), 1);
  });
}

test('a body that goes on byte by byte has a time in all', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: { ...soon, idleMs: far.idleMs } });
  const { socket, text } = open(t, adapting.port, head('/mutate', 1000));
  const timer = setInterval(() => socket.write(' '), 50);
  t.teardown(() => clearInterval(timer));
  t.regex(await text, /^HTTP\/1\.1 408 /);
  t.is(await ended(adapting, 'body_time'), 1);
});

test('a body that rests and goes on in time is answered', async (t) => {
  const { port } = await adapt(t, { api: quick, limits: { idleMs: 10_000 } });
  const { socket, text } = open(t, port, `${head('/mutate', good.length, 'Connection: close\r\n')}${good.slice(0, 1)}`);
  await setTimeout(300);
  socket.write(good.slice(1, 50));
  await setTimeout(300);
  socket.write(good.slice(50));
  t.regex(await text, /^HTTP\/1\.1 200 /);
});

test('bodies that are under way take no place, however many they are', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: { ...far, maxInFlight: 2 } });
  for (let count = 0; count < 50; count += 1) open(t, adapting.port, `${head('/mutate', 100)}{`);
  await until(async () => (await adapting.metric('podmutator_http_transfer_bytes')) === 50);
  t.is(await adapting.metric('podmutator_reviews_in_flight'), 0);
  t.is((await adapting.call({ body: good })).status, 200);
});

test('slow previews take no place: the next one is answered', async (t) => {
  const { playgroundPort, ask, metric } = await play(t, {
    api: noResults,
    page: { limits: { ...far, maxInFlight: 1 } },
  });
  for (let count = 0; count < 8; count += 1) open(t, playgroundPort, `${head('/preview', 100)}{`);
  await until(async () => (await metric('podmutator_http_transfer_bytes')) === 8);
  t.is((await ask({ body: '{}' })).status, 200);
});

const large = 200_000;
const withheld = (path: string): string => `${head(path, large)}${' '.repeat(large - 1)}`;

for (const [what, text] of [
  ['with a length', withheld('/mutate')],
  ['in chunks', `${head('/mutate', undefined)}${(large - 1).toString(16)}\r\n${' '.repeat(large - 1)}`],
] as const) {
  test(`bodies ${what} whose last byte is withheld hold so many bytes together and no more: the slowest goes first`, async (t) => {
    const adapting = await adapt(t, { api: quick, limits: { ...far, maxBytes: 4 * large } });
    const first = open(t, adapting.port, text);
    await until(async () => (await adapting.metric('podmutator_http_transfer_bytes')) >= large - 1);
    for (let count = 0; count < 20; count += 1) open(t, adapting.port, text);
    t.regex(await first.text, /^HTTP\/1\.1 503 [\s\S]*\r\n\r\nToo many bytes of reviews at the same time\.\n$/);
    await until(async () => (await ended(adapting, 'body_memory')) >= 10);
    t.true((await adapting.metric('podmutator_http_transfer_bytes')) <= 5 * large);
    t.is((await adapting.call({ body: good })).status, 200);
    const padded = JSON.stringify(reviewOf(plainPod, { oldObject: { padding: 'x'.repeat(large) } }));
    t.is((await adapting.call({ body: padded })).status, 200);
  });
}

test('a length that is announced takes no memory before it comes', async (t) => {
  const { port, metric } = await adapt(t, { api: quick, limits: far });
  open(t, port, `${head('/mutate', 6_000_000)}{`);
  await until(async () => (await metric('podmutator_http_transfer_bytes')) === 1);
  open(t, port, `${head('/mutate', 6_000_000)}${' '.repeat(70_000)}`);
  await until(async () => (await metric('podmutator_http_transfer_bytes')) >= 70_001);
  t.true((await metric('podmutator_http_transfer_bytes')) < 300_000);
});

test('large reviews that wait for a decision keep out large ones, but not small ones', async (t) => {
  const waiting: (() => void)[] = [];
  const api = faultyApi(() => new Promise((resolve) => waiting.push(() => resolve(allowed))));
  const adapting = await adapt(t, { api, limits: { ...far, maxBytes: 2.5 * large } });
  const padded = JSON.stringify(reviewOf(plainPod, { oldObject: { padding: 'x'.repeat(large) } }));
  const first = [adapting.call({ body: padded }), adapting.call({ body: padded })];
  await until(() => waiting.length === 2);
  t.is((await adapting.call({ body: padded })).status, 503);
  const small = adapting.call({ body: good });
  await until(() => waiting.length === 3);
  for (const release of waiting) release();
  for (const answer of await Promise.all([...first, small])) t.is(answer.status, 200);
  await until(async () => (await adapting.metric('podmutator_http_transfer_bytes')) === 0);
});

test('a body in chunks of one byte is rejected before it has cost much', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: far });
  const { socket, text } = open(t, adapting.port, head('/mutate', undefined));
  socket.write('1\r\n \r\n'.repeat(5000));
  t.regex(await text, /^HTTP\/1\.1 400 [\s\S]*Expected a review in larger pieces\.\n$/);
  t.is((await adapting.call({ body: good })).status, 200);
});

test('a client that never reads its answers is cut off', async (t) => {
  const warnings = Array.from({ length: 10 }, () => ({
    mutator: 'm',
    code: 'C',
    message: 'w'.repeat(100),
    path: '',
    place: null,
  }));
  const auditAnnotations = { long: 'x'.repeat(1_000_000) };
  const api = faultyApi(async () => ({ ...allowed, warnings, auditAnnotations }));
  const adapting = await adapt(t, { api, limits: soon });
  const one = head('/mutate', good.length) + good;
  const { socket } = open(t, adapting.port, one.repeat(15));
  socket.pause();
  await until(async () => (await ended(adapting, 'answer_time')) >= 1);
  await until(async () => (await adapting.metric('podmutator_http_transfer_bytes')) === 0);
  t.is((await adapting.call({ body: good })).status, 200);
});

test('answers that nobody reads hold so many bytes together and no more', async (t) => {
  const api = faultyApi(async () => ({ ...allowed, auditAnnotations: { long: 'x'.repeat(1_000_000) } }));
  const adapting = await adapt(t, { api, limits: { ...far, maxBytes: 8_000_000 } });
  const one = head('/mutate', good.length) + good;
  for (let count = 0; count < 8; count += 1) open(t, adapting.port, one.repeat(15)).socket.pause();
  await until(async () => (await ended(adapting, 'answer_memory')) >= 1);
  t.true((await adapting.metric('podmutator_http_transfer_bytes')) <= 10_000_000);
  t.is((await adapting.call({ body: good })).status, 200);
});

test('requests that are sent without waiting for answers are rejected beyond sixteen', async (t) => {
  const adapting = await adapt(t, { api: quick });
  const text = await open(t, adapting.port, (head('/mutate', good.length) + good).repeat(100)).text;
  t.is(text.match(/HTTP\/1\.1 200 /g)?.length, 16);
  t.regex(
    text,
    /HTTP\/1\.1 503 [\s\S]*Too many requests on one connection: send the next one when the last is answered\.\n$/,
  );
  t.true((await ended(adapting, 'pipelined')) > 0);
});

test('beyond the connections that there may be, the one goes that has waited longest for a request', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: { ...far, maxConnections: 10 } });
  const first = open(t, adapting.port);
  const second = open(t, adapting.port, 'POST /mutate HTTP/1.1\r\nHost: x\r\n');
  const third = open(t, adapting.port, `${head('/mutate', 100)}{`);
  await until(async () => (await adapting.metric('podmutator_http_transfer_bytes')) === 1);
  for (let count = 3; count < 10; count += 1) {
    open(t, adapting.port);
    await until(async () => (await adapting.metric('podmutator_http_connections')) === count + 1);
  }
  for (const client of [first, second, third]) {
    open(t, adapting.port);
    const told = /^HTTP\/1\.1 503 [\s\S]*\r\n\r\nToo many connections: this one has waited longest for a request\.\n$/;
    t.regex(await client.text, told);
  }
  t.is(await ended(adapting, 'connections'), 3);
  t.is((await adapting.call({ body: good })).status, 200);
});

test('an idle connection of the API server stays while others come and go', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: { ...far, maxConnections: 16 } });
  const agent = keepAliveAgent(t);
  t.is((await adapting.call({ agent, body: good })).status, 200);
  const [socket] = Object.values(agent.freeSockets).flat();
  await flood(t, adapting, 100);
  t.false(socket?.destroyed);
  t.is((await adapting.call({ agent, body: good })).status, 200);
  t.is(Object.values(agent.freeSockets).flat()[0], socket);
});

/** Opens connections that say nothing, one after the other. */
async function flood(t: ExecutionContext, adapting: Adapting, count: number): Promise<void> {
  const before = await ended(adapting, 'connections');
  for (let index = 0; index < count; index += 1) {
    await new Promise((resolve) => open(t, adapting.port).socket.once('connect', resolve));
  }
  await until(async () => (await ended(adapting, 'connections')) > before + count / 2);
}

test('connections that were answered once do not keep out newcomers', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: { ...far, maxConnections: 16 } });
  const agents = Array.from({ length: 30 }, () => keepAliveAgent(t));
  for (const agent of agents) t.is((await adapting.call({ agent, body: good })).status, 200);
  t.is(await adapting.metric('podmutator_http_connections'), 16);
});

test('a review that is being answered keeps its connection whatever comes', async (t) => {
  let release = (): void => {};
  const api = faultyApi(() => new Promise((resolve) => (release = () => resolve(allowed))));
  const adapting = await adapt(t, { api, limits: { ...far, maxConnections: 4 } });
  const answer = adapting.call({ body: good });
  await until(async () => (await adapting.metric('podmutator_reviews_in_flight')) === 1);
  await flood(t, adapting, 30);
  release();
  t.is((await answer).status, 200);
});

test('over TLS, connections count from their first byte, and reviews are answered beside handshakes that never end', async (t) => {
  const authority = await createAuthority();
  const pair = await authority.issue();
  const secret = await createSecretFolder({ ...pair, ca: authority.ca });
  t.teardown(() => secret.remove());
  const keyPair = await createKeyPairSource({ certFile: secret.certFile, keyFile: secret.keyFile });
  t.teardown(() => keyPair.close());
  const adapting = await adapt(t, { api: quick, tls: { keyPair }, limits: { ...soon, maxConnections: 12 } });
  const how = { ca: authority.ca, servername: 'localhost', body: good };
  const silent = open(t, adapting.port);
  const hello = open(t, adapting.port);
  hello.socket.write(Buffer.from('1603010200010001fc0303', 'hex'));
  const handshaken = watch(t, connectTls({ port: adapting.port, ca: authority.ca, servername: 'localhost' }), '');
  await until(async () => (await adapting.metric('podmutator_http_connections')) === 3);
  await flood(t, adapting, 40);
  t.is(await silent.text, '');
  t.is(await hello.text, '');
  t.regex(await handshaken.text, /^HTTP\/1\.1 503 [\s\S]*Too many connections/);
  t.is((await adapting.call(how)).status, 200);
  const slow = watch(
    t,
    connectTls({ port: adapting.port, ca: authority.ca, servername: 'localhost' }),
    begun['one chunk']?.('/mutate') ?? '',
  );
  t.regex(await slow.text, /^HTTP\/1\.1 408 /);
  t.is((await adapting.call(how)).status, 200);
});

test('a head that trickles is answered with 408 and a sentence, and counted', async (t) => {
  const adapting = await adapt(t, { api: quick, limits: { headersMs: 200, requestMs: 400 } });
  const { socket, text } = open(t, adapting.port, 'POST /mutate HTTP/1.1\r\n');
  const timer = setInterval(() => socket.write('X-A: b\r\n'), 50);
  t.teardown(() => clearInterval(timer));
  t.regex(await text, /^HTTP\/1\.1 408 [\s\S]*\r\n\r\nThe request did not arrive in time\.\n$/);
  t.is(await ended(adapting, 'head_time'), 1);
});

for (const [what, text, status, sentence] of [
  ['no HTTP', 'HELO\r\n\r\n', 400, 'Expected a request of HTTP/1.1.'],
  ['a head without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`, 431, 'The head of the request is too large.'],
] as const) {
  test(`${what} is told in a sentence, and counted`, async (t) => {
    const adapting = await adapt(t, { api: quick });
    const answer = await open(t, adapting.port, text).text;
    t.true(answer.startsWith(`HTTP/1.1 ${status} `), answer);
    t.true(answer.endsWith(`\r\n\r\n${sentence}\n`), answer);
    t.is(await ended(adapting, 'malformed'), 1);
  });
}

test('the port of the metrics has the same bounds', async (t) => {
  const registry = new Registry();
  const limits = { maxConnections: 4, headersMs: 60_000, requestMs: 60_000 };
  const server = await startMetricsServer({ address: '127.0.0.1:0', registry, isHealthy: () => true, limits });
  t.teardown(server.close);
  const port = Number(server.address.split(':').at(-1));
  const first = open(t, port);
  await new Promise((resolve) => first.socket.once('connect', resolve));
  for (let count = 0; count < 4; count += 1) open(t, port);
  t.regex(await first.text, /^HTTP\/1\.1 503 [\s\S]*Too many connections/);
  t.is((await call({ port, method: 'GET', path: '/healthz' })).status, 200);
  const { body } = await call({ port, method: 'GET', path: '/metrics' });
  t.regex(body, /^podmutator_http_clients_ended_total\{reason="connections"\} [12]$/m);
  t.regex(body, /^podmutator_http_connections 4$/m);
});
