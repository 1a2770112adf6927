// Real certificates for tests: an authority and what it issues, written as PEM files.

import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// The library below builds on decorators and refuses to load without this.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as never);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  readonly ca: string;
  issue(options?: IssueOptions): Promise<PemPair>;
}

export interface IssueOptions {
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const hour = 3_600_000;

/** An authority whose certificates serve localhost, 127.0.0.1 and the given names, and identify clients as well. */
export async function createAuthority(name = 'Test Authority'): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - hour),
    notAfter: new Date(Date.now() + 24 * hour),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    ca: root.toString('pem'),
    async issue({ dnsNames = [], uris = [], notBefore, notAfter } = {}) {
      const own = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const cert = await x509.X509CertificateGenerator.create({
        serialNumber: serial(),
        subject: 'CN=podmutator',
        issuer: root.subject,
        notBefore: notBefore ?? new Date(Date.now() - hour),
        notAfter: notAfter ?? new Date(Date.now() + hour),
        signingAlgorithm: algorithm,
        publicKey: own.publicKey as never,
        signingKey: keys.privateKey as never,
        extensions: [
          new x509.ExtendedKeyUsageExtension([
            x509.ExtendedKeyUsage.serverAuth,
            x509.ExtendedKeyUsage.clientAuth,
          ] as never),
          new x509.SubjectAlternativeNameExtension([
            { type: 'dns', value: 'localhost' },
            { type: 'ip', value: '127.0.0.1' },
            ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
            ...uris.map((value) => ({ type: 'url' as const, value })),
          ]),
        ],
      });
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
      return { cert: cert.toString('pem'), key };
    },
  };
}

export interface SecretFolder {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** Replaces the content as the kubelet does: a new folder, then one swap of the symbolic link `..data`. */
  swap(content: SecretContent): Promise<void>;
  remove(): Promise<void>;
}

export interface SecretContent extends Partial<PemPair> {
  readonly ca?: string;
}

/** A folder laid out like a mounted Secret of type kubernetes.io/tls. */
export async function createSecretFolder(content: SecretContent): Promise<SecretFolder> {
  const root = await mkdtemp(join(tmpdir(), 'podmutator-secret-'));
  let generation = 0;
  const swap = async (next: SecretContent): Promise<void> => {
    generation += 1;
    const folder = `..generation-${generation}`;
    await mkdir(join(root, folder));
    const files = { 'tls.crt': next.cert, 'tls.key': next.key, 'ca.crt': next.ca };
    for (const [name, text] of Object.entries(files)) {
      if (text !== undefined) await writeFile(join(root, folder, name), text);
    }
    await symlink(folder, join(root, '..data_tmp'));
    await rename(join(root, '..data_tmp'), join(root, '..data'));
    await rm(join(root, `..generation-${generation - 1}`), { recursive: true, force: true });
  };
  await swap(content);
  for (const name of ['tls.crt', 'tls.key', 'ca.crt']) await symlink(join('..data', name), join(root, name));
  return {
    certFile: join(root, 'tls.crt'),
    keyFile: join(root, 'tls.key'),
    caFile: join(root, 'ca.crt'),
    swap,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** What `openssl x509 -fingerprint -sha256` prints; TLS sockets report the same of their peer. */
export function fingerprintOf(certificate: string): string {
  const der = new x509.X509Certificate(certificate).rawData;
  const digest = createHash('sha256').update(Buffer.from(der)).digest('hex').toUpperCase();
  return digest.match(/../g)?.join(':') ?? '';
}

function serial(): string {
  return `01${randomBytes(8).toString('hex')}`;
}
