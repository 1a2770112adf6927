// The webhook configurations under test, and small webhooks of others that run before or after ours.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../kit/project.js';
import type { ClusterAccess } from './control-plane.js';

/** Namespaces with this label are left out of the common configuration, because their tests register their own. */
export const ownWebhooksLabel = 'podmutator.test/own-webhooks';

export interface RegistrationOptions {
  /** Name of the configuration. The API server calls configurations in the order of their names. */
  readonly name: string;
  /** Where the adapter listens, such as https://127.0.0.1:8443. */
  readonly adapterUrl: string;
  readonly ca: string;
  /** Only this namespace, instead of all that have not the label above. */
  readonly namespace?: string;
  /** Instead of CREATE of Pods: whatever can happen to Pods and their subresources. */
  readonly isEverything?: boolean;
  /** Both are called again after changes of others, instead of macvtap alone. */
  readonly isReinvoked?: boolean;
}

interface ShippedWebhook {
  readonly name: string;
  readonly clientConfig: { readonly service: { readonly path: string } };
  readonly rules: readonly object[];
  readonly namespaceSelector: { readonly matchExpressions: readonly object[] };
}

/** A webhook configuration as it is shipped. */
export interface ShippedConfiguration {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly webhooks: readonly ShippedWebhook[];
}

/** Reads the webhook configuration that the project ships. */
export function readShippedConfiguration(): ShippedConfiguration {
  const text = readFileSync(join(projectRoot, 'config/base/webhook.yaml'), 'utf8');
  return parse(text, { merge: true }) as ShippedConfiguration;
}

/** The shipped configuration with nothing but the address replaced. */
export function withAddress<Configuration extends ShippedConfiguration>(
  configuration: Configuration,
  { adapterUrl, ca }: Pick<RegistrationOptions, 'adapterUrl' | 'ca'>,
): Configuration {
  const caBundle = Buffer.from(ca).toString('base64');
  return {
    ...configuration,
    webhooks: configuration.webhooks.map((webhook) => ({
      ...webhook,
      clientConfig: { url: adapterUrl + webhook.clientConfig.service.path, caBundle },
    })),
  };
}

/** Both mutators as shipped, for the namespaces that `options` name. */
export function createWebhookConfiguration(options: RegistrationOptions): object {
  const { name, namespace, isEverything = false, isReinvoked = false } = options;
  const scope = namespace
    ? { key: 'kubernetes.io/metadata.name', operator: 'In', values: [namespace] }
    : { key: ownWebhooksLabel, operator: 'DoesNotExist' };
  const everything = { operations: ['*'], resources: ['pods', 'pods/*'] };
  const configuration = readShippedConfiguration();
  const narrowed = {
    ...configuration,
    metadata: { name },
    webhooks: configuration.webhooks.map(({ rules, namespaceSelector, ...webhook }) => ({
      ...webhook,
      ...(isReinvoked && { reinvocationPolicy: 'IfNeeded' }),
      rules: rules.map((rule) => ({ ...rule, ...(isEverything && everything) })),
      namespaceSelector: {
        ...namespaceSelector,
        matchExpressions: [...namespaceSelector.matchExpressions, scope],
      },
    })),
  };
  return withAddress(narrowed, options);
}

interface PodInReview {
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
}

/** A webhook of somebody else: gets the Pod, answers with a JSON patch, empty for no change. */
export interface ForeignWebhook {
  /** A configuration that lets it see Pods created in one namespace. */
  configuration(name: string, namespace: string): object;
  close(): Promise<void>;
}

export async function startForeignWebhook(
  { ca, webhookCertificate }: ClusterAccess,
  mutate: (pod: PodInReview) => readonly object[],
): Promise<ForeignWebhook> {
  const server = createServer(webhookCertificate, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { apiVersion, kind, request: review } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const patch = mutate(review.object);
    const change = patch.length > 0 && {
      patchType: 'JSONPatch',
      patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ apiVersion, kind, response: { uid: review.uid, allowed: true, ...change } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    configuration: (name, namespace) => ({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name: 'foreign.podmutator.dev',
          clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
      ],
    }),
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
