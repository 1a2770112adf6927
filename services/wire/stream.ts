// MutatePods: many Pods over one stream.
//
// One unary call costs several times what one item costs here. Items are answered as they come; what bounds them is
// the caller's reading: while answers cannot be sent, no item is decided on or read, and TCP tells the caller to wait.
//
// A stream that ends while its caller sends would lose items without a word. So the end is announced in band, and comes
// as an error if the caller has not half-closed by then.

import type { handleBidiStreamingCall, Metadata, ServerDuplexStream } from '@grpc/grpc-js';
import type { PodMutatorApi } from '../../proto/api.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { MutatePodsItem__Output } from '../../proto/gen/podmutator/v1/MutatePodsItem.js';
import type { MutatePodsItemResult } from '../../proto/gen/podmutator/v1/MutatePodsItemResult.js';
import type { MutatePodsRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodsRequest.js';
import type { MutatePodsResponse } from '../../proto/gen/podmutator/v1/MutatePodsResponse.js';
import { toStatus } from '../../proto/status.js';
import { Outbox } from '../../runtime/outbox.js';
import { toPodMutatorError } from '../rpc/pod-mutator-error.js';
import { draining, streamExpired } from '../rpc/refusals.js';
import type { CallFacts } from './calls.js';
import type { OpenStreams } from './open-streams.js';
import { toServerStatus } from './status.js';
import { signalOf } from './unary.js';

export interface StreamOptions {
  readonly api: PodMutatorApi;
  readonly openStreams: OpenStreams;
  /** Items in flight, and in one message. */
  readonly maxItems: number;
  readonly note: (metadata: Metadata, facts: () => CallFacts) => void;
  /** Told how many bytes of items wait for their turn. */
  readonly setWaiting: (metadata: Metadata, bytes: number) => void;
}

type Call = ServerDuplexStream<MutatePodsRequest__Output, MutatePodsResponse>;

/** How long before the end of a stream its caller is told. */
const noticeMs = 1000;

/** Creates the handler of MutatePods. */
export function createMutatePods(
  options: StreamOptions,
): handleBidiStreamingCall<MutatePodsRequest__Output, MutatePodsResponse> {
  return (call) => {
    const stream = new PodStream(call, options);
    const end = (): void => stream.close(draining);
    const expire = (): void => stream.close(streamExpired);
    if (!options.openStreams.add(call, end, expire)) {
      stream.fail(draining);
      return;
    }
    options.note(call.metadata, () => stream.facts());
  };
}

class PodStream {
  readonly #call: Call;
  readonly #options: StreamOptions;
  readonly #inFlight = new Set<number>();
  /** Items of the messages read that wait for their turn, from #next on. */
  #waiting: MutatePodsItem__Output[] = [];
  #next = 0;
  #waitingBytes = 0;
  #workingBytes = 0;
  readonly #outbox: Outbox<MutatePodsItemResult>;
  // open: reads and answers. finishing: reads no more, answers what is in flight. over: does nothing.
  #state: 'open' | 'finishing' | 'over' = 'open';
  /** Bytes of answers that were handed to gRPC and have not left yet. */
  #untakenBytes = 0;
  #signal: AbortSignal | undefined;
  #notice: NodeJS.Timeout | undefined;
  #endedBy: PodMutatorError | undefined;
  #items = 0;
  #errors = 0;

  constructor(call: Call, options: StreamOptions) {
    this.#call = call;
    this.#options = options;
    this.#outbox = new Outbox({
      maxItems: options.maxItems,
      send: (items) => this.#write({ items }),
    });
    call.on('data', (message: MutatePodsRequest__Output) => this.#open(message));
    call.on('end', () => this.#finish(undefined));
    call.on('cancelled', () => {
      clearTimeout(this.#notice);
      this.#state = 'over';
    });
  }

  /** Announces the end. If the caller does not half-close in time, it comes with `error` behind the answers to what was read. */
  close(error: PodMutatorError): void {
    if (this.#state === 'open' && this.#notice === undefined) {
      this.#outbox.flush();
      this.#write({ closing: true });
      this.#notice = setTimeout(() => this.#finish(error), noticeMs);
    }
  }

  /** Ends with an error, behind the answers that there are. */
  fail(error: PodMutatorError): void {
    if (this.#state !== 'over') {
      this.#outbox.flush();
      this.#state = 'over';
      this.#call.emit('error', toServerStatus(error));
    }
  }

  /** For the line about the call. */
  facts(): CallFacts {
    return { items: this.#items, itemErrors: this.#errors };
  }

  #open({ items }: MutatePodsRequest__Output): void {
    const { maxItems } = this.#options;
    if (items.length === 0 || items.length > maxItems) {
      this.fail(badCount(maxItems, items.length));
      return;
    }
    for (const item of items) this.#accept(item);
    this.#work();
  }

  #accept(item: MutatePodsItem__Output): void {
    const { correlationId } = item;
    if (this.#state !== 'open') {
      return;
    }
    if (correlationId === 0 || this.#inFlight.has(correlationId)) {
      this.fail(badCorrelationId(correlationId));
      return;
    }
    this.#items += 1;
    this.#inFlight.add(correlationId);
    this.#waiting.push(item);
    this.#waitingBytes += sizeOf(item);
  }

  // A message may hold many items. They are decided on in portions, each once the answers before it are on their way.
  #work(): void {
    while (this.#state !== 'over' && this.#untakenBytes < untakenMax && this.#workingBytes < portionBytes) {
      const item = this.#waiting[this.#next];
      if (!item) break;
      this.#next += 1;
      this.#waitingBytes -= sizeOf(item);
      this.#workingBytes += sizeOf(item);
      this.#answer(item.request)
        .then((result) => this.#send(item, result))
        .catch((thrown: unknown) => this.fail(toPodMutatorError(thrown)));
    }
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    this.#options.setWaiting(this.#call.metadata, this.#waitingBytes + this.#untakenBytes);
    this.#pace();
  }

  /** Aborted when the call ends; for items whose evaluation waits and takes long. */
  #whileOpen(): AbortSignal {
    this.#signal ??= signalOf(this.#call);
    return this.#signal;
  }

  // Never rejects: whatever happens to an item becomes its answer.
  async #answer(request: MutatePodsItem__Output['request']): Promise<Omit<MutatePodsItemResult, 'correlationId'>> {
    try {
      if (!request) {
        throw missingRequest;
      }
      const deadline = Number(this.#call.getDeadline());
      const signal = request.view === 'VIEW_FULL' ? this.#whileOpen() : undefined;
      const response = await this.#options.api.mutatePod(request, { deadline, ...(signal && { signal }) });
      return { result: 'response', response };
    } catch (thrown) {
      this.#errors += 1;
      return { result: 'error', error: toStatus(toPodMutatorError(thrown)) };
    }
  }

  #send(item: MutatePodsItem__Output, answer: Omit<MutatePodsItemResult, 'correlationId'>): void {
    const { correlationId } = item;
    this.#inFlight.delete(correlationId);
    this.#workingBytes -= sizeOf(item);
    if (this.#state === 'over') {
      return;
    }
    this.#outbox.add({ correlationId, ...answer }, estimateBytes(answer));
    this.#work();
    this.#endIfDone();
  }

  #write(message: MutatePodsResponse): void {
    if (this.#state === 'over') {
      return;
    }
    // A stream of objects counts objects, and these may have any size.
    const bytes = message.items?.reduce((sum, answer) => sum + estimateBytes(answer), 0) ?? 0;
    this.#untakenBytes += bytes;
    this.#call.write(message, () => {
      this.#untakenBytes -= bytes;
      this.#work();
    });
    this.#pace();
  }

  #pace(): void {
    const mayRead =
      this.#state === 'open' &&
      this.#untakenBytes < untakenMax &&
      this.#waitingBytes < portionBytes &&
      this.#inFlight.size < this.#options.maxItems;
    if (mayRead === this.#call.isPaused()) {
      this.#call[mayRead ? 'resume' : 'pause']();
    }
  }

  // Reads no more. The end comes when all that was read is answered.
  #finish(error: PodMutatorError | undefined): void {
    if (this.#state === 'open') {
      this.#state = 'finishing';
      this.#endedBy = error;
      this.#call.pause();
      this.#endIfDone();
    }
  }

  #endIfDone(): void {
    if (this.#state !== 'finishing' || this.#inFlight.size > 0) {
      return;
    }
    if (this.#endedBy) {
      this.fail(this.#endedBy);
      return;
    }
    this.#outbox.flush();
    this.#state = 'over';
    this.#call.end();
  }
}

