// Posts bytes to the webhook, one after the other, over one kept connection.

import { Agent, request } from 'node:https';
import type { Answered } from './judge-answer.js';

export interface Client {
  post(path: string, body: Buffer): Promise<Answered>;
  close(): void;
}

const timeoutMs = 60_000;

export function createFuzzClient(address: string, ca: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca, servername: 'localhost' });
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'content-length': body.length };
        const outgoing = request(`https://${address}${path}`, { method: 'POST', agent, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
          response.on('error', reject).on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              contentType: response.headers['content-type'] ?? '',
              text,
            }),
          );
        });
        outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
        outgoing.on('error', reject).end(body);
      }),
    close: () => agent.destroy(),
  };
}
