// Starts the real service on a free port for one test, and calls it as a client would.

import { credentials, type ServiceError } from '@grpc/grpc-js';
import type { ExecutionContext } from 'ava';
import { pino } from 'pino';
import type { PodMutatorError } from '../../proto/errors.js';
import type { GetServerInfoResponse__Output } from '../../proto/gen/podmutator/v1/GetServerInfoResponse.js';
import type { ListMutatorsResponse__Output } from '../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { MutatePodRequest } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PodMutatorClient } from '../../proto/gen/podmutator/v1/PodMutator.js';
import type { PreviewRequest } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import { PodMutator } from '../../proto/load.js';
import { decodeStatus } from '../../proto/status.js';
import type { Logger } from '../../runtime/log.js';
import type { Mutator } from '../../services/decisions/mutator.js';
import { type Service, type ServiceOptions, startService } from '../../services/main.js';
import { macvtap as macvtapMutator } from '../../services/mutators/macvtap/mutator.js';

const macvtap = macvtapMutator as Mutator;

interface Answers {
  readonly mutatePod: { readonly request: MutatePodRequest; readonly response: MutatePodResponse__Output };
  readonly preview: { readonly request: PreviewRequest; readonly response: PreviewResponse__Output };
  readonly listMutators: { readonly request: object; readonly response: ListMutatorsResponse__Output };
  readonly getServerInfo: { readonly request: object; readonly response: GetServerInfoResponse__Output };
}

export type LogLine = Readonly<Record<string, unknown>>;

export interface Serving {
  readonly service: Service;
  readonly client: PodMutatorClient;
  readonly log: readonly LogLine[];
  readonly call: <Method extends keyof Answers>(
    method: Method,
    request: Answers[Method]['request'],
    deadlineMs?: number,
  ) => Promise<Answers[Method]['response']>;
}

/** A logger whose lines can be looked at. */
export function createLogOfTest(): { readonly logger: Logger; readonly log: LogLine[] } {
  const log: LogLine[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  return { logger, log };
}

/** Starts the service, with macvtap alone unless said otherwise; it is stopped when the test ends. */
export async function serve(t: ExecutionContext, options: Partial<ServiceOptions> = {}): Promise<Serving> {
  const { logger, log } = createLogOfTest();
  const service = await startService({ address: '127.0.0.1:0', logger, mutators: [macvtap], ...options });
  t.teardown(() => service.stop({ forceMs: 0 }));
  return { service, log, ...connect(t, service.address) };
}

/** Connects a client to `address`; it is closed when the test ends. */
export function connect(t: ExecutionContext, address: string): Pick<Serving, 'client' | 'call'> {
  const client = new PodMutator(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  t.teardown(() => client.close());
  return {
    client,
    call: (method, request, deadlineMs = 30_000) =>
      new Promise((resolve, reject) => {
        const settle = (error: ServiceError | null, response?: unknown) =>
          error ? reject(error) : resolve(response as never);
        Reflect.apply(client[method], client, [request, { deadline: Date.now() + deadlineMs }, settle]);
      }),
  };
}

/** The error that a call ended with. */
export async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  return call.then(
    () => {
      throw new Error('the call worked');
    },
    (error: ServiceError) => error,
  );
}

/** What google.rpc.Status in the trailers says. */
export function detailsOf(error: ServiceError): PodMutatorError {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  return decodeStatus(bytes as Buffer);
}

/** A Pod that macvtap changes; `text` goes into its spec as it is. */
export function macvtapPod(text = ''): Buffer {
  return Buffer.from(
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"vm","annotations":{"k8s.v1.cni.cncf.io/networks":"macvtap0"}},"spec":{${text}"containers":[{"name":"compute","image":"launcher"}]}}`,
  );
}
