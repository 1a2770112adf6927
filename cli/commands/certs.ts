// `podmutator certs`: a CA and a serving certificate for those who have no cert-manager. Nothing is ever made while a
// template is rendered: the same manifests give the same bytes, and an upgrade keeps the certificate.

import { stringify } from 'yaml';
import { readCertificates } from '../../runtime/read-certificates.js';
import { createFolder, readFolder, writeFiles } from '../certificates/certificate-folder.js';
import type { PemPair } from '../certificates/certificates.js';
import { readObjects } from '../certificates/objects-in-use.js';
import { type Renewed, renewCertificate, type Wanted } from '../certificates/renew-certificate.js';
import { BadInputError, defineCommand } from '../flags/command.js';
import { type FlagValues, readWholeNumber, UsageError } from '../flags/flags.js';
import { writeMessage, writeOutput } from '../flags/write-output.js';

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
  days: { value: 'N', about: 'How long a new certificate is valid.', default: '365' },
  'authority-days': {
    value: 'N',
    about:
      'How long a new CA is valid: 3650 with --out; with --from as long as its certificate, since its key is not kept.',
  },
  from: {
    value: 'FILE',
    about:
      'Print the CA bundle and the Secret to apply. FILE holds what is in use: Secret and MutatingWebhookConfiguration, as JSON of kubectl get; - is standard input. It may be empty.',
  },
  out: {
    value: 'DIRECTORY',
    about: 'Write tls.crt, tls.key, ca.crt, ca.key, secret.yaml and ca-bundle.yaml there instead, and keep them there.',
  },
} as const;

export const certs = defineCommand({
  name: 'podmutator certs',
  summary:
    'Makes a CA and a serving certificate (EC P-256), or renews what is there. Run it as often as you like: what is valid stays, what has less than 30 days (or a third of --days) left is made anew, and a former CA stays in the CA bundle until it has expired.',
  kind: 'verb',
  flags,

  async run(values) {
    const wanted = readWanted(values);
    if ((values.from === undefined) === (values.out === undefined)) {
      throw new UsageError(
        `expected either --from or --out, so that a CA in use stays trusted; in a cluster: ${formatPipe(values)}`,
      );
    }
    if (values.out !== undefined) return void (await writeOutput(await renewFolder(values, wanted, values.out)));
    const inUse = await readObjects(values.from as string, values);
    const renewed = await renewCertificate(inUse, wanted);
    await writeMessage(describe(values, renewed, inUse.webhooks));
    // The bundle first: the Pods may show a new certificate as soon as it is there.
    const patch = inUse.webhooks ? `${formatPatch(values, renewed.bundle, inUse.webhooks)}---\n` : '';
    await writeOutput(patch + formatSecret(values, renewed));
  },
});

type Values = FlagValues<typeof flags>;

/** The command for the first and every later time, for whoever has forgotten it. */
function formatPipe({ secret, webhook, namespace }: Values): string {
  const objects = `secret/${secret} mutatingwebhookconfiguration/${webhook}`;
  const get = `kubectl get ${objects} -n ${namespace} --ignore-not-found -o json`;
  return `${get} | podmutator certs --from - … | kubectl apply --server-side --force-conflicts --field-manager=podmutator-certs -f -`;
}

function describe(values: Values, renewed: Renewed, webhooks: readonly string[] | undefined): string {
  const end = renewed.validUntil.toISOString();
  const what = renewed.origin === 'kept' ? 'kept the certificate' : `a new certificate, from ${renewed.origin}`;
  const bundled = webhooks
    ? `a CA bundle${describeOthers(renewed)} for ${webhooks.join(', ')}`
    : `no CA bundle, since the MutatingWebhookConfiguration ${values.webhook} is not there: run this again when it is`;
  return `podmutator certs: ${what}, valid until ${end}; ${bundled}\n`;
}

function describeOthers({ bundle }: Renewed): string {
  const others = readCertificates(bundle).length - 1;
  return others === 0 ? '' : `, which trusts ${others} more,`;
}

/** Writes what has to be new in the folder; resolves with what to tell. */
async function renewFolder(values: Values, wanted: Wanted, folder: string): Promise<string> {
  await createFolder(folder);
  const inUse = await readFolder(folder);
  const renewed = await renewCertificate(inUse, wanted);
  const { serving, signing, bundle, origin, validUntil } = renewed;
  const trust = describeOthers(renewed).replace(/,$/, '');
  if (origin === 'kept' && bundle === inUse.bundle) {
    return `kept ${folder}/tls.crt, valid until ${validUntil.toISOString()}, and ${folder}/ca.crt${trust}\n`;
  }
  await writeFiles(folder, {
    'ca.crt': bundle,
    ...(signing && { 'ca.key': signing.key }),
    'tls.key': serving.key,
    'tls.crt': serving.cert,
    'secret.yaml': formatSecret(values, renewed),
    'ca-bundle.yaml': formatPatch(values, bundle, shippedWebhooks),
  });
  const kept = `kept ${folder}/tls.crt, valid until ${validUntil.toISOString()}`;
  return `${origin === 'kept' ? kept : `wrote ${folder}/tls.crt, from ${origin}`}; wrote ${folder}/ca.crt${trust}\n`;
}

const shippedWebhooks = ['dragonfly.podmutator.dev', 'macvtap.podmutator.dev'];

function readWanted(values: Values): Wanted {
  const days = readDays('days', values.days);
  const asLongAs = values.out === undefined ? values.days : '3650';
  const authorityDays = readDays('authority-days', values['authority-days'] ?? asLongAs);
  return { dnsNames: readNames(values), days, authorityDays };
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

function formatSecret({ secret: name, namespace }: Values, { serving, bundle }: SecretContent): string {
  const data = { 'tls.crt': encode(serving.cert), 'tls.key': encode(serving.key), 'ca.crt': encode(bundle) };
  return format({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data });
}

interface SecretContent {
  readonly serving: PemPair;
  readonly bundle: string;
}

// Lists of webhooks are merged by name, on the server as in kustomize: this changes the bundle and nothing else.
function formatPatch({ webhook: name }: Values, ca: string, webhooks: readonly string[]): string {
  const clientConfig = { caBundle: encode(ca) };
  return format({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: webhooks.map((webhook) => ({ name: webhook, clientConfig })),
  });
}

function format(object: object): string {
  return stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 });
}
