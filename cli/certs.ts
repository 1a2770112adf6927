// `podmutator certs`: an authority and a serving certificate for those who have no cert-manager. Nothing is ever made
// while a template is rendered: the same manifests give the same bytes, and an upgrade keeps the certificate.

import { mkdir } from 'node:fs/promises';
import { stringify } from 'yaml';
import { type Kept, readKept, writeFiles } from './certificate-folder.js';
import { BadInputError, defineCommand } from './command.js';
import { type FlagValues, readWholeNumber, UsageError } from './flags.js';

const flags = {
  service: { value: 'NAME', about: 'The Service that the API server calls.', default: 'podmutator' },
  namespace: { value: 'NAME', about: 'Its namespace.', default: 'podmutator-system' },
  'dns-name': {
    value: 'NAME',
    about: 'A further name in the certificate, such as localhost. May be given several times.',
    isList: true,
  },
  secret: { value: 'NAME', about: 'The Secret to print.', default: 'webhook-sidecard-tls' },
  webhook: { value: 'NAME', about: 'The MutatingWebhookConfiguration that gets the CA bundle.', default: 'podmutator' },
  days: { value: 'N', about: 'How long the certificate is valid.', default: '365' },
  'authority-days': { value: 'N', about: 'How long a new authority is valid.', default: '3650' },
  out: {
    value: 'FOLDER',
    about:
      'Write tls.crt, tls.key, ca.crt, ca.key, secret.yaml and ca-bundle.yaml there. Print the two objects without it, and forget the key of the authority.',
  },
  'renew-before': {
    value: 'DAYS',
    about:
      'With --out: keep a certificate that is there, has the right names and is valid for longer than this. A new one comes from the authority that is there.',
    default: '30',
  },
} as const;

export const certs = defineCommand({
  name: 'podmutator certs',
  summary:
    'Makes an authority and a serving certificate (EC P-256), and prints a Secret and the CA bundle for the webhook.',
  kind: 'verb',
  flags,

  async run(values) {
    const days = readDays('days', values.days);
    const authorityDays = readDays('authority-days', values['authority-days']);
    const renewBeforeDays = readWholeNumber('renew-before', values['renew-before']);
    const dnsNames = readNames(values);
    if (values.out !== undefined && renewBeforeDays >= days) {
      throw new UsageError(`--renew-before: expected less than --days, which is ${days}, found "${renewBeforeDays}"`);
    }
    if (values.out !== undefined) {
      await mkdir(values.out, { recursive: true });
    }
    const kept = values.out === undefined ? {} : await readKept(values.out, { dnsNames, renewBeforeDays, days });
    if (values.out !== undefined && kept.certificate) {
      process.stdout.write(`kept ${values.out}/tls.crt, valid until ${kept.certificate.validUntil}\n`);
      return;
    }
    const made = await make(kept, { dnsNames, days, authorityDays });
    const secret = formatSecret(values, made);
    const bundle = formatBundle(values, made.ca);
    if (values.out === undefined) {
      process.stdout.write(`${secret}---\n${bundle}`);
      return;
    }
    await writeFiles(values.out, {
      'ca.crt': made.ca,
      'ca.key': made.caKey,
      'tls.key': made.key,
      'tls.crt': made.cert,
      'secret.yaml': secret,
      'ca-bundle.yaml': bundle,
    });
    process.stdout.write(
      `wrote ${values.out}/tls.crt, from ${kept.authority ? 'the authority that was there' : 'a new authority'}\n`,
    );
  },
});

interface Made {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly caKey: string;
}

async function make(
  { authority: keptAuthority }: Kept,
  {
    dnsNames,
    days,
    authorityDays,
  }: { readonly dnsNames: readonly string[]; readonly days: number; readonly authorityDays: number },
): Promise<Made> {
  const { createAuthority, issueCertificate } = await import('./certificates.js');
  const authority = keptAuthority ?? (await createAuthority(authorityDays));
  return { ...(await issueCertificate(authority, { dnsNames, days })), ca: authority.cert, caKey: authority.key };
}

type Values = FlagValues<typeof flags>;

function readDays(name: string, text: string): number {
  const days = readWholeNumber(name, text);
  if (days < 1 || days > 36_500) {
    throw new UsageError(`--${name}: expected 1 to 36500 days, found "${text}"`);
  }
  return days;
}

// The API server checks this name and no longer one.
function readNames({ service, namespace, 'dns-name': further }: Values): readonly string[] {
  const names = [...new Set([`${service}.${namespace}.svc`, ...further])];
  for (const name of names) {
    if (!/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) {
      throw new BadInputError(`expected a DNS name in lower case, found "${name}"`);
    }
  }
  return names;
}

const encode = (text: string): string => Buffer.from(text).toString('base64');

function formatSecret({ secret: name, namespace }: Values, { cert, key, ca }: Made): string {
  const data = { 'tls.crt': encode(cert), 'tls.key': encode(key), 'ca.crt': encode(ca) };
  return format({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data });
}

// Lists of webhooks are merged by name, on the server as in kustomize: this changes the bundle and nothing else.
function formatBundle({ webhook: name }: Values, ca: string): string {
  const clientConfig = { caBundle: encode(ca) };
  return format({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: ['dragonfly', 'macvtap'].map((mutator) => ({ name: `${mutator}.podmutator.dev`, clientConfig })),
  });
}

function format(object: object): string {
  return stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 });
}
