// Watches every call from its first header to its last: counts it, limits its time, refuses it when there are too
// many, and writes one line about it at the end.
//
// It sits at the wire and not in the handlers, because much of what goes wrong never reaches a handler: requests that
// are too large or cannot be decoded, deadlines, callers that go away.

import {
  status as codes,
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerMethodDefinition,
} from '@grpc/grpc-js';
import { type ErrorDetails, PodMutatorError } from '../../proto/errors.js';
import type { Logger } from '../../runtime/log.js';
import { callTooLong, overloaded } from '../rpc/refusals.js';
import type { ConnectionKind } from './bounds.js';
import { goCodeNames, type MessageCount, type MethodLabels, type ServiceMetrics } from './metrics.js';
import type { OpenCall } from './open-call.js';
import { toDetails, toServerStatus } from './status.js';

export interface CallLimits {
  readonly maxCallsInFlight: number;
  readonly maxCallSeconds: number;
}

export interface CallsOptions {
  readonly metrics: ServiceMetrics;
  readonly logger: Logger;
  /** Asked at the start of each call, since settings change. */
  readonly limits: () => CallLimits;
  /** The service whose calls are told at level info and may be refused for load; health must answer then too. */
  readonly mainService: string;
  /** The call, as HTTP/2 has it, whose handler is being started; calls of each kind of connection are counted apart. */
  readonly started?: () => OpenCall | undefined;
}

/** What a handler adds to the line about its call: short facts, never a Pod. */
export type CallFacts = Readonly<Record<string, string | number>>;

export interface Calls {
  readonly interceptor: ServerInterceptor;
  /** Adds facts to the line about the call with this metadata; they are asked for when it is written. */
  readonly note: (metadata: Metadata, facts: () => CallFacts) => void;
  /** Notes how many bytes of items of the call with this metadata wait for their turn. */
  readonly setWaiting: (metadata: Metadata, bytes: number) => void;
}

/** Creates the watch over all calls of a server. */
export function createCalls(options: CallsOptions): Calls {
  const { metrics, limits, mainService } = options;
  const methods = new Map<string, { readonly labels: MethodLabels; readonly messages: MessageCount }>();
  const records = new WeakMap<Metadata, CallRecord>();
  let inFlight = 0;
  const working = new Map<ConnectionKind | undefined, number>();

  function findMethod(method: ServerMethodDefinition<unknown, unknown>) {
    const known = methods.get(method.path);
    if (known) {
      return known;
    }
    const labels = describeMethod(method);
    const found = { labels, messages: metrics.countMessages(labels) };
    methods.set(method.path, found);
    return found;
  }

  function start(method: ServerMethodDefinition<unknown, unknown>, call: ServerInterceptingCallInterface): CallRecord {
    const { labels, messages } = findMethod(method);
    inFlight += 1;
    metrics.started.inc({ ...labels });
    metrics.callsInFlight.set(inFlight);
    // Sockets of the file system have no address, and grpc-js says so.
    const peer = call.getPeer() === 'unknown' ? 'unix' : call.getPeer();
    const isStream = method.requestStream || method.responseStream;
    const timer = isStream ? undefined : setTimeout(refuseLate, limits().maxCallSeconds * 1000, call);
    return {
      labels,
      messages,
      peer,
      timer,
      startedAt: performance.now(),
      deadline: Number(call.getDeadline()),
      facts: undefined,
      code: undefined,
      open: options.started?.(),
      isWorking: false,
    };
  }

  /** Counts a call whose request is complete. False if there are too many of them. */
  function work(record: CallRecord): boolean {
    const kind = record.open?.kind;
    const count = (working.get(kind) ?? 0) + 1;
    if (count > limits().maxCallsInFlight && record.labels.grpc_service === mainService) {
      return false;
    }
    working.set(kind, count);
    record.isWorking = true;
    return true;
  }

  function end(record: CallRecord): void {
    inFlight -= 1;
    const kind = record.open?.kind;
    if (record.isWorking) working.set(kind, (working.get(kind) ?? 0) - 1);
    clearTimeout(record.timer);
    metrics.callsInFlight.set(inFlight);
    finish(record, options);
  }

  return {
    interceptor: (method, call) => {
      const watched = watchStatus(call);
      return new ServerInterceptingCall(call, {
        start(next) {
          next({
            onReceiveMetadata(metadata, pass) {
              const record = start(method, call);
              watched.record = record;
              records.set(metadata, record);
              pass(metadata);
            },
            onReceiveMessage(message, pass) {
              if (watched.record) watched.record.messages.received += 1;
              pass(message);
            },
            // From here on it costs more than what HTTP/2 counts: whoever only begins calls takes no place of others.
            onReceiveHalfClose(pass) {
              if (watched.record && !method.requestStream && !work(watched.record)) {
                call.sendStatus(refusal);
                return;
              }
              pass();
            },
            // Comes once for every call, whatever became of it.
            onCancel() {
              if (watched.record) end(watched.record);
            },
          });
        },
        sendMessage(message, pass) {
          if (watched.record) watched.record.messages.sent += 1;
          pass(message);
        },
      });
    },
    note(metadata, facts) {
      const record = records.get(metadata);
      if (record) record.facts = facts;
    },
    setWaiting(metadata, bytes) {
      records.get(metadata)?.open?.setWaiting(bytes);
    },
  };
}

