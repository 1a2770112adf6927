// `podmutator certs`: an authority and a serving certificate for those who have no cert-manager. Nothing is ever made
// while a template is rendered: the same manifests give the same bytes, and an upgrade keeps the certificate.

import type { X509Certificate } from 'node:crypto';
import { stringify } from 'yaml';
import { createFolder, type KeepOptions, readKept, writeFiles } from './certificate-folder.js';
import type { PemPair } from './certificates.js';
import { BadInputError, defineCommand } from './command.js';
import { type FlagValues, readWholeNumber, UsageError } from './flags.js';
import { formatBundle, readAuthorityFile, readCertificates } from './trusted-authorities.js';

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
  'renew-authority': {
    about: 'With --out: make a new authority also if the one that is there is good for long enough.',
  },
  'keep-authority': {
    value: 'FILE',
    about:
      'Further authorities for the CA bundle (PEM, - for standard input): those of certificates that are still in use. With --out, those in ca.crt are kept by themselves.',
  },
  'drop-former': {
    about:
      'With --out: take authorities out of the CA bundle that had been replaced before this run. One that is replaced now stays until the next.',
  },
} as const;

export const certs = defineCommand({
  name: 'podmutator certs',
  summary:
    'Makes an authority and a serving certificate (EC P-256), and prints a Secret and the CA bundle for the webhook.',
  kind: 'verb',
  flags,

  async run(values) {
    const wanted = readWanted(values);
    const further = values['keep-authority'] === undefined ? [] : await readAuthorityFile(values['keep-authority']);
    if (values.out === undefined) {
      const made = await make(undefined, wanted);
      const bundle = formatBundle(made.ca, further);
      process.stdout.write(`${formatSecret(values, made, bundle)}---\n${formatPatch(values, bundle)}`);
      return;
    }
    await createFolder(values.out);
    process.stdout.write(await renewFolder(values, wanted, { folder: values.out, further }));
  },
});

interface Target {
  readonly folder: string;
  readonly further: readonly X509Certificate[];
}

/** Writes what has to be new in the folder; resolves with what to tell. */
async function renewFolder(values: Values, wanted: Wanted, { folder, further }: Target): Promise<string> {
  const { authority, certificate, trusted, bundle: before } = await readKept(folder, wanted);
  const signing = values['renew-authority'] ? undefined : authority;
  const kept = signing && certificate && { ...certificate, ca: signing.cert, caKey: signing.key };
  const pair = kept ?? (await make(signing, wanted));
  // The first has signed until now: what it signed is in use until somebody applies what is written here.
  const former = values['drop-former'] ? trusted.slice(0, 1) : trusted;
  const bundle = formatBundle(pair.ca, [...former, ...further]);
  const others = readCertificates(bundle).length - 1;
  const trust = others === 0 ? '' : `, which trusts ${others} more`;
  if (kept && bundle === before) {
    return `kept ${folder}/tls.crt, valid until ${kept.validUntil}, and ${folder}/ca.crt${trust}\n`;
  }
  await writeFiles(folder, {
    'ca.crt': bundle,
    'ca.key': pair.caKey,
    'tls.key': pair.key,
    'tls.crt': pair.cert,
    'secret.yaml': formatSecret(values, pair, bundle),
    'ca-bundle.yaml': formatPatch(values, bundle),
  });
  const origin = `from ${signing ? 'the authority that was there' : 'a new authority'}`;
  const what = kept ? `kept ${folder}/tls.crt, valid until ${kept.validUntil}` : `wrote ${folder}/tls.crt, ${origin}`;
  return `${what}; wrote ${folder}/ca.crt${trust}\n`;
}

interface Pair extends PemPair {
  readonly ca: string;
  readonly caKey: string;
}

async function make(kept: PemPair | undefined, { dnsNames, days, authorityDays }: Wanted): Promise<Pair> {
  const { createAuthority, issueCertificate } = await import('./certificates.js');
  const authority = kept ?? (await createAuthority(authorityDays));
  return { ...(await issueCertificate(authority, { dnsNames, days })), ca: authority.cert, caKey: authority.key };
}

type Values = FlagValues<typeof flags>;

interface Wanted extends KeepOptions {
  readonly authorityDays: number;
}

function readWanted(values: Values): Wanted {
  const days = readDays('days', values.days);
  const authorityDays = readDays('authority-days', values['authority-days']);
  const renewBeforeDays = readWholeNumber('renew-before', values['renew-before']);
  if (values.out !== undefined && renewBeforeDays >= days) {
    throw new UsageError(`--renew-before: expected less than --days, which is ${days}, found "${renewBeforeDays}"`);
  }
  if (values.out === undefined && (values['renew-authority'] || values['drop-former'])) {
    throw new UsageError('--renew-authority and --drop-former need --out: without a folder every authority is new');
  }
  return { dnsNames: readNames(values), days, authorityDays, renewBeforeDays };
}

function readDays(name: string, text: string): number {
  const days = readWholeNumber(name, text);
  if (days < 1 || days > 36_500) {
    throw new UsageError(`--${name}: expected 1 to 36500 days, found "${text}"`);
  }
  return days;
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

// The API server checks this name and no longer one.
function readNames({ service, namespace, 'dns-name': further }: Values): readonly string[] {
  const names = [...new Set([`${service}.${namespace}.svc`, ...further])];
  for (const name of names) {
    if (name.length > 253 || !name.split('.').every((label) => dnsLabel.test(label))) {
      throw new BadInputError(`expected a DNS name in lower case, found "${name}"`);
    }
  }
  return names;
}

const encode = (text: string): string => Buffer.from(text).toString('base64');

function formatSecret({ secret: name, namespace }: Values, { cert, key }: PemPair, ca: string): string {
  const data = { 'tls.crt': encode(cert), 'tls.key': encode(key), 'ca.crt': encode(ca) };
  return format({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data });
}

// Lists of webhooks are merged by name, on the server as in kustomize: this changes the bundle and nothing else.
function formatPatch({ webhook: name }: Values, ca: string): string {
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