/** Items that are decided on before the first of their answers is sent have about so many bytes. */
const portionBytes = 64 * 1024;

/** With so many bytes of answers on their way, the caller has to take some first. */
const untakenMax = 256 * 1024;

function sizeOf({ request }: MutatePodsItem__Output): number {
  return itemBytes + (request?.podJson.length ?? 0);
}

/** What an item has beside its Pod. */
const itemBytes = 256;

// Of what may be long. Words and evidence of VIEW_FULL come from the same Pod.
function estimateBytes({ response }: Omit<MutatePodsItemResult, 'correlationId'>): number {
  const { jsonPatch, patchedPodJson } = response?.allowed ?? {};
  return 1024 + (jsonPatch?.length ?? 0) + 3 * (patchedPodJson?.length ?? 0);
}

const missingRequest = new PodMutatorError('request: expected a MutatePodRequest, found nothing', {
  code: 'INVALID_ARGUMENT',
  reason: 'REQUEST_MISSING',
  violations: [{ field: 'request', description: 'expected a MutatePodRequest, found nothing' }],
});

function badCorrelationId(found: number): PodMutatorError {
  const description = `expected a number that is not 0 and not in flight, found ${found}`;
  return new PodMutatorError(`correlation_id: ${description}`, {
    code: 'INVALID_ARGUMENT',
    reason: 'CORRELATION_ID_INVALID',
    violations: [{ field: 'correlation_id', description }],
  });
}

function badCount(most: number, found: number): PodMutatorError {
  const advice = found === 0 ? '; clients of 0.1 send none: upgrade them, or let them call MutatePod' : '';
  const description = `expected 1 to ${most} items in one message, found ${found}${advice}`;
  return new PodMutatorError(`items: ${description}`, {
    code: 'INVALID_ARGUMENT',
    reason: found === 0 ? 'ITEMS_MISSING' : 'TOO_MANY_ITEMS',
    violations: [{ field: 'items', description }],
  });
}