interface CallRecord {
  readonly labels: MethodLabels;
  readonly messages: MessageCount;
  readonly peer: string;
  readonly timer: NodeJS.Timeout | undefined;
  readonly startedAt: number;
  readonly deadline: number;
  facts: (() => CallFacts) | undefined;
  code: number | undefined;
  readonly open: OpenCall | undefined;
  isWorking: boolean;
}

const refusal = toServerStatus(overloaded);
const lateness = toServerStatus(callTooLong);

function refuseLate(call: ServerInterceptingCallInterface): void {
  call.sendStatus(lateness);
}

// grpc-js sends the statuses that it makes up itself (message too large, deadline, broken compression) past all
// interceptors, through this very method of the innermost call. Here is the one place that sees them all, so here
// they are noted, and made harmless: text with half a surrogate pair makes grpc-js throw outside of any handler.
// Should a version of grpc-js send them another way, they count as Unknown or Canceled; a test would tell.
function watchStatus(call: ServerInterceptingCallInterface): { record: CallRecord | undefined } {
  const watched: { record: CallRecord | undefined } = { record: undefined };
  const send = call.sendStatus.bind(call);
  call.sendStatus = (found) => {
    const status = explainStatus(found);
    if (watched.record) watched.record.code ??= status.code ?? codes.UNKNOWN;
    send({ ...status, details: toDetails(status.details ?? '') });
  };
  return watched;
}

const statusKey = 'grpc-status-details-bin';

type PartialStatus = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** What grpc-js says by itself, and what it means. */
const transportDetails: Readonly<Record<number, ErrorDetails>> = {
  [codes.RESOURCE_EXHAUSTED]: { code: 'RESOURCE_EXHAUSTED', reason: 'MESSAGE_TOO_LARGE' },
  [codes.DEADLINE_EXCEEDED]: { code: 'DEADLINE_EXCEEDED', reason: 'DEADLINE_EXCEEDED' },
};
const unreadable: ErrorDetails = { code: 'INVALID_ARGUMENT', reason: 'REQUEST_UNREADABLE' };

const encodings = new Metadata();
encodings.set('grpc-accept-encoding', 'identity');
const compressed: PartialStatus = {
  code: codes.UNIMPLEMENTED,
  details: 'expected messages without compression, found a compressed one; send them with grpc-encoding identity',
  metadata: encodings,
};

// Without details a caller could not tell what grpc-js means by its codes.
function explainStatus(status: PartialStatus): PartialStatus {
  const { code = codes.UNKNOWN, details = '', metadata } = status;
  if (code === codes.UNIMPLEMENTED && details.startsWith('Received message compressed')) {
    return compressed;
  }
  const isUnreadable = code === codes.INTERNAL && details.startsWith('Error deserializing request');
  const known = isUnreadable ? unreadable : transportDetails[code];
  const isExplained = metadata ? metadata.get(statusKey).length > 0 : false;
  return known && !isExplained ? toServerStatus(new PodMutatorError(details, known)) : status;
}

function describeMethod({
  path,
  requestStream,
  responseStream,
}: ServerMethodDefinition<unknown, unknown>): MethodLabels {
  const [, grpc_service = '', grpc_method = ''] = path.split('/');
  return { grpc_type: describeType(requestStream, responseStream), grpc_service, grpc_method };
}

/** The kind of a method in the words of go-grpc-middleware. */
export function describeType(requestStream: boolean, responseStream: boolean): MethodLabels['grpc_type'] {
  const [request, response] = [requestStream ? 1 : 0, responseStream ? 1 : 0] as const;
  return types[request][response];
}

const types = [
  ['unary', 'server_stream'],
  ['client_stream', 'bidi_stream'],
] as const;

function finish(record: CallRecord, { metrics, logger, mainService }: CallsOptions): void {
  const { labels, peer, facts, startedAt, deadline } = record;
  const code = record.code ?? (Date.now() >= deadline ? codes.DEADLINE_EXCEEDED : codes.CANCELLED);
  const grpc_code = goCodeNames[code] ?? 'Unknown';
  const milliseconds = performance.now() - startedAt;
  metrics.handled.inc({ ...labels, grpc_code });
  metrics.handlingSeconds.observe({ ...labels }, milliseconds / 1000);
  const level = chooseLevel(code, labels.grpc_service === mainService);
  logger[level](
    {
      grpc: {
        service: labels.grpc_service,
        method: labels.grpc_method,
        code: grpc_code,
        timeMs: Math.round(milliseconds * 1000) / 1000,
      },
      peer,
      ...facts?.(),
    },
    'call',
  );
}

// Probes ask for health every few seconds; nobody wants to read that.
function chooseLevel(code: number, isMainService: boolean): 'error' | 'info' | 'debug' {
  if (code === codes.INTERNAL || code === codes.UNKNOWN) {
    return 'error';
  }
  return isMainService ? 'info' : 'debug';
}
