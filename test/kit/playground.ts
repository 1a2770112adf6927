// Starts an adapter with a playground for one test.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { AdapterOptions } from '../../adapter/main.js';
import type { PlaygroundOptions } from '../../adapter/playground/playground.js';
import type { PodMutatorApi } from '../../proto/api.js';
import { type Adapting, type Answer, adapt, type CallOptions, call, faultyApi } from './adapter.js';

export interface Playing extends Adapting {
  /** The port of the playground. */
  readonly playgroundPort: number;
  /** Sends a request to the playground; by default a POST of JSON to /preview. */
  readonly ask: (options?: CallOptions) => Promise<Answer>;
  /** Sends a preview and reads the answer, which must be 200. */
  readonly preview: (request: object) => Promise<PreviewAnswer>;
}

export interface PreviewAnswer {
  readonly configRevision: string;
  readonly results?: readonly Readonly<Record<string, unknown>>[];
}

export interface StatusAnswer {
  readonly code: number;
  readonly message: string;
  readonly details: readonly Readonly<Record<string, unknown>>[];
}

/** Options of an adapter whose playground has a listener of its own. */
type PlayOptions = Partial<AdapterOptions> & { readonly page?: Partial<PlaygroundOptions> };

/** Starts an adapter with a playground on a port of its own, unless `page` says otherwise. */
export async function play(t: ExecutionContext, { page, ...options }: PlayOptions = {}): Promise<Playing> {
  const playground = { address: '127.0.0.1:0', folder: '/nowhere', hosts: [], ...page };
  const adapting = await adapt(t, { playground, ...options });
  const address = adapting.adapter.playgroundAddress ?? adapting.adapter.address;
  const playgroundPort = Number(address.split(':').at(-1));
  const ask: Playing['ask'] = (how = {}) => call({ port: playgroundPort, path: '/preview', ...how });
  return {
    ...adapting,
    playgroundPort,
    ask,
    async preview(request) {
      const answer = await ask({ body: JSON.stringify(request) });
      t.is(answer.status, 200, answer.body);
      return JSON.parse(answer.body) as PreviewAnswer;
    },
  };
}

/** A service that previews as the test says. */
export function previewsBy(preview: PodMutatorApi['preview']): PodMutatorApi {
  return faultyApi(() => Promise.reject(new Error('not part of this test')), { preview });
}

/** Checks that an answer is google.rpc.Status as JSON that says nothing about the inside. */
export function checkStatus(t: ExecutionContext, { status, headers, body }: Answer, expected: number): StatusAnswer {
  t.is(status, expected, body);
  t.is(headers['content-type'], 'application/json');
  t.notRegex(body, /node_modules|\.[jt]s\b|\bat \S+ \(/);
  const answer = JSON.parse(body) as StatusAnswer;
  t.is(answer.details[0]?.['@type'], 'type.googleapis.com/google.rpc.ErrorInfo');
  t.is(answer.details[0]?.['domain'], 'podmutator.dev');
  return answer;
}

/** A folder with these files, for as long as the test runs. */
export async function createFolder(
  t: ExecutionContext,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podmutator-'));
  t.teardown(() => rm(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** A Pod that macvtap changes, with a secret in it. */
export const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: vm
  annotations: {k8s.v1.cni.cncf.io/networks: macvtap0}
spec:
  containers:
    - name: compute
      image: launcher
      env: [{name: PASSWORD, value: swordfish}]
`;
