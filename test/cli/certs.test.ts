import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse, parseAllDocuments } from 'yaml';
import { createAuthority } from '../../cli/certificates.js';
import { projectRoot } from '../project.js';
import { bareEnvironment, run } from './command.js';

const serviceName = 'podmutator.podmutator-system.svc';

async function createFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-certs-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function certs(t: ExecutionContext, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run('podmutator', ['certs', ...args]);
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}

const read = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8');

/** Asks a server with the certificate as the API server does: by the name of the Service. */
async function handshake(t: ExecutionContext, cert: string, key: string, ca: string): Promise<number | undefined> {
  const server = createServer({ cert, key, minVersion: 'TLSv1.2' }, (_request, response) => response.end()).listen(0);
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, ca, servername: serviceName, headers: { host: serviceName }, agent: false }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  return response.statusCode;
}

test('what is printed is a Secret and the CA bundle of both webhooks, and they fit together', async (t) => {
  const [secret, configuration] = parseAllDocuments(await certs(t)).map((document) => document.toJS());
  t.like(secret, { kind: 'Secret', type: 'kubernetes.io/tls' });
  t.deepEqual(secret.metadata, { name: 'webhook-sidecard-tls', namespace: 'podmutator-system' });
  const decode = (text: string): string => Buffer.from(text, 'base64').toString();
  const { 'tls.crt': cert, 'tls.key': key, 'ca.crt': ca } = secret.data;
  t.is(await handshake(t, decode(cert), decode(key), decode(ca)), 200);
  const shipped = parse(await readFile('config/base/webhook.yaml', 'utf8'));
  t.is(configuration.metadata.name, shipped.metadata.name);
  t.deepEqual(
    configuration.webhooks,
    shipped.webhooks.map(({ name }: { name: string }) => ({ name, clientConfig: { caBundle: ca } })),
  );
});

test('the certificate is EC P-256, names the Service, and serves and nothing else', async (t) => {
  const folder = await createFolder(t);
  await certs(t, '--out', folder, '--dns-name', 'localhost', '--days', '90');
  const certificate = new X509Certificate(await read(folder, 'tls.crt'));
  t.is(certificate.subjectAltName, `DNS:${serviceName}, DNS:localhost`);
  t.is(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  t.deepEqual([...(certificate.keyUsage ?? [])], ['1.3.6.1.5.5.7.3.1']);
  t.false(certificate.ca);
  const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
  t.true(days > 89 && days <= 90);
  t.true(new X509Certificate(await read(folder, 'ca.crt')).ca);
});

test('keys can be read by their owner only', async (t) => {
  const folder = await createFolder(t);
  await certs(t, '--out', folder);
  for (const name of ['tls.key', 'ca.key', 'secret.yaml']) {
    t.is((await stat(join(folder, name))).mode & 0o777, 0o600, name);
  }
});

test('a directory that is made is for its owner only, and one that every user can write to is rejected', async (t) => {
  const parent = await createFolder(t);
  const folder = join(parent, 'deep', 'certs');
  await certs(t, '--out', folder);
  for (const made of [folder, join(parent, 'deep')]) t.is((await stat(made)).mode & 0o777, 0o700);
  await chmod(folder, 0o777);
  const { code, stderr } = await run('podmutator', ['certs', '--out', folder]);
  t.is(code, 2);
  t.regex(stderr, /--out: expected a directory that not every user can write to, found .* \(mode 777\); chmod o-w it/);
});

test('links in the way of what is written are removed, never followed', async (t) => {
  const folder = await createFolder(t);
  const target = join(await createFolder(t), 'stolen');
  await writeFile(target, 'untouched');
  const names = ['tls.key', 'ca.key', 'tls.crt', 'ca.crt', 'secret.yaml', 'ca-bundle.yaml'];
  for (const name of names) {
    await symlink(target, join(folder, `${name}.new`));
    await symlink(target, join(folder, name));
  }
  await certs(t, '--out', folder);
  t.is(await readFile(target, 'utf8'), 'untouched');
  t.deepEqual((await readdir(folder)).toSorted(), names.toSorted());
  for (const name of names) t.true((await lstat(join(folder, name))).isFile(), name);
});

test('a certificate that is good for long enough is kept', async (t) => {
  const folder = await createFolder(t);
  await certs(t, '--out', folder);
  const before = await read(folder, 'tls.crt');
  t.regex(await certs(t, '--out', folder), /^kept /);
  t.is(await read(folder, 'tls.crt'), before);
});

const changes: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['runs out within the time of --renew-before', ['--renew-before', '364']],
  ['lacks a name', ['--dns-name', 'other.example']],
];
for (const [title, args] of changes) {
  test(`a certificate that ${title} is renewed by the same authority`, async (t) => {
    const folder = await createFolder(t);
    await certs(t, '--out', folder, '--days', '200');
    const [before, ca] = [await read(folder, 'tls.crt'), await read(folder, 'ca.crt')];
    t.regex(await certs(t, '--out', folder, ...args), /from the authority that was there/);
    t.not(await read(folder, 'tls.crt'), before);
    t.is(await read(folder, 'ca.crt'), ca);
    t.is(await handshake(t, await read(folder, 'tls.crt'), await read(folder, 'tls.key'), ca), 200);
  });
}

