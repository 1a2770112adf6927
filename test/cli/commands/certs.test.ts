import { X509Certificate } from 'node:crypto';
import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createAuthority, issueCertificate, type PemPair } from '../../../cli/certificates/certificates.js';
import { run } from '../../kit/command.js';
import { handshake, serviceName } from '../../kit/handshake.js';

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

const readServing = async (folder: string): Promise<PemPair> => ({
  cert: await read(folder, 'tls.crt'),
  key: await read(folder, 'tls.key'),
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

/** Puts a certificate with so many days left into the folder, and its CA with a year. */
async function writeAged(folder: string, days: number, names = [serviceName]): Promise<void> {
  const authority = await createAuthority(3650);
  const { cert, key } = await issueCertificate(authority, { dnsNames: names, days });
  const files = { 'ca.crt': authority.cert, 'ca.key': authority.key, 'tls.crt': cert, 'tls.key': key };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

const renewals: readonly (readonly [title: string, days: number, args: readonly string[], isKept: boolean])[] = [
  ['has 31 days left stays', 31, [], true],
  ['has 29 days left is renewed', 29, [], false],
  ['has more than a third of --days left stays', 2, ['--days', '3'], true],
  ['has less than a third of --days left is renewed', 2, ['--days', '9'], false],
  ['lacks a name is renewed', 300, ['--dns-name', 'other.example'], false],
];
for (const [title, days, args, isKept] of renewals) {
  test(`a certificate that ${title}${isKept ? '' : ' by the CA that is there'}`, async (t) => {
    const folder = await createFolder(t);
    await writeAged(folder, days);
    const [before, ca] = [await read(folder, 'tls.crt'), await read(folder, 'ca.crt')];
    t.regex(await certs(t, '--out', folder, ...args), isKept ? /^kept / : /from the CA that was there/);
    t.is((await read(folder, 'tls.crt')) === before, isKept);
    t.is(await read(folder, 'ca.crt'), ca);
    t.is(await handshake(t, await readServing(folder), ca), 200);
    t.regex(await certs(t, '--out', folder, ...args), /^kept /, 'once more changes nothing');
  });
}

test('a key that belongs to another certificate is not kept', async (t) => {
  const folder = await createFolder(t);
  await certs(t, '--out', folder);
  await writeFile(join(folder, 'tls.key'), await read(folder, 'ca.key'));
  t.regex(await certs(t, '--out', folder), /^wrote /);
  t.is(await handshake(t, await readServing(folder), await read(folder, 'ca.crt')), 200);
});

const reasons: readonly (readonly [title: string, prepare: (folder: string) => Promise<unknown>])[] = [
  ['whose key was taken away', (folder) => rm(join(folder, 'ca.key'))],
  [
    'that ends before a new certificate would',
    async (folder) => {
      const authority = await createAuthority(300);
      const { cert, key } = await issueCertificate(authority, { dnsNames: [serviceName], days: 20 });
      const files = { 'ca.crt': authority.cert, 'ca.key': authority.key, 'tls.crt': cert, 'tls.key': key };
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    },
  ],
];
for (const [title, prepare] of reasons) {
  test(`a CA ${title} is replaced, and stays trusted until it has expired`, async (t) => {
    const folder = await createFolder(t);
    await certs(t, '--out', folder);
    await prepare(folder);
    const [served, former] = [await readServing(folder), await read(folder, 'ca.crt')];
    t.regex(await certs(t, '--out', folder), /from a new CA; .*, which trusts 1 more$/m);
    const both = await read(folder, 'ca.crt');
    t.is(await handshake(t, served, both), 200, 'a Pod that has not read its files again');
    t.is(await handshake(t, await readServing(folder), both), 200);
    await t.throwsAsync(handshake(t, await readServing(folder), former));
    t.true(both.endsWith(former), 'the one that signs comes first');
    for (const name of ['secret.yaml', 'ca-bundle.yaml']) {
      t.true((await read(folder, name)).includes(Buffer.from(both).toString('base64')), name);
    }
    t.regex(await certs(t, '--out', folder), /^kept .*, which trusts 1 more$/m);
    t.is(await read(folder, 'ca.crt'), both);
    const expired = await createAuthority(-1);
    await writeFile(join(folder, 'ca.crt'), both + expired.cert);
    t.regex(await certs(t, '--out', folder), /^kept .*; wrote .*, which trusts 1 more$/m);
    t.is(await read(folder, 'ca.crt'), both);
  });
}

for (const [args, message] of [
  [
    [],
    /expected either --from or --out, .*: kubectl get secret\/webhook-sidecard-tls .* \| podmutator certs --from - /,
  ],
  [['--from', '-', '--out', '/none'], /expected either --from or --out/],
  [['--days', '0'], /--days: expected 1 to 36500/],
  [['--service', 'Upper'], /expected a DNS name in lower case, found "Upper\.podmutator-system\.svc"/],
] as const) {
  test(`${args.join(' ')} is bad input`, async (t) => {
    const { code, stderr } = await run('podmutator', ['certs', ...args]);
    t.is(code, 2);
    t.regex(stderr, message);
  });
}
