// The gRPC server: the contract, health and reflection behind one wrapper.

import type { Socket } from 'node:net';
import {
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServerOptions,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { PodMutatorApi } from '../../proto/api.js';
import { EncodedPreview, serviceWithEncodedPreviews } from '../../proto/encoded-preview.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse, MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PodMutatorHandlers } from '../../proto/gen/podmutator/v1/PodMutator.js';
import { Health as HealthClient, type PodMutator, reflectionServices, serviceName } from '../../proto/load.js';
import type { Logger } from '../../runtime/log.js';
import { checkAnswerSize } from '../rpc/answer-size.js';
import { streamItemsMax } from '../rpc/handler.js';
import { toPodMutatorError } from '../rpc/pod-mutator-error.js';
import { messageBytesMax } from '../settings/settings.js';
import type { ConnectionKind, ConnectionOptions } from './bounds.js';
import { type CallFacts, type CallLimits, type Calls, createCalls, describeType } from './calls.js';
import { Connections } from './connections.js';
import type { DescriptorIndex } from './descriptor-index.js';
import { createHealth, type Health } from './health.js';
import { createInjector } from './http2-injector.js';
import type { ServiceMetrics } from './metrics.js';
import type { OpenCall } from './open-call.js';
import { createOpenStreams, type OpenStreams } from './open-streams.js';
import { createReflection } from './reflection.js';
import { createMutatePods } from './stream.js';
import { signalOf, wrapUnary } from './unary.js';

const loggedLength = 128;

/** How long a stream may take to end once it is told to. */
const endMs = 10_000;

export interface GrpcServerOptions {
  readonly api: PodMutatorApi;
  /** Asked at the start of each call, since settings change. */
  readonly limits: () => CallLimits;
  readonly metrics: ServiceMetrics;
  readonly logger: Logger;
  readonly connection: ConnectionOptions;
  /** For ports. The modes of their files protect sockets. */
  readonly credentials: ServerCredentials;
  /** Run for each call to a port after it was counted, such as the check of the caller's certificate. */
  readonly interceptors: readonly ServerInterceptor[];
  /** Undefined switches reflection off. */
  readonly descriptors: DescriptorIndex | undefined;
}

export interface GrpcServer {
  readonly health: Health;
  readonly openStreams: OpenStreams;
  /** Takes a connection that was accepted. */
  readonly accept: (kind: ConnectionKind, socket: Socket) => void;
  /** Lets calls in flight end, for at most `forceMs`; resolves when no connection is left. */
  readonly stop: (forceMs: number) => Promise<void>;
}

/** Creates the server; it listens nowhere. */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const { connection, credentials, descriptors, limits, logger, metrics } = options;
  const started = (): OpenCall | undefined => connections.tcp.started ?? connections.unix.started;
  const calls = createCalls({ metrics, logger, limits, mainService: serviceName, started });
  const server = new Server({
    ...toServerOptions(connection),
    interceptors: [calls.interceptor, ...options.interceptors.map((one) => forPorts(one, started))],
  });
  const openStreams = createOpenStreams(connection.streamAgeMs);
  const health = createHealth([serviceName], openStreams);
  const services = [
    {
      name: serviceName,
      definition: serviceWithEncodedPreviews,
      handlers: createHandlers(options, calls, openStreams),
    },
    { name: 'grpc.health.v1.Health', definition: HealthClient.service, handlers: health.handlers },
  ];
  const versions = descriptors ? (['v1', 'v1alpha'] as const) : [];
  const names = [...services.map(({ name }) => name), ...versions.map((version) => reflectionName(version))];
  const isSingle = new Map<string, boolean>();
  const add = (name: string, definition: ServiceDefinition, handlers: UntypedServiceImplementation): void => {
    server.addService(definition, handlers);
    initialiseMetrics(metrics, name, definition);
    for (const { path, requestStream } of Object.values(definition)) isSingle.set(path, !requestStream);
  };
  for (const { name, definition, handlers } of services) {
    add(name, definition, handlers as UntypedServiceImplementation);
  }
  for (const version of descriptors ? versions : []) {
    const index = descriptors as DescriptorIndex;
    const ServerReflectionInfo = createReflection({ index, services: names, openStreams });
    add(reflectionName(version), reflectionServices[version].service, { ServerReflectionInfo });
  }
  const callAgeMax = (): number => Math.max(connection.streamAgeMs * 1.1, limits().maxCallSeconds * 1000) + endMs;
  const create = (kind: ConnectionKind) =>
    new Connections({ kind, bounds: connection, metrics, logger, callAgeMax, isSingle: (path) => isSingle.get(path) });
  const connections = { tcp: create('tcp'), unix: create('unix') };
  const inject = {
    tcp: createInjector(server, credentials, connections.tcp),
    unix: createInjector(server, ServerCredentials.createInsecure(), connections.unix),
  };
  return {
    health,
    openStreams,
    accept: (kind, socket) => connections[kind].accept(socket, inject[kind]),
    async stop(forceMs) {
      const all = Object.values(connections);
      const cut = setTimeout(() => {
        for (const one of all) one.destroy();
      }, forceMs);
      await Promise.all(all.map((one) => one.finish()));
      clearTimeout(cut);
      server.forceShutdown();
    },
  };
}

function forPorts(interceptor: ServerInterceptor, started: () => OpenCall | undefined): ServerInterceptor {
  return (method, call) => (started()?.kind === 'unix' ? new ServerInterceptingCall(call) : interceptor(method, call));
}

function createHandlers({ api, logger }: GrpcServerOptions, calls: Calls, openStreams: OpenStreams) {
  const handlers: PodMutatorHandlers = {
    MutatePod: wrapUnary<MutatePodRequest__Output, MutatePodResponse>(async (request, options, call) => {
      let outcome: CallFacts = {};
      calls.note(call.metadata, () => ({ ...describeRequest(request), ...outcome }));
      try {
        // The other view is decided on before anybody can go away.
        const isLong = request.view === 'VIEW_FULL';
        const response = await api.mutatePod(request, isLong ? { ...options, signal: signalOf(call) } : options);
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
      note: calls.note,
      setWaiting: calls.setWaiting,
    }),
    Preview: wrapUnary(async (request, options, call) => {
      const response = await api.preview(request, { ...options, signal: signalOf(call) });
      if (response instanceof EncodedPreview)
        checkAnswerSize('Preview', response.bytes.length, request.maxResponseBytes);
      return response;
    }, logger),
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
    // Answers are bounded by what their callers take.
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': connection.maxConcurrentStreams,
    'grpc.max_connection_age_ms': connection.maxAgeMs,
    // A stream that began just before its connection got too old must be able to end in its own time.
    'grpc.max_connection_age_grace_ms': connection.streamAgeMs * 1.1 + endMs,
    'grpc.max_connection_idle_ms': connection.idleMs,
    'grpc.keepalive_time_ms': connection.keepaliveMs,
    'grpc.keepalive_timeout_ms': connection.keepaliveTimeoutMs,
  };
}
