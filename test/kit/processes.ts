// The processes of a drill: a service, adapters in front of it, and what an operator reads from them.

import { mkdtemp } from 'node:fs/promises';
import { get } from 'node:http';
import { get as getTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createAuthority, createSecretFolder, type SecretFolder } from './certificates.js';
import { launch, type Started } from './command.js';

/** How a service and its adapters are connected. */
export interface Link {
  /** Flags of the service; the address stays the same if it is started again. */
  readonly service: () => readonly string[];
  readonly adapter: () => readonly string[];
  /** To be called once the service is ready: where it listens. */
  readonly boundTo: (address: string) => void;
}

export async function createSocketLink(): Promise<Link> {
  const address = `unix:${join(await mkdtemp(join(tmpdir(), 'podmutator-')), 'service.sock')}`;
  return { service: () => ['--grpc-addr', address], adapter: () => ['--service', address], boundTo() {} };
}

/** Names in the certificates of the drills. */
const [adapterName, serviceName] = ['adapter.example', 'service.example'];

export interface TlsLink extends Link {
  readonly ca: string;
  /** Secrets of the gRPC port and of the adapter as its client. */
  readonly secrets: { readonly service: SecretFolder; readonly client: SecretFolder };
  /** New content for either secret. */
  issue(of: 'service' | 'client', notAfter?: Date): Promise<{ cert: string; key: string; ca: string }>;
}

/** TCP with mutual TLS, and a service that lets in one name only. */
export async function createTlsLink(t: ExecutionContext): Promise<TlsLink> {
  const authority = await createAuthority();
  const names = { service: serviceName, client: adapterName };
  const issue: TlsLink['issue'] = async (of, notAfter) => ({
    ...(await authority.issue({ dnsNames: [names[of]], ...(notAfter && { notAfter }) })),
    ca: authority.ca,
  });
  const [service, client] = [
    await createSecretFolder(await issue('service')),
    await createSecretFolder(await issue('client')),
  ];
  t.teardown(() => Promise.all([service.remove(), client.remove()]));
  let address = '127.0.0.1:0';
  return {
    ca: authority.ca,
    secrets: { service, client },
    issue,
    service: () => [
      ...['--grpc-addr', address, '--grpc-tls-cert', service.certFile, '--grpc-tls-key', service.keyFile],
      ...['--grpc-client-ca', service.caFile, '--grpc-allow-names', `DNS:${adapterName}`],
    ],
    adapter: () => [
      ...['--service', address, '--service-ca', client.caFile, '--service-name', serviceName],
      ...['--service-tls-cert', client.certFile, '--service-tls-key', client.keyFile],
    ],
    boundTo(bound) {
      address = bound;
    },
  };
}

export async function startService(t: ExecutionContext, link: Link, args: readonly string[] = []): Promise<Started> {
  const service = await launch(t, 'podmutator', [
    'service',
    ...link.service(),
    ...['--metrics-addr', '127.0.0.1:0', '--shutdown-grace', '0ms', ...args],
  ]);
  link.boundTo(service.ready['grpc'] ?? '');
  return service;
}

export function startAdapter(t: ExecutionContext, link: Link, args: readonly string[] = []): Promise<Started> {
  return launch(t, 'podmutator', ['adapter', '--allow-http', '--addr', '127.0.0.1:0', ...link.adapter(), ...args]);
}

export function portOf({ ready }: Started): number {
  return Number(ready['webhook']?.split(':').at(-1));
}

/** Status and text of a page; status 0 if nobody listens. */
export function readPage(url: string, ca?: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve) => {
    const options = { agent: false, ca, servername: 'localhost' };
    const outgoing = (ca === undefined ? get : getTls)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', () => resolve({ status: 0, text: '' }));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    outgoing.on('error', () => resolve({ status: 0, text: '' }));
  });
}

/** The value of a series such as `podmutator_tls_reloads_total{listener="client",result="ok"}`; absent: undefined. */
export function readSeries(metrics: string, series: string): number | undefined {
  const line = metrics.split('\n').find((row) => row.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}
