import { readFileSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import test, { type ExecutionContext } from 'ava';
import type { GetServerInfoResponse__Output } from '../../../proto/gen/podmutator/v1/GetServerInfoResponse.js';
import { PodMutator } from '../../../proto/load.js';
import type { TlsOptions } from '../../../services/wire/tls.js';
import { createAuthority, createSecretFolder, type IssueOptions, type PemPair } from '../../kit/certificates.js';
import { detailsOf, failureOf, serve } from '../../kit/service.js';
import { until } from '../../kit/until.js';

const watchIntervalMs = 10;

async function serveTls(t: ExecutionContext, { mutual, ...options }: Partial<TlsOptions> & { mutual?: boolean } = {}) {
  const authority = await createAuthority();
  const secret = await createSecretFolder({ ...(await authority.issue()), ca: authority.ca });
  t.teardown(secret.remove);
  const { certFile, keyFile, caFile } = secret;
  const tls = { certFile, keyFile, ...(mutual && { clientCaFile: caFile }), ...options };
  return { authority, secret, ...(await serve(t, { tls, watchIntervalMs })) };
}

// A connection of its own for each call, so that each call shakes hands.
function ask(address: string, ca: string, own?: PemPair): Promise<GetServerInfoResponse__Output | undefined> {
  const pair = own ? ([Buffer.from(own.key), Buffer.from(own.cert)] as const) : ([null, null] as const);
  const client = new PodMutator(address, credentials.createSsl(Buffer.from(ca), ...pair), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.ssl_target_name_override': 'localhost',
  });
  return new Promise<GetServerInfoResponse__Output | undefined>((resolve, reject) =>
    client.getServerInfo({}, { deadline: Date.now() + 50_000 }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    ),
  ).finally(() => client.close());
}

test('the port speaks TLS and nothing else', async (t) => {
  const { service, authority, call } = await serveTls(t);
  t.truthy(await ask(service.address, authority.ca));
  t.is((await failureOf(call('getServerInfo', {}))).code, 14);
  const stranger = await createAuthority('Stranger');
  t.is((await failureOf(ask(service.address, stranger.ca))).code, 14);
});

test('a renewed certificate is used for new connections, a broken one is not', async (t) => {
  const { service, authority, secret, log } = await serveTls(t);
  const next = await createAuthority('Next');
  await secret.swap({ ...(await next.issue()), ca: next.ca });
  await until(() => ask(service.address, next.ca).catch(() => undefined));
  t.is((await failureOf(ask(service.address, authority.ca))).code, 14);

  const mismatched = { cert: (await next.issue()).cert, key: (await next.issue()).key };
  await secret.swap({ ...mismatched, ca: next.ca });
  await until(() => log.some(({ msg }) => String(msg).startsWith('kept the last good certificate')));
  t.truthy(await ask(service.address, next.ca));
  const metrics = await service.registry.metrics();
  t.regex(metrics, /podmutator_tls_reloads_total\{listener="service",result="error"\} 1/);
  t.regex(metrics, /podmutator_tls_certificate_expiry_timestamp_seconds\{listener="service"\} \d+/);
});

test('with an authority for callers, only its certificates can connect, and a renewed authority counts', async (t) => {
  const { service, authority, secret } = await serveTls(t, { mutual: true });
  t.truthy(await ask(service.address, authority.ca, await authority.issue()));
  t.is((await failureOf(ask(service.address, authority.ca))).code, 14);
  const stranger = await createAuthority('Stranger');
  t.is((await failureOf(ask(service.address, authority.ca, await stranger.issue()))).code, 14);

  const own = { cert: readFileSync(secret.certFile, 'utf8'), key: readFileSync(secret.keyFile, 'utf8') };
  await secret.swap({ ...own, ca: stranger.ca });
  const caller = await stranger.issue();
  await until(() => ask(service.address, authority.ca, caller).catch(() => undefined));
  t.is((await failureOf(ask(service.address, authority.ca, await authority.issue()))).code, 14);
});

const spiffe = 'spiffe://cluster.local/ns/podmutator/sa/adapter';
const callers: readonly (readonly [string, IssueOptions, boolean])[] = [
  ['one of the allowed names', { uris: [spiffe] }, true],
  ['another allowed name among its own', { dnsNames: ['other', 'adapter.podmutator.svc'] }, true],
  ['none of the allowed names', { dnsNames: ['stranger.podmutator.svc'] }, false],
  ['a name that only looks like two', { uris: [`urn:x, URI:${spiffe}`] }, false],
];
for (const [what, names, isAllowed] of callers) {
  test(`with a list of callers, a certificate with ${what} is ${isAllowed ? 'let in' : 'refused'}`, async (t) => {
    const allowedNames = [`URI:${spiffe}`, 'DNS:adapter.podmutator.svc'];
    const { service, authority } = await serveTls(t, { mutual: true, allowedNames });
    const call = ask(service.address, authority.ca, await authority.issue(names));
    if (isAllowed) {
      t.truthy(await call);
      return;
    }
    const error = await failureOf(call);
    t.is(error.code, 7);
    t.is(detailsOf(error).details.reason, 'CALLER_NOT_ALLOWED');
  });
}

test('the service does not start with a list of callers but no authority for them', async (t) => {
  await t.throwsAsync(serveTls(t, { allowedNames: ['DNS:a'] }), { message: /need the certificate authority/ });
});

test('the service does not start without a usable certificate', async (t) => {
  await t.throwsAsync(serveTls(t, { certFile: '/nowhere/tls.crt' }), { message: /\/nowhere\/tls\.crt/ });
});
