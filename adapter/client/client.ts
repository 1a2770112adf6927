// The mutation service over gRPC, as plain functions.

import { status as codes, type CallOptions as GrpcCallOptions, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { CallOptions, PodMutatorApi } from '../../proto/api.js';
import { checkHonoured, honours, needsCheck } from '../../proto/capabilities.js';
import { EncodedPreview } from '../../proto/encoded-preview.js';
import { type ErrorDetails, PodMutatorError } from '../../proto/errors.js';
import type { GetServerInfoResponse__Output } from '../../proto/gen/podmutator/v1/GetServerInfoResponse.js';
import type { ListMutatorsResponse__Output } from '../../proto/gen/podmutator/v1/ListMutatorsResponse.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PodMutatorClient } from '../../proto/gen/podmutator/v1/PodMutator.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import { PodMutator } from '../../proto/load.js';
import { followAddresses, type Resolve } from './addresses.js';
import { type ClientTls, channelOptions, createCredentials, lookupIntervalMs } from './channel.js';
import { queueLargePods } from './large-pods.js';
import { defaultTimeoutMs } from './pending-item.js';
import { createServerInfo } from './server-info.js';
import { type CallFailure, readCallFailure } from './service-error.js';
import { StreamPool } from './stream-pool.js';

export interface ClientOptions {
  /** `host:port`, `unix:/path`, or `dns:///name:port` for a stream to each address of the name. */
  readonly target: string;
  /** How Pods travel: over long-lived streams, or one call each, which is easier to trace and costs several times as much. */
  readonly mode: 'stream' | 'unary';
  readonly tls?: ClientTls | undefined;
  readonly registry: Registry;
  readonly log: Logger;
  /** Looks up the host of a `dns:` target; the system's resolver without it. */
  readonly resolve?: Resolve | undefined;
}

export interface Client extends PodMutatorApi {
  /** Waits a moment for what is in flight, then closes all connections. */
  close(): Promise<void>;
}

/**
 * Larger Pods travel alone: they would hold up all others, and one that exceeds the limit of the service would take
 * the whole stream down with it.
 */
const streamPodBytes = 1024 * 1024;

const closeMs = 5000;

/**
 * Creates a client. It connects by itself, and again whenever it has to; calls wait for that as long as they have time.
 * @throws Error if the target or the certificates cannot be used
 */
export function createClient(options: ClientOptions): Client {
  const { target, mode, tls, log } = options;
  const credentials = createCredentials(tls);
  const reconnects = createReconnectCounter(options.registry);
  const connect = (to: string, serverName: string | undefined): PodMutatorClient =>
    new PodMutator(to, credentials, channelOptions(serverName));
  const unary = connect(target, tls?.serverName);
  const calls = createUnaryCalls(unary);
  if (mode === 'unary') {
    return { ...calls, close: async () => unary.close() };
  }
  const pool = new StreamPool({
    createClient: (to) => connect(to, to === target ? tls?.serverName : (tls?.serverName ?? following?.host)),
    onReconnect: () => reconnects.inc(),
    onBroken: () => following?.refresh(),
  });
  let following: ReturnType<typeof followAddresses> | undefined;
  following = followAddresses(target, {
    onChange(targets) {
      log.info({ targets }, 'addresses of the mutation service');
      pool.setTargets(targets);
    },
    onError: (error) => log.warn({ err: error, target }, 'kept the last known addresses of the mutation service'),
    intervalMs: lookupIntervalMs,
    resolve: options.resolve,
  });
  return {
    ...calls,
    mutatePod: queueLargePods((request, how = {}) =>
      request.podJson.length > streamPodBytes ? calls.mutatePod(request, how) : pool.mutatePod(request, how),
    ),
    async close() {
      following?.close();
      await pool.close(closeMs);
      unary.close();
    },
  };
}

function createReconnectCounter(registry: Registry): Counter {
  return new Counter({
    name: 'podmutator_stream_reconnects_total',
    help: 'Streams to the mutation service that were opened again after one had ended.',
    registers: [registry],
  });
}

type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: GrpcCallOptions,
  callback: (error: ServiceError | null, response?: Response) => void,
) => { cancel(): void };

