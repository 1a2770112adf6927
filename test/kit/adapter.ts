// Starts the real adapter for one test, with the real service behind it unless the test is about a service that fails.

import { Agent, type ClientRequest, type IncomingHttpHeaders, request as startRequest } from 'node:http';
import { type RequestOptions, request as startTlsRequest } from 'node:https';
import type { ExecutionContext } from 'ava';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type Adapter, type AdapterOptions, startAdapter } from '../../adapter/main.js';
import type { NamespaceSource } from '../../adapter/namespaces/source.js';
import type { PodMutatorApi } from '../../proto/api.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { type Service, startService } from '../../services/main.js';

export type LogLine = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AdmissionAnswer {
  readonly apiVersion: string;
  readonly kind: string;
  readonly response: Readonly<Record<string, unknown>> & {
    readonly uid: string;
    readonly allowed: boolean;
    readonly patch?: string;
    readonly warnings?: readonly string[];
    readonly auditAnnotations?: Readonly<Record<string, string>>;
  };
}

export interface CallOptions extends RequestOptions {
  readonly body?: string | Buffer;
}

export interface Adapting {
  readonly adapter: Adapter;
  readonly port: number;
  readonly log: readonly LogLine[];
  readonly registry: Registry;
  /** Sends a request; by default a POST of JSON to /mutate. */
  readonly call: (options?: CallOptions) => Promise<Answer>;
  /** Sends a review and reads the answer, which must be 200. */
  readonly review: (review: unknown, path?: string) => Promise<AdmissionAnswer>;
  /** The value of one series, such as `podmutator_reviews_total{code="200"}`: labels that are not named are summed up. */
  readonly metric: (name: string, labels?: Readonly<Record<string, string>>) => Promise<number>;
}

const noNamespaces: NamespaceSource = {
  lookup: () => ({ found: false, reason: 'NAMESPACES_NOT_CONFIGURED' }),
  isReady: () => true,
  close() {},
};

/** Starts an adapter on a free port; it is stopped when the test ends. */
export async function adapt(t: ExecutionContext, options: Partial<AdapterOptions> = {}): Promise<Adapting> {
  const log: LogLine[] = [];
  const registry = options.registry ?? new Registry();
  const adapter = await startAdapter({
    address: '127.0.0.1:0',
    api: options.api ?? (await startRealService(t)).api,
    namespaces: noNamespaces,
    registry,
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) }),
    ...options,
  });
  t.teardown(() => adapter.stop({ graceMs: 0, timeoutMs: 0 }));
  const port = Number(adapter.address.split(':').at(-1));
  const protocol = options.tls ? 'https:' : 'http:';
  const callHere = (how: CallOptions = {}): Promise<Answer> => call({ port, protocol, ...how });
  return {
    adapter,
    port,
    log,
    registry,
    call: callHere,
    async review(review, path = '/mutate') {
      const answer = await callHere({ path, body: JSON.stringify(review) });
      t.is(answer.status, 200, answer.body);
      return JSON.parse(answer.body) as AdmissionAnswer;
    },
    async metric(name, labels = {}) {
      const found = await registry.getSingleMetric(name)?.get();
      const rows = found?.values.filter((row) =>
        Object.entries(labels).every(([key, value]) => String((row.labels as Record<string, unknown>)[key]) === value),
      );
      return rows?.reduce((sum, { value }) => sum + value, 0) ?? 0;
    },
  };
}

/** Starts the service; it is stopped when the test ends. */
export async function startRealService(t: ExecutionContext): Promise<Service> {
  const service = await startService({
    address: '127.0.0.1:0',
    logger: pino({ level: 'silent' }),
  });
  t.teardown(() => service.stop({ graceMs: 0, forceMs: 0 }));
  return service;
}

/** Sends one request and reads the whole answer. */
export function call({ body = '', ...options }: CallOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = begin(options, (answer) => resolve(answer));
    request.once('error', reject);
    request.end(body);
  });
}

/** Starts a request whose body the test sends by itself. */
export function begin(options: RequestOptions, onAnswer: (answer: Answer) => void): ClientRequest {
  const { protocol = 'http:', ...rest } = options;
  const start = protocol === 'https:' ? startTlsRequest : startRequest;
  return start(
    {
      host: '127.0.0.1',
      method: 'POST',
      path: '/mutate',
      agent: false,
      ...rest,
      headers: { 'content-type': 'application/json', ...rest.headers },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => {});
      response.on('end', () =>
        onAnswer({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    },
  );
}

/** An agent that keeps its connections, as the API server does. */
export function keepAliveAgent(t: ExecutionContext): Agent {
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  return agent;
}

export interface ReviewFields {
  readonly apiVersion?: string;
  readonly [field: string]: unknown;
}

/** A review as the API server sends it; fields of `request` may be replaced. */
export function reviewOf(
  object: unknown,
  { apiVersion = 'admission.k8s.io/v1', ...fields }: ReviewFields = {},
): object {
  return {
    kind: 'AdmissionReview',
    apiVersion,
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespace: 'team-a',
      operation: 'CREATE',
      userInfo: { username: 'system:serviceaccount:kube-system:replicaset-controller' },
      object,
      oldObject: null,
      dryRun: false,
      options: null,
      ...fields,
    },
  };
}

/** A Pod that no mutator changes. */
export const plainPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'nginx', env: [{ name: 'PASSWORD', value: 'swordfish' }] }] },
};

/** A Pod that macvtap changes. */
export const macvtapPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'vm', annotations: { 'k8s.v1.cni.cncf.io/networks': 'macvtap0' } },
  spec: { containers: [{ name: 'compute', image: 'launcher' }] },
};

/** A decision that changes nothing. */
export const allowed: MutatePodResponse__Output = {
  decision: 'allowed',
  allowed: {
    jsonPatch: Buffer.alloc(0),
    operationCount: 0,
    patchedPodJson: Buffer.alloc(0),
    mergePatchJson: Buffer.alloc(0),
  },
  denied: null,
  warnings: [],
  auditAnnotations: {},
  configRevision: '',
  engineVersion: '',
  mutators: [],
  impact: null,
};

/** A service that decides as the test says: the way in for faults that the real one must not have. */
export function faultyApi(mutatePod: PodMutatorApi['mutatePod'], rest: Partial<PodMutatorApi> = {}): PodMutatorApi {
  const unused = (): Promise<never> => Promise.reject(new Error('not part of this test'));
  return { mutatePod, preview: unused, listMutators: unused, getServerInfo: unused, ...rest };
}

/** A request to the service as the adapter makes it. */
export function requestOf(pod: object, fields: Partial<MutatePodRequest__Output> = {}): MutatePodRequest__Output {
  return {
    uid: 'uid',
    operation: 'OPERATION_CREATE',
    podJson: Buffer.from(JSON.stringify(pod)),
    namespace: 'default',
    namespaceLabels: {},
    namespaceAnnotations: {},
    subResource: '',
    dryRun: false,
    mutators: [],
    view: 'VIEW_BASIC',
    namespaceFacts: null,
    maxResponseBytes: 0,
    ...fields,
  };
}
