// The first answer of a contestant: applied as the API server would apply it, by an independent implementation of
// JSON patch, and compared with the Pod that is expected.

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import { jsonpatch } from 'json-p3';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { uid } from '../payload/review.js';

export interface FirstAnswerOptions {
  readonly url: string;
  readonly ca: string;
  readonly body: Buffer;
  readonly pod: Pod;
  /** Without it the Pod only has to get an init container. */
  readonly expected: Pod | undefined;
}

/**
 * Asks once.
 * @returns the answer as it came
 * @throws Error if it does not lead to the expected Pod
 */
export async function askFirst({ url, ca, body, pod, expected }: FirstAnswerOptions): Promise<Buffer> {
  const answer = await post(`${url}?timeout=5s`, ca, body);
  const { response } = JSON.parse(String(answer)) as {
    readonly response: { readonly uid: string; readonly allowed: boolean; readonly patch?: string };
  };
  if (response.uid !== uid || !response.allowed) {
    throw new Error(`${url}: expected the review to be allowed, found ${answer}`);
  }
  const operations = response.patch ? JSON.parse(Buffer.from(response.patch, 'base64').toString()) : [];
  const after = jsonpatch.apply(operations, structuredClone(pod) as never);
  const isGood = expected ? isDeepStrictEqual(after, expected) : (after as Pod).spec?.initContainers?.length === 1;
  if (!isGood) {
    const wanted = expected ? `the Pod ${JSON.stringify(expected)}` : 'an init container';
    throw new Error(`${url}: expected ${wanted}, found ${JSON.stringify(after)}`);
  }
  return answer;
}

async function post(url: string, ca: string, body: Buffer): Promise<Buffer> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const outgoing = request(url, { method: 'POST', agent: false, ca, servername: 'localhost', headers });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const answer = Buffer.concat(chunks);
  if (response.statusCode !== 200) {
    throw new Error(`${url}: expected status 200, found ${response.statusCode}: ${answer}`);
  }
  return answer;
}
