// The gRPC server: the contract, health and reflection behind one wrapper.

import { Server, type ServerInterceptor, type ServerOptions } from '@grpc/grpc-js';
import type { PodMutatorApi } from '../proto/api.js';
import { serviceWithEncodedPreviews } from '../proto/encoded-preview.js';
import type { MutatePodRequest__Output } from '../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse, MutatePodResponse__Output } from '../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PodMutatorHandlers } from '../proto/gen/podmutator/v1/PodMutator.js';
import { Health as HealthClient, type PodMutator, reflectionServices, serviceName } from '../proto/load.js';
import type { Logger } from '../runtime/log.js';
import { type CallFacts, type Calls, describeType } from './calls.js';
import type { DescriptorIndex } from './descriptor-index.js';
import { streamItemsMax } from './handler.js';
import { createHealth, type Health } from './health.js';
import type { ServiceMetrics } from './metrics.js';
import { createOpenStreams, type OpenStreams } from './open-streams.js';
import { toPodMutatorError } from './pod-mutator-error.js';
import { createReflection } from './reflection.js';
import { messageBytesMax } from './settings.js';
import { createMutatePods } from './stream.js';
import { signalOf, wrapUnary } from './unary.js';

const loggedLength = 128;

/** How connections are kept. All times in milliseconds. */
export interface ConnectionOptions {
  /** After this, clients are told to connect anew: it is how they find new instances. ±10 %. */
  readonly maxAgeMs: number;
  /** Connections without any call are closed after this. */
  readonly idleMs: number;
  /** Silence after which the client is asked whether it is still there, and how long it may take to answer. */
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
  /** Age at which the end of a stream of Pods is announced, a second ahead. ±10 %. A connection lives for as long beyond its own age. */
  readonly streamAgeMs: number;
  /** Calls at once on one connection; more wait at the client. */
  readonly maxConcurrentStreams: number;
}

export const connectionDefaults: ConnectionOptions = {
  maxAgeMs: 300_000,
  idleMs: 900_000,
  keepaliveMs: 60_000,
  keepaliveTimeoutMs: 10_000,
  streamAgeMs: 60_000,
  maxConcurrentStreams: 256,
};

export interface GrpcServerOptions {
  readonly api: PodMutatorApi;
  readonly calls: Calls;
  readonly metrics: ServiceMetrics;
  readonly logger: Logger;
  readonly connection: ConnectionOptions;
  /** Run for each call after it was counted, such as the check of the caller's certificate. */
  readonly interceptors: readonly ServerInterceptor[];
  /** Undefined switches reflection off. */
  readonly descriptors: DescriptorIndex | undefined;
}

export interface GrpcServer {
  readonly server: Server;
  readonly health: Health;
  readonly openStreams: OpenStreams;
}

/** Creates the server; it listens nowhere yet. */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const { calls, connection, descriptors, interceptors, metrics } = options;
  const server = new Server({
    ...toServerOptions(connection),
    interceptors: [calls.interceptor, ...interceptors],
  });
  const openStreams = createOpenStreams();
  const health = createHealth([serviceName], openStreams);
  const services = [
    { name: serviceName, definition: serviceWithEncodedPreviews, handlers: createHandlers(options, openStreams) },
    { name: 'grpc.health.v1.Health', definition: HealthClient.service, handlers: health.handlers },
  ];
  const versions = descriptors ? (['v1', 'v1alpha'] as const) : [];
  const names = [...services.map(({ name }) => name), ...versions.map((version) => reflectionName(version))];
  for (const { name, definition, handlers } of services) {
    server.addService(definition, handlers);
    initialiseMetrics(metrics, name, definition);
  }
  for (const version of descriptors ? versions : []) {
    const { service } = reflectionServices[version];
    const index = descriptors as DescriptorIndex;
    server.addService(service, { ServerReflectionInfo: createReflection({ index, services: names, openStreams }) });
    initialiseMetrics(metrics, reflectionName(version), service);
  }
  return { server, health, openStreams };
}

function createHandlers({ api, calls, logger, connection }: GrpcServerOptions, openStreams: OpenStreams) {
  const handlers: PodMutatorHandlers = {
    MutatePod: wrapUnary<MutatePodRequest__Output, MutatePodResponse>(async (request, options, call) => {
      let outcome: CallFacts = {};
      calls.note(call.metadata, () => ({ ...describeRequest(request), ...outcome }));
      try {
        const response = await api.mutatePod(request, options);
        outcome = describeDecision(response);
        return response;
      } catch (error) {
        outcome = { reason: toPodMutatorError(error).details.reason };
        throw error;
      }
    }, logger),
    MutatePods: createMutatePods({
      api,
      openStreams,
      maxItems: streamItemsMax,
      maxAgeMs: connection.streamAgeMs,
      note: calls.note,
    }),
    Preview: wrapUnary(
      (request, options, call) => api.preview(request, { ...options, signal: signalOf(call) }),
      logger,
    ),
    ListMutators: wrapUnary((_request, options) => api.listMutators(options), logger),
    GetServerInfo: wrapUnary((_request, options) => api.getServerInfo(options), logger),
  };
  return handlers;
}

// Both are for the log only, and come from the caller, who could send megabytes of them.
function describeRequest({ uid, namespace }: MutatePodRequest__Output): CallFacts {
  return { uid: uid.slice(0, loggedLength), namespace: namespace.slice(0, loggedLength) };
}

function describeDecision({ decision, allowed, configRevision }: MutatePodResponse__Output): CallFacts {
  return { decision: decision ?? 'none', operations: allowed?.operationCount ?? 0, revision: configRevision };
}

function reflectionName(version: 'v1' | 'v1alpha'): string {
  return `grpc.reflection.${version}.ServerReflection`;
}

function initialiseMetrics(metrics: ServiceMetrics, name: string, service: typeof PodMutator.service | object): void {
  for (const method of Object.values(service)) {
    metrics.initialise({
      grpc_type: describeType(method.requestStream, method.responseStream),
      grpc_service: name,
      grpc_method: method.path.split('/').at(-1) ?? '',
    });
  }
}

function toServerOptions(connection: ConnectionOptions): ServerOptions {
  return {
    'grpc.enable_channelz': 0,
    'grpc.max_receive_message_length': messageBytesMax,
    // Answers are bounded by what was asked.
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': connection.maxConcurrentStreams,
    'grpc.max_connection_age_ms': connection.maxAgeMs,
    // A stream that began just before its connection got too old must be able to end in its own time.
    'grpc.max_connection_age_grace_ms': connection.streamAgeMs * 1.1 + 10_000,
    'grpc.max_connection_idle_ms': connection.idleMs,
    'grpc.keepalive_time_ms': connection.keepaliveMs,
    'grpc.keepalive_timeout_ms': connection.keepaliveTimeoutMs,
  };
}
