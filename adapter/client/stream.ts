// One address, one long-lived MutatePods stream. It is opened, watched, and opened again when it ends.
//
// A call costs several times what an item of a stream costs, most of it in setting up the HTTP/2 stream. Items that are
// sent in the same turn of the event loop share a message.

import { type ClientDuplexStream, status as codes, type StatusObject } from '@grpc/grpc-js';
import { honours, notHonoured } from '../../proto/capabilities.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { MutatePodsItem } from '../../proto/gen/podmutator/v1/MutatePodsItem.js';
import type { MutatePodsItemResult__Output } from '../../proto/gen/podmutator/v1/MutatePodsItemResult.js';
import type { MutatePodsRequest } from '../../proto/gen/podmutator/v1/MutatePodsRequest.js';
import type { MutatePodsResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodsResponse.js';
import type { PodMutatorClient } from '../../proto/gen/podmutator/v1/PodMutator.js';
import { fromStatus } from '../../proto/status.js';
import { Outbox } from '../../runtime/outbox.js';
import { InFlight } from './in-flight.js';
import type { PendingItem } from './pending-item.js';
import { readCallFailure } from './service-error.js';

export interface StreamOptions {
  /** Owned by the stream from now on. */
  readonly client: PodMutatorClient;
  /** There is room for another item. */
  readonly onRoom: () => void;
  /** The stream ended without an answer to these. No error means that the service ended it in good order. */
  readonly onLost: (items: readonly PendingItem[], error: PodMutatorError | undefined) => void;
  /** A stream is opened that is not the first one. */
  readonly onReconnect: () => void;
}

type Call = ClientDuplexStream<MutatePodsRequest, MutatePodsResponse__Output>;

/** What every service takes before it stops reading, and in one message. */
const itemsMax = 256;

/** With so many places held by items that nobody waits for, the service at the other end is taken for stuck. */
const abandonedMax = itemsMax / 2;

const connectMs = 5000;
const backoffMinMs = 20;
const backoffMaxMs = 500;

export class PodStream {
  readonly #options: StreamOptions;
  readonly #inFlight = new InFlight<PendingItem>();
  readonly #outbox: Outbox<MutatePodsItem>;
  #call: Call | undefined;
  #isBlocked = false;
  /** The stream takes no more items; another one follows when it has ended. */
  #isClosing = false;
  #isClosed = false;
  /** Why the service at the other end cannot be sent items. */
  #refusal: PodMutatorError | undefined;
  /** Whether that is known for this connection. */
  #isChecked = false;
  #opened = 0;
  /** Streams in a row that ended before they answered anything. */
  #fruitless = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#outbox = new Outbox({
      maxItems: itemsMax,
      send: (items) => this.#write({ items }),
    });
    this.#connect();
  }

  get hasRoom(): boolean {
    const isOpen = (this.#call !== undefined || this.#refusal !== undefined) && !this.#isClosed && !this.#isClosing;
    return isOpen && !this.#isBlocked && this.#inFlight.size < itemsMax;
  }

  /** Sends an item; only while there is room. */
  send(item: PendingItem): void {
    if (this.#refusal) {
      item.reject(this.#refusal);
      return;
    }
    const request = item.takeOff();
    if (!request || !this.#call) {
      return;
    }
    const correlationId = this.#inFlight.add(item);
    this.#outbox.add({ correlationId, request }, request.podJson.length);
  }

  /** Takes note that an item is no longer waited for. Replaces the stream if there are too many of them. */
  checkAbandoned(): void {
    const abandoned = this.#inFlight.list().filter((item) => item.isSettled).length;
    if (abandoned >= abandonedMax) this.#call?.cancel();
  }

  /** Takes no more items; what is in flight is still answered if the service keeps its word. */
  close(): void {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (!this.#call) {
      this.#options.client.close();
      return;
    }
    this.#outbox.flush();
    this.#call.end();
  }

  /** Ends at once; what is in flight is lost. */
  abort(): void {
    this.close();
    this.#call?.cancel();
  }

  #write(message: MutatePodsRequest): void {
    if (this.#call) this.#isBlocked = !this.#call.write(message);
  }

  // grpc-js would queue the items of a stream that is not connected yet, out of our sight. So it has to be connected.
  #connect(): void {
    this.#options.client.waitForReady(Date.now() + connectMs, (error) => {
      if (this.#isClosed) {
        return;
      }
      if (error) {
        this.#connect();
        return;
      }
      if (this.#isChecked) this.#open();
      else this.#check();
    });
  }

  // A service that is older than items would take a message of them for one without any.
  #check(): void {
    this.#options.client.getServerInfo({}, { deadline: Date.now() + connectMs }, (error, info) => {
      if (this.#isClosed) {
        return;
      }
      if (error || !info) {
        this.#timer = setTimeout(() => this.#connect(), backoffMaxMs);
        return;
      }
      this.#isChecked = honours(info, 'MutatePodsRequest.items');
      this.#refusal = this.#isChecked ? undefined : notHonoured(info, 'MutatePodsRequest.items');
      if (this.#isChecked) {
        this.#open();
        return;
      }
      this.#timer = setTimeout(() => this.#connect(), connectMs);
      this.#options.onRoom();
    });
  }

  #open(): void {
    if (this.#opened > 0) this.#options.onReconnect();
    this.#opened += 1;
    const call: Call = this.#options.client.mutatePods();
    this.#call = call;
    this.#isBlocked = false;
    this.#isClosing = false;
    let hasAnswered = false;
    call.on('data', ({ items, closing }: MutatePodsResponse__Output) => {
      hasAnswered = true;
      for (const item of items) this.#settle(item);
      if (closing) {
        this.#isClosing = true;
        this.#outbox.flush();
        call.end();
      }
      this.#options.onRoom();
    });
    call.on('drain', () => {
      this.#isBlocked = false;
      this.#options.onRoom();
    });
    // The status says the same; without a listener the error would end the process.
    call.on('error', () => {});
    call.on('status', (status: StatusObject) => {
      // Answers that came before the end may still be in the buffer of the stream.
      setImmediate(() => this.#end(status, hasAnswered));
    });
    this.#options.onRoom();
  }

  #settle(result: MutatePodsItemResult__Output): void {
    const item = this.#inFlight.take(result.correlationId);
    if (item && !item.isSettled) settle(item, result);
  }

  #end(status: StatusObject, hasAnswered: boolean): void {
    const lost = this.#inFlight.clear();
    this.#outbox.clear();
    this.#call = undefined;
    const error = readEnd(status);
    if (error) this.#isChecked = false;
    this.#options.onLost(lost, error);
    if (this.#isClosed) {
      this.#options.client.close();
      return;
    }
    this.#fruitless = hasAnswered ? 0 : this.#fruitless + 1;
    const longest = Math.min(backoffMinMs * 2 ** this.#fruitless, backoffMaxMs);
    const delay = this.#fruitless === 0 ? 0 : longest * (0.5 + Math.random() / 2);
    this.#timer = setTimeout(() => this.#connect(), delay);
  }
}

// A stream that is too old ends in good order, whether or not its end was noticed in time.
function readEnd(status: StatusObject): PodMutatorError | undefined {
  const error = status.code === codes.OK ? undefined : readCallFailure(status);
  return error?.details.reason === 'STREAM_EXPIRED' ? undefined : error;
}

function settle(item: PendingItem, { response, error }: MutatePodsItemResult__Output): void {
  if (response) {
    item.resolve(response);
    return;
  }
  if (error) {
    item.reject(fromStatus(error));
    return;
  }
  item.reject(
    new PodMutatorError('the service answered an item with neither a decision nor an error', {
      code: 'INTERNAL',
      reason: 'TRANSPORT',
    }),
  );
}
