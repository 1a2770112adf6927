// A small client of the API server. Tests look at status codes and at Warning headers, which the usual clients hide.

import { Agent, request } from 'node:https';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { ClusterAccess } from './control-plane.js';

/** Whatever the API server answered; failures are answers too. `body` is the object, or a Status. */
export interface KubeAnswer<Body = unknown> {
  readonly status: number;
  readonly body: Body;
  /** The texts of the Warning headers. */
  readonly warnings: readonly string[];
}

export interface Status {
  readonly kind: 'Status';
  readonly reason: string;
  readonly message: string;
}

export interface Kube {
  request<Body>(method: string, path: string, body?: object, contentType?: string): Promise<KubeAnswer<Body>>;
  /** Creates anything that has apiVersion, kind and a plural. */
  create<Body>(path: string, object: object): Promise<KubeAnswer<Body>>;
  get<Body>(path: string): Promise<KubeAnswer<Body>>;
  /** A JSON merge patch. */
  merge<Body>(path: string, change: object): Promise<KubeAnswer<Body>>;
  delete(path: string): Promise<KubeAnswer>;
  close(): void;
}

export type StoredPod = Pod & { readonly metadata: { readonly name: string; readonly namespace: string } };

export function connectKube({ url, ca, adminToken }: ClusterAccess): Kube {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 100 });
  const send = <Body>(
    method: string,
    path: string,
    body?: object,
    contentType = 'application/json',
  ): Promise<KubeAnswer<Body>> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${adminToken}`, ...(body && { 'content-type': contentType }) };
      const outgoing = request(url + path, { method, agent, headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({
          status: response.statusCode ?? 0,
          body: readBody(Buffer.concat(chunks).toString('utf8')) as Body,
          warnings: readWarnings(response.headers['warning']),
        });
      });
      outgoing.on('error', reject).end(body && JSON.stringify(body));
    });
  return {
    request: send,
    create: (path, object) => send('POST', path, object),
    get: (path) => send('GET', path),
    merge: (path, change) => send('PATCH', path, change, 'application/merge-patch+json'),
    delete: (path) => send('DELETE', path),
    close: () => agent.destroy(),
  };
}

// /readyz and its like answer with plain text.
function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// Warning: 299 - "text", 299 - "text"
function readWarnings(header: string | string[] | undefined): readonly string[] {
  return [...String(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  );
}
