// `podmutator certs --from`: what is printed for a cluster, given what is in use there.

import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { createAuthority, issueCertificate, type PemPair } from '../../../cli/certificates/certificates.js';
import { bareEnvironment } from '../../kit/command.js';
import { handshake, serviceName } from '../../kit/handshake.js';
import { projectRoot } from '../../kit/project.js';

interface Printed {
  readonly code: number | null;
  readonly stderr: string;
  // The objects have little in common.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly objects: readonly any[];
}

function certs(input: string | object, ...args: readonly string[]): Printed {
  const command = [join(projectRoot, 'build/cli/podmutator.js'), 'certs', '--from', '-', ...args];
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const done = spawnSync(process.execPath, command, { input: text, encoding: 'utf8', env: bareEnvironment() });
  const objects = parseAllDocuments(done.stdout).map((document) => document.toJS());
  return { code: done.status, stderr: done.stderr, objects: objects.filter(Boolean) };
}

const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (text: string): string => Buffer.from(text, 'base64').toString();

const webhookNames = ['dragonfly.podmutator.dev', 'macvtap.podmutator.dev'];

const configuration = (caBundle?: string, names = webhookNames, service = 'podmutator'): object => ({
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'podmutator' },
  webhooks: names.map((name) => ({
    name,
    clientConfig: {
      service: { name: service, namespace: 'podmutator-system' },
      ...(caBundle && { caBundle: encode(caBundle) }),
    },
  })),
});

const secret = ({ cert, key }: PemPair, ca?: string): object => ({
  kind: 'Secret',
  metadata: { name: 'webhook-sidecard-tls' },
  data: { 'tls.crt': encode(cert), 'tls.key': encode(key), ...(ca && { 'ca.crt': encode(ca) }) },
});

const list = (...items: readonly object[]): object => ({ kind: 'List', apiVersion: 'v1', items });

/** A CA without its key in reach, as in a cluster, and a certificate of it with so many days left. */
async function issue(days: number): Promise<{ readonly ca: string; readonly pair: PemPair }> {
  const authority = await createAuthority(days + 1);
  return { ca: authority.cert, pair: await issueCertificate(authority, { dnsNames: [serviceName], days }) };
}

function readSecret({ objects }: Printed): { readonly pair: PemPair; readonly ca: string } {
  const { data } = objects.find(({ kind }) => kind === 'Secret');
  return { pair: { cert: decode(data['tls.crt']), key: decode(data['tls.key']) }, ca: decode(data['ca.crt']) };
}

const readBundles = ({ objects }: Printed): readonly string[] =>
  objects[0].webhooks.map(({ clientConfig }: { clientConfig: { caBundle: string } }) => decode(clientConfig.caBundle));

for (const [title, input] of [
  ['nothing', ''],
  ['an empty list', list()],
] as const) {
  test(`for ${title} a Secret is printed, and what is missing is told`, async (t) => {
    const printed = certs(input);
    t.is(printed.code, 0);
    t.regex(
      printed.stderr,
      /a new certificate, from a new CA, .*; no CA bundle, since the MutatingWebhookConfiguration podmutator is not there: run this again when it is/,
    );
    t.is(printed.objects.length, 1);
    t.like(printed.objects[0], {
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name: 'webhook-sidecard-tls', namespace: 'podmutator-system' },
    });
    const { pair, ca } = readSecret(printed);
    t.is(await handshake(t, pair, ca), 200);
    t.is(new X509Certificate(ca).validTo, new X509Certificate(pair.cert).validTo, 'its key is gone');
  });
}

test('the bundle comes ahead of the Secret, and is for the webhooks that are registered', async (t) => {
  const printed = certs(list(configuration(undefined, ['macvtap.podmutator.dev'])));
  t.deepEqual(
    printed.objects.map(({ kind }) => kind),
    ['MutatingWebhookConfiguration', 'Secret'],
  );
  const { pair, ca } = readSecret(printed);
  t.deepEqual(printed.objects[0].webhooks, [
    { name: 'macvtap.podmutator.dev', clientConfig: { caBundle: encode(ca) } },
  ]);
  t.is(await handshake(t, pair, ca), 200);
});

test('run again, it prints the same', (t) => {
  const first = certs(list(configuration()));
  const { pair, ca } = readSecret(first);
  const again = certs(list(secret(pair, ca), configuration(ca)));
  t.regex(again.stderr, /kept the certificate, valid until .*; a CA bundle for dragonfly\.podmutator\.dev, macvtap/);
  t.deepEqual(again.objects, first.objects);
});

