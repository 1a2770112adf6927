// An authority and serving certificates from it: EC P-256, as PEM. Loaded by `podmutator certs` only.

import { randomBytes, webcrypto } from 'node:crypto';
// The library below builds on decorators and refuses to load without this.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

// The types of Node and of the library describe the same keys with other names.
type Keys = x509.X509CertificateCreateSelfSignedParams['keys'];

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
// Clocks differ: a certificate that is not valid yet on another machine helps nobody.
const clockSkewMs = 5 * 60_000;

export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

/** Creates an authority: it may sign certificates for servers, and no further authorities. */
export async function createAuthority(days: number): Promise<PemPair> {
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: createSerial(),
    name: 'CN=podmutator authority',
    ...createValidity(days),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem').concat('\n'), key: await exportKey(keys.privateKey) };
}

export interface IssueOptions {
  readonly dnsNames: readonly string[];
  readonly days: number;
}

/** Issues a serving certificate with a new key. It never outlives its authority. */
export async function issueCertificate(authority: PemPair, { dnsNames, days }: IssueOptions): Promise<PemPair> {
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await createKeys();
  const { notBefore, notAfter } = createValidity(days);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: createSerial(),
    subject: 'CN=podmutator',
    issuer: issuer.subject,
    notBefore,
    notAfter: notAfter < issuer.notAfter ? notAfter : issuer.notAfter,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      // The API server reads names from here only, never from the subject.
      new x509.SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns', value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { cert: certificate.toString('pem').concat('\n'), key: await exportKey(keys.privateKey) };
}

function createValidity(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - clockSkewMs), notAfter: new Date(now + days * dayMs) };
}

function createKeys(): Promise<Keys> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<Keys>;
}

async function exportKey(key: Keys['privateKey']): Promise<string> {
  return `${x509.PemConverter.encode(await x509.cryptoProvider.get().subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

function importKey(pem: string): Promise<Keys['privateKey']> {
  const [der = new ArrayBuffer(0)] = x509.PemConverter.decode(pem);
  return x509.cryptoProvider.get().subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

// A positive number of 127 bits, as the rules for public authorities ask for.
function createSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
