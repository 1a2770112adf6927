// What `podmutator certs --from` reads: the Secret and the webhook configuration of a cluster, as `kubectl get -o json`
// prints them. One of them, or both, may not be there yet.

import type { X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readCertificates } from '../../runtime/read-certificates.js';
import { BadInputError } from '../flags/command.js';
import { type InUse, readPair } from './renew-certificate.js';

/** Etcd stores no larger objects than 1.5 MiB, and two are asked for. */
const bytesMax = 4 * 1024 * 1024;

export interface Names {
  readonly secret: string;
  readonly namespace: string;
  readonly service: string;
  readonly webhook: string;
}

export interface ObjectsInUse extends InUse {
  /** The webhooks of the configuration that call the Service; undefined if the configuration is not there. */
  readonly webhooks: readonly string[] | undefined;
}

/**
 * Reads the objects from a file, or from standard input by the name `-`.
 * @throws BadInputError
 */
export async function readObjects(file: string, names: Names): Promise<ObjectsInUse> {
  const place = file === '-' ? 'standard input' : file;
  const objects = parseObjects(await readText(file, place), place);
  const secret = find(objects, 'Secret', names.secret);
  const configuration = find(objects, 'MutatingWebhookConfiguration', names.webhook);
  if (configuration && isAppliedByKubectl(configuration)) {
    throw new BadInputError(
      `the MutatingWebhookConfiguration ${names.webhook} was made by kubectl apply: kubectl would take its other fields for what is applied here, and drop them; have the CA bundle in the manifests, see certs --out DIRECTORY and docs/install.md`,
    );
  }
  const webhooks = configuration && listWebhooks(configuration, names);
  const bundles = [decode(secret?.data?.['ca.crt']), ...(webhooks ?? []).map(({ bundle }) => bundle)];
  return {
    serving: readPair(decode(secret?.data?.['tls.crt']), decode(secret?.data?.['tls.key'])),
    // Whoever prints keeps no key of a CA.
    signing: undefined,
    trusted: bundles.flatMap((bundle) => readTrusted(bundle, place)),
    webhooks: webhooks?.map(({ name }) => name),
  };
}

async function readText(file: string, place: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const stream = file === '-' ? process.stdin : (await open(file)).createReadStream();
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > bytesMax) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new BadInputError(`--from: cannot read ${place}: ${(cause as Error).message}`, { cause });
  }
  if (bytes > bytesMax) throw new BadInputError(`--from: expected at most 4 MiB in ${place}`);
  return Buffer.concat(chunks).toString('utf8');
}

/** Only what is looked at here; everything may be absent or of another type. */
interface KubeObject {
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly annotations?: unknown };
  readonly items?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly webhooks?: unknown;
}

function parseObjects(text: string, place: string): readonly KubeObject[] {
  if (text.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BadInputError(`--from: expected what kubectl get -o json prints in ${place}, found no JSON`, { cause });
  }
  const items = isObject(value) && Array.isArray(value.items) ? value.items : [value];
  if (!items.every(isObject)) {
    throw new BadInputError(`--from: expected Kubernetes objects in ${place}, found something else`);
  }
  return items;
}

const isObject = (value: unknown): value is KubeObject => typeof value === 'object' && value !== null;

const find = (objects: readonly KubeObject[], kind: string, name: string): KubeObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata?.name === name);

// `kubectl apply --server-side` then hands all fields over to its own manager, and removes them the next time.
const isAppliedByKubectl = ({ metadata }: KubeObject): boolean =>
  isObject(metadata?.annotations) && 'kubectl.kubernetes.io/last-applied-configuration' in metadata.annotations;

interface Webhook {
  readonly name: string;
  readonly bundle: string | undefined;
}

function listWebhooks({ webhooks }: KubeObject, { service, namespace, webhook }: Names): readonly Webhook[] {
  const all = (Array.isArray(webhooks) ? webhooks : []).filter(isObject) as {
    readonly name?: unknown;
    readonly clientConfig?: { readonly service?: { name?: unknown; namespace?: unknown }; readonly caBundle?: unknown };
  }[];
  // A bundle for the webhook of another program would cut that off.
  const own = all.filter(({ clientConfig }) => {
    const called = clientConfig?.service;
    return called?.name === service && called.namespace === namespace;
  });
  if (own.length === 0) {
    throw new BadInputError(
      `--from: expected a webhook of the MutatingWebhookConfiguration ${webhook} that calls the Service ${service} in ${namespace}, found none; see --service, --namespace and --webhook`,
    );
  }
  return own.map(({ name, clientConfig }) => ({ name: String(name), bundle: decode(clientConfig?.caBundle) }));
}

const decode = (value: unknown): string | undefined =>
  typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : undefined;

// A bundle that cannot be read is no reason to forget it: whoever it lets in would be cut off.
function readTrusted(bundle: string | undefined, place: string): readonly X509Certificate[] {
  try {
    return bundle === undefined ? [] : readCertificates(bundle);
  } catch (cause) {
    throw new BadInputError(`--from: a CA bundle in ${place} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