test('a webhook that was registered again gets the bundle of the CA in use', async (t) => {
  const { ca, pair } = await issue(200);
  const printed = certs(list(secret(pair, ca), configuration()));
  t.deepEqual(readSecret(printed), { pair, ca });
  t.deepEqual(readBundles(printed), [ca, ca]);
});

test('a certificate that nears its end is replaced, and its CA stays trusted until it has expired', async (t) => {
  const { ca, pair } = await issue(20);
  const expired = await createAuthority(-1);
  const printed = certs(list(secret(pair, ca), configuration(ca + expired.cert)));
  const made = readSecret(printed);
  t.not(made.pair.cert, pair.cert);
  t.regex(printed.stderr, /which trusts 1 more,/);
  for (const bundle of [made.ca, ...readBundles(printed)]) {
    t.true(bundle.endsWith(ca) && !bundle.includes(expired.cert));
    t.is(await handshake(t, pair, bundle), 200, 'a Pod whose files are late');
    t.is(await handshake(t, made.pair, bundle), 200);
  }
  const again = certs(list(secret(made.pair, made.ca), configuration(made.ca)));
  t.deepEqual(again.objects, printed.objects);
});

test('a CA that only a webhook trusts stays trusted as well', async (t) => {
  const { ca, pair } = await issue(200);
  const [bundle = ''] = readBundles(certs(configuration(ca)));
  t.true(bundle.endsWith(ca));
  t.is(await handshake(t, pair, bundle), 200);
});

test('a valid certificate whose CA nobody knows is not replaced behind the back of its owner', async (t) => {
  const { pair } = await issue(200);
  const { code, stderr, objects } = certs(list(secret(pair), configuration()));
  t.is(code, 2);
  t.regex(
    stderr,
    /the certificate is valid until .*, but its CA is not there: expected it in ca\.crt of the Secret or in/,
  );
  t.deepEqual(objects, []);
});

test('a certificate with its chain is handed on as it is', async (t) => {
  const { ca, pair } = await issue(200);
  const chained = { ...pair, cert: pair.cert + (await createAuthority(10)).cert };
  t.deepEqual(readSecret(certs(list(secret(chained, ca)))).pair, chained);
});

for (const [title, input, message] of [
  ['text that is no JSON', 'kind: Secret', /expected what kubectl get -o json prints in standard input, found no JSON/],
  ['a number', '7', /expected Kubernetes objects in standard input/],
  ['a list of numbers', '{"items": [7]}', /expected Kubernetes objects in standard input/],
  ['more than two objects can hold', ' '.repeat(5e6), /expected at most 4 MiB in standard input/],
  [
    'a bundle that cannot be read',
    configuration('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    /a CA bundle in standard input cannot be read/,
  ],
  [
    'a configuration made by kubectl apply, whose fields a second apply on the server would drop',
    {
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'podmutator', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
    },
    /the MutatingWebhookConfiguration podmutator was made by kubectl apply: .* see certs --out DIRECTORY/,
  ],
  [
    'webhooks of another Service',
    configuration(undefined, webhookNames, 'other'),
    /expected a webhook of .* that calls the Service podmutator in podmutator-system, found none/,
  ],
] as const) {
  test(`${title} is bad input`, (t) => {
    const { code, stderr, objects } = certs(input);
    t.is(code, 2);
    t.regex(stderr, message);
    t.deepEqual(objects, []);
  });
}

test('objects with anything in the place of what is expected end in a sentence or a new certificate', (t) => {
  for (const odd of [7, null, [null], { name: 7 }]) {
    for (const object of [
      { kind: 'Secret', metadata: { name: 'webhook-sidecard-tls' }, data: odd },
      { kind: 'Secret', metadata: odd },
      { kind: 'MutatingWebhookConfiguration', metadata: { name: 'podmutator' }, webhooks: odd },
      { kind: 'MutatingWebhookConfiguration', metadata: { name: 'podmutator' }, webhooks: [{ clientConfig: odd }] },
    ]) {
      const { code, stderr } = certs(list(object));
      t.true(code === 0 || code === 2, JSON.stringify(object));
      t.regex(stderr, /^podmutator certs: [^\n]*\n$/, JSON.stringify(object));
    }
  }
});