test('a key that belongs to another certificate is not kept', async (t) => {
  const folder = await createFolder(t);
  await certs(t, '--out', folder);
  await writeFile(join(folder, 'tls.key'), await read(folder, 'ca.key'));
  t.regex(await certs(t, '--out', folder), /^wrote /);
  t.is(
    await handshake(t, await read(folder, 'tls.crt'), await read(folder, 'tls.key'), await read(folder, 'ca.crt')),
    200,
  );
});

test('a new authority is trusted beside the former one, until somebody drops it', async (t) => {
  const folder = await createFolder(t);
  await certs(t, '--out', folder);
  const [cert, key, former] = [
    await read(folder, 'tls.crt'),
    await read(folder, 'tls.key'),
    await read(folder, 'ca.crt'),
  ];
  t.regex(await certs(t, '--out', folder, '--renew-authority'), /from a new authority; .*, which trusts 1 more$/m);
  const [newCert, newKey] = [await read(folder, 'tls.crt'), await read(folder, 'tls.key')];
  const both = await read(folder, 'ca.crt');
  t.is(await handshake(t, cert, key, both), 200, 'a Pod that has not read its files again');
  t.is(await handshake(t, newCert, newKey, both), 200);
  await t.throwsAsync(handshake(t, newCert, newKey, former));
  t.true(both.endsWith(former), 'the one that signs comes first');
  for (const name of ['secret.yaml', 'ca-bundle.yaml']) {
    t.true((await read(folder, name)).includes(Buffer.from(both).toString('base64')), name);
  }
  t.regex(await certs(t, '--out', folder), /^kept .*, which trusts 1 more$/m);

  t.regex(await certs(t, '--out', folder, '--drop-former'), /^kept .*; wrote .*\/ca\.crt$/m);
  t.is(await read(folder, 'ca.crt'), both.slice(0, -former.length));
  t.is(await read(folder, 'tls.crt'), newCert);
  t.true((await read(folder, 'ca-bundle.yaml')).includes(Buffer.from(await read(folder, 'ca.crt')).toString('base64')));
  await t.throwsAsync(handshake(t, cert, key, await read(folder, 'ca.crt')));
  // A habit of dropping does not cut off what is in use.
  await certs(t, '--out', folder, '--drop-former', '--renew-authority');
  t.is(await handshake(t, newCert, newKey, await read(folder, 'ca.crt')), 200);
});

test('authorities in a file or a pipe are kept in what is printed, unless they have ended', async (t) => {
  const [lasting, ended] = [await createAuthority(1), await createAuthority(-1)];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, 'build/cli/podmutator.js'), 'certs', '--keep-authority', '-'],
    { input: `${ended.cert}${lasting.cert}`, encoding: 'utf8', env: bareEnvironment() },
  );
  t.is(stderr, '');
  for (const bundle of stdout.matchAll(/(?:ca\.crt|caBundle): (\S+)/g)) {
    const [signing, ...others] = Buffer.from(bundle[1] ?? '', 'base64')
      .toString()
      .split(/(?=-----BEGIN)/);
    t.true(new X509Certificate(signing ?? '').ca);
    t.deepEqual(others, [lasting.cert]);
  }
  t.is(stdout.match(/caBundle/g)?.length, 2);
});

for (const [args, message] of [
  [['--drop-former'], /--renew-authority and --drop-former need --out/],
  [['--keep-authority', 'package.json'], /--keep-authority: expected certificates as PEM in package\.json, found none/],
  [['--keep-authority', '/none'], /--keep-authority: cannot read \/none: ENOENT/],
  [['--days', '0'], /--days: expected 1 to 36500/],
  [['--out', '/none', '--days', '10', '--renew-before', '10'], /--renew-before: expected less than --days/],
  [['--service', 'Upper'], /expected a DNS name in lower case, found "Upper\.podmutator-system\.svc"/],
] as const) {
  test(`${args.join(' ')} is bad input`, async (t) => {
    const { code, stderr } = await run('podmutator', ['certs', ...args]);
    t.is(code, 2);
    t.regex(stderr, message);
  });
}
