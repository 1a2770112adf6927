// TLS towards the API server: checklist B15, B16, B20.

import { Agent } from 'node:https';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { openKeyPair } from '../../../runtime/tls.js';
import { type Adapting, adapt, allowed, faultyApi, type LogLine, plainPod, reviewOf } from '../../kit/adapter.js';
import {
  type Authority,
  createAuthority,
  createSecretFolder,
  fingerprintOf,
  type SecretFolder,
} from '../../kit/certificates.js';
import { until } from '../../kit/until.js';

const good = JSON.stringify(reviewOf(plainPod));
let authority: Authority;
test.before(async () => {
  authority = await createAuthority();
});

interface TlsAdapting extends Adapting {
  readonly folder: SecretFolder;
  readonly tlsLog: readonly LogLine[];
}

async function adaptTls(t: ExecutionContext, { isMutual = false } = {}): Promise<TlsAdapting> {
  const folder = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(() => folder.remove());
  const tlsLog: LogLine[] = [];
  const registry = new Registry();
  const keyPair = await openKeyPair({
    certFile: folder.certFile,
    keyFile: folder.keyFile,
    ...(isMutual && { caFile: folder.caFile }),
    listener: 'adapter',
    registry,
    log: pino({ level: 'debug' }, { write: (line: string) => void tlsLog.push(JSON.parse(line)) }),
    intervalMs: 20,
  });
  t.teardown(() => keyPair.close());
  const adapting = await adapt(t, { api: faultyApi(async () => allowed), tls: { keyPair }, registry });
  return { ...adapting, folder, tlsLog };
}

function shakeHands(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca: authority.ca, ...options });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function servedFingerprint(port: number): Promise<string> {
  const socket = await shakeHands(port);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

test('reviews are answered over TLS', async (t) => {
  const { call } = await adaptTls(t);
  t.is((await call({ ca: authority.ca, servername: 'localhost', body: good })).status, 200);
});

test('TLS 1.2 and 1.3 are spoken, 1.1 is not', async (t) => {
  const { port } = await adaptTls(t);
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await shakeHands(port, { minVersion: version, maxVersion: version });
    t.is(socket.getProtocol(), version);
    socket.destroy();
  }
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await t.throwsAsync(shakeHands(port, old));
});

test('HTTP/1.1 is spoken, HTTP/2 is not', async (t) => {
  const { port } = await adaptTls(t);
  const socket = await shakeHands(port, { ALPNProtocols: ['h2', 'http/1.1'] });
  t.is(socket.alpnProtocol, 'http/1.1');
  socket.destroy();
  await t.throwsAsync(shakeHands(port, { ALPNProtocols: ['h2'] }));
});

test('a new certificate serves new connections, old connections go on', async (t) => {
  const { port, folder, call, metric } = await adaptTls(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: authority.ca, servername: 'localhost' });
  t.teardown(() => agent.destroy());
  t.is((await call({ agent, body: good })).status, 200);

  const renewed = await authority.issue({ notAfter: new Date('2099-01-01T00:00:00Z') });
  await folder.swap({ ...renewed, ca: authority.ca });
  await until(async () => (await servedFingerprint(port)) === fingerprintOf(renewed.cert));

  t.is((await call({ agent, body: good })).status, 200);
  t.is(await metric('podmutator_tls_reloads_total', { listener: 'adapter', result: 'ok' }), 1);
  t.is(
    await metric('podmutator_tls_certificate_expiry_timestamp_seconds', { listener: 'adapter' }),
    Date.parse('2099-01-01T00:00:00Z') / 1000,
  );
  t.is(await metric('podmutator_tls_reloads_total', { listener: 'adapter', result: 'error' }), 0);
});

test('a mismatched pair leaves the old certificate in place, in log and metric', async (t) => {
  const { port, folder, metric, tlsLog } = await adaptTls(t);
  const before = await servedFingerprint(port);
  const [cert, key] = [(await authority.issue()).cert, (await authority.issue()).key];
  await folder.swap({ cert, key, ca: authority.ca });
  await until(async () => (await metric('podmutator_tls_reloads_total', { result: 'error' })) > 0);
  t.is(await servedFingerprint(port), before);
  t.like(tlsLog.at(-1), { listener: 'adapter', err: { type: 'Error' } });
  t.regex(JSON.stringify(tlsLog.at(-1)), /the key does not belong to the certificate/);
});

test('no handshake fails while certificates are swapped', async (t) => {
  const { port, folder, metric } = await adaptTls(t);
  let swapping = true;
  const seen = new Set<string>();
  const clients = [1, 2, 3].map(async () => {
    while (swapping) seen.add(await servedFingerprint(port));
  });
  for (let round = 1; round <= 5; round += 1) {
    await folder.swap({ ...(await authority.issue()), ca: authority.ca });
    await until(async () => (await metric('podmutator_tls_reloads_total', { result: 'ok' })) >= round);
  }
  swapping = false;
  await Promise.all(clients);
  t.true(seen.size > 1);
  t.is(await metric('podmutator_tls_reloads_total', { result: 'error' }), 0);
});

test('mutual TLS: reviews only from clients of the authority, probes from anybody', async (t) => {
  const { call } = await adaptTls(t, { isMutual: true });
  const trusted = { ca: authority.ca, servername: 'localhost' };
  const stranger = await (await createAuthority('Somebody Else')).issue();

  t.is((await call({ ...trusted, ...(await authority.issue()), body: good })).status, 200);
  const without = await call({ ...trusted, body: good });
  t.is(without.status, 401);
  t.true(Buffer.byteLength(without.body) < 200);
  t.is((await call({ ...trusted, ...stranger, body: good })).status, 401);
  t.is((await call({ ...trusted, path: '/mutate/macvtap', body: good })).status, 401);
  t.is((await call({ ...trusted, path: '/mutate--v1-pod', body: good })).status, 401);
  t.is((await call({ ...trusted, method: 'GET', path: '/livez' })).status, 200);
});

test('mutual TLS: a new authority for clients is taken', async (t) => {
  const { call, folder, metric } = await adaptTls(t, { isMutual: true });
  const trusted = { ca: authority.ca, servername: 'localhost' };
  const next = await createAuthority('Next Authority');
  const [before, after] = [await authority.issue(), await next.issue()];
  t.is((await call({ ...trusted, ...after, body: good })).status, 401);
  await folder.swap({ ...(await authority.issue()), ca: next.ca });
  await until(async () => (await metric('podmutator_tls_reloads_total', { result: 'ok' })) === 1);
  t.is((await call({ ...trusted, ...after, body: good })).status, 200);
  t.is((await call({ ...trusted, ...before, body: good })).status, 401);
});