const previewMethod = PodMutator.service.Preview;

const readEncodedPreview = (bytes: Buffer): PreviewResponse__Output => new EncodedPreview(bytes);

/** What this client takes of a response; see channel.ts. */
const responseBytesMax = 16 * 1024 * 1024;

function createUnaryCalls(client: PodMutatorClient): PodMutatorApi {
  const bind =
    <Request, Response>(method: UnaryMethod<Request, Response>, waitForReady: boolean) =>
    (request: Request, options?: CallOptions): Promise<Response> =>
      callOnce((...args) => method.apply(client, args), request, { waitForReady, ...options });
  const mutatePod = bind<MutatePodRequest__Output, MutatePodResponse__Output>(client.mutatePod, true);
  // The results of a large preview are decoded where they are looked at, if they are.
  const preview = bind<PreviewRequest__Output, PreviewResponse__Output>(
    (...args) =>
      client.makeUnaryRequest(previewMethod.path, previewMethod.requestSerialize, readEncodedPreview, ...args),
    true,
  );
  // These two tell whether the service is there, so they do not wait for it.
  const listMutators = bind<object, ListMutatorsResponse__Output>(client.listMutators, false);
  const getServerInfo = bind<object, GetServerInfoResponse__Output>(client.getServerInfo, false);
  const serverInfo = createServerInfo((options) => getServerInfo({}, { waitForReady: true, ...options }));
  const forgetIfGone = (error: unknown): never => {
    if (error instanceof PodMutatorError && error.details.code === 'UNAVAILABLE') serverInfo.forget();
    throw error;
  };
  return {
    async mutatePod(request, options = {}) {
      if (needsCheck('MutatePodRequest', request)) {
        checkHonoured(await serverInfo.get(options), 'MutatePodRequest', request);
      }
      return retryOnce(() => mutatePod(request, options)).catch(forgetIfGone);
    },
    async preview(request, options = {}) {
      const info = await serverInfo.get(options);
      checkHonoured(info, 'PreviewRequest', request);
      const takesMore = request.maxResponseBytes === 0 && honours(info, 'PreviewRequest.max_response_bytes');
      const sent = takesMore ? { ...request, maxResponseBytes: responseBytesMax } : request;
      return preview(sent, options).catch(forgetIfGone);
    },
    listMutators: (options) => listMutators({}, options),
    getServerInfo: (options) => getServerInfo({}, options),
  };
}

function callOnce<Request, Response>(
  method: UnaryMethod<Request, Response>,
  request: Request,
  { deadline = Date.now() + defaultTimeoutMs, signal, waitForReady = true }: CallOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new PodMutatorError('the caller gave up', { code: 'CANCELLED', reason: 'TRANSPORT' }));
      return;
    }
    const cancel = (): void => call.cancel();
    const call = method(request, new Metadata({ waitForReady }), { deadline }, (error, response) => {
      signal?.removeEventListener('abort', cancel);
      if (error) {
        reject(readCallFailure(signal?.aborted ? error : withoutCancellation(error)));
        return;
      }
      resolve(response as Response);
    });
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

// A connection that its peer closes in good order, as a killed process does, cancels the calls on it. Where nobody here
// cancelled, that is what a cancelled call means.
function withoutCancellation({ code, details, metadata }: ServiceError): CallFailure {
  return { code: code === codes.CANCELLED ? codes.UNAVAILABLE : code, details, metadata };
}

/**
 * Evaluations are pure: after a broken connection the call may be made once more, inside of the same deadline. A service
 * that has too much to do is not asked at once again.
 */
function isWorthRepeating({ code, retryAfterMs }: ErrorDetails): boolean {
  return code === 'UNAVAILABLE' && retryAfterMs === undefined;
}

async function retryOnce<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PodMutatorError && isWorthRepeating(error.details)) {
      return call();
    }
    throw error;
  }
}
