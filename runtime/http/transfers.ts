// Bodies and answers that are under way: how many bytes all of them may hold together, and how long one may take.
//
// Whoever sends or reads slowly costs memory for as long as it likes, and whoever sends much at once costs more than the
// process has. So a transfer that stands still is ended, and when the bytes are used up the slowest one goes first: that
// which has not moved on for the longest time. A body that is complete cannot be slow; its bytes count until it has been
// answered. Small bodies, which nearly all reviews are, have a reserve of their own, so that large ones that are being
// decided are not in their way.

export interface TransferLimits {
  /** Bytes that all transfers may hold together. */
  readonly maxBytes: number;
  /** How long a body may stand still, in milliseconds. */
  readonly idleMs: number;
  /** How long a body may take in all. */
  readonly bodyMs: number;
  /** How long an answer may take until the client has read it. */
  readonly answerMs: number;
}

/** Why a transfer was ended: it stood still, took too long, or was the slowest when the bytes were used up. */
export type TransferEnd = 'idle' | 'time' | 'memory';

export interface Transfer {
  /** The transfer holds so many bytes now. False if it was ended for it: they must not be taken. */
  resize(bytes: number): boolean;
  /** Nothing is waited for any more; the bytes count until `close`. */
  complete(): void;
  /** Gives the bytes back. May be called again. */
  close(): void;
}

/** What a body must move on by to be no longer the slowest, and what is small. */
const stepBytes = 64 * 1024;

/** A small transfer may still come when the others hold all bytes, as long as not more than this share is added. */
const reserveShare = 1 / 4;

/** Checks in the shortest of the times. */
const checks = 8;

export class Transfers {
  readonly #maxBytes: number;
  readonly #onEnd: (kind: 'body' | 'answer', why: TransferEnd) => void;
  /** The ends of the list of those that are waited for, the slowest first. */
  readonly #list = new Link();
  readonly #checkMs: number;
  readonly #bodyTimes: Times;
  readonly #answerTimes: Times;
  #bytes = 0;
  #time = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onEnd is told of each transfer that was ended */
  constructor(limits: TransferLimits, onEnd: (kind: 'body' | 'answer', why: TransferEnd) => void) {
    this.#maxBytes = limits.maxBytes;
    this.#onEnd = onEnd;
    this.#checkMs = Math.min(limits.idleMs, limits.answerMs) / checks;
    const toChecks = (ms: number): number => Math.ceil(ms / this.#checkMs);
    this.#bodyTimes = { idle: toChecks(limits.idleMs), total: toChecks(limits.bodyMs) };
    this.#answerTimes = { idle: toChecks(limits.answerMs), total: toChecks(limits.answerMs) };
  }

  /** Bytes that are held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A body begins to come in. `onEnd` is told at most once that it has to end; then it is closed already. */
  beginBody(onEnd: (why: TransferEnd) => void): Transfer {
    const tell = (why: TransferEnd): void => {
      this.#onEnd('body', why);
      onEnd(why);
    };
    return this.#begin(tell, this.#bodyTimes);
  }

  /** An answer waits for its reader. */
  beginAnswer(onEnd: () => void): Transfer {
    const tell = (why: TransferEnd): void => {
      this.#onEnd('answer', why);
      onEnd();
    };
    return this.#begin(tell, this.#answerTimes);
  }

  /** How many checks there were. */
  get time(): number {
    return this.#time;
  }

  #begin(onEnd: (why: TransferEnd) => void, times: Times): Held {
    const transfer = new Held(this, onEnd, times);
    transfer.insertBefore(this.#list);
    this.#timer ??= setTimeout(this.#check, this.#checkMs).unref();
    return transfer;
  }

  // Time is counted in checks. While this process does something else, bytes that have come wait to be read, and a clock
  // would blame their sender.
  readonly #check = (): void => {
    this.#time += 1;
    const all: Held[] = [];
    for (let link = this.#list.next; link instanceof Held; link = link.next) all.push(link);
    for (const transfer of all) {
      const why = transfer.findEnd();
      if (why) transfer.end(why);
    }
    this.#timer = this.#list.next === this.#list ? undefined : setTimeout(this.#check, this.#checkMs).unref();
  };

  /** Called by a transfer that gives all back. */
  release(transfer: Held): void {
    this.#bytes -= transfer.bytes;
    transfer.bytes = 0;
  }

  /** Called by a transfer that wants to hold more. */
  grow(transfer: Held, bytes: number): boolean {
    this.#bytes += bytes - transfer.bytes;
    transfer.bytes = bytes;
    while (this.#bytes > this.#findLimit(transfer)) {
      const slowest = this.#findSlowest(transfer);
      slowest.end('memory');
      if (slowest === transfer) return false;
    }
    return true;
  }

  /** Called by a transfer that has moved on. */
  moveBack(transfer: Held): void {
    transfer.remove();
    transfer.insertBefore(this.#list);
  }

  #findLimit({ bytes }: Held): number {
    return bytes > stepBytes ? this.#maxBytes : this.#maxBytes * (1 + reserveShare);
  }

  // A large one is not helped by the end of small ones.
  #findSlowest(transfer: Held): Held {
    const isLarge = transfer.bytes > stepBytes;
    for (let link = this.#list.next; link instanceof Held; link = link.next) {
      if (link.bytes > (isLarge ? stepBytes : 0)) return link;
    }
    return transfer;
  }
}

/** An entry of a list that leads in a circle. Lists are made of the transfers themselves: a Set would be copied under load. */
class Link {
  previous: Link = this;
  next: Link = this;

  insertBefore(other: Link): void {
    this.previous = other.previous;
    this.next = other;
    other.previous.next = this;
    other.previous = this;
  }

  remove(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
    this.previous = this;
    this.next = this;
  }
}

/** In checks. */
interface Times {
  readonly idle: number;
  readonly total: number;
}

class Held extends Link implements Transfer {
  bytes = 0;
  readonly #transfers: Transfers;
  readonly #onEnd: (why: TransferEnd) => void;
  readonly #times: Times;
  readonly #began: number;
  #moved: number;
  #step = stepBytes;

  constructor(transfers: Transfers, onEnd: (why: TransferEnd) => void, times: Times) {
    super();
    this.#transfers = transfers;
    this.#onEnd = onEnd;
    this.#times = times;
    this.#began = transfers.time;
    this.#moved = transfers.time;
  }

  resize(bytes: number): boolean {
    this.#moved = this.#transfers.time;
    if (bytes >= this.#step) {
      this.#step = bytes + stepBytes;
      this.#transfers.moveBack(this);
    }
    return this.#transfers.grow(this, bytes);
  }

  complete(): void {
    this.remove();
  }

  close(): void {
    this.remove();
    this.#transfers.release(this);
  }

  findEnd(): TransferEnd | undefined {
    const { time } = this.#transfers;
    if (time - this.#began > this.#times.total) {
      return 'time';
    }
    return time - this.#moved > this.#times.idle ? 'idle' : undefined;
  }

  end(why: TransferEnd): void {
    this.close();
    this.#onEnd(why);
  }
}
