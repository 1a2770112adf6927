// What is to be sent in one turn of the event loop leaves together.
//
// A message of a gRPC stream costs more than what is in it: a frame, a write and a read of the socket, and a process
// that wakes up at the other end. Pods that are at hand together share that. Nothing waits for it: the outbox leaves
// when all that can run now has run.

export interface OutboxOptions<Item> {
  /** How many items one message may have. */
  readonly maxItems: number;
  readonly send: (items: Item[]) => void;
}

/** Far below what receivers take, and what HTTP/2 lets pass before it wants to hear from the other end. */
const maxBytes = 48 * 1024;

export class Outbox<Item> {
  readonly #options: OutboxOptions<Item>;
  #items: Item[] = [];
  #bytes = 0;
  #isLeaving = false;

  constructor(options: OutboxOptions<Item>) {
    this.#options = options;
  }

  /** Takes an item that is about `bytes` long on the wire. It leaves at the end of the turn, or before. */
  add(item: Item, bytes: number): void {
    if (this.#bytes + bytes > maxBytes) this.flush();
    this.#items.push(item);
    this.#bytes += bytes;
    if (this.#items.length >= this.#options.maxItems) {
      this.flush();
      return;
    }
    if (!this.#isLeaving) {
      this.#isLeaving = true;
      process.nextTick(this.#leave);
    }
  }

  /** Sends what is there. */
  flush(): void {
    if (this.#items.length > 0) this.#options.send(this.clear());
  }

  /** Forgets what is there, and returns it. */
  clear(): Item[] {
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    return items;
  }

  readonly #leave = (): void => {
    this.#isLeaving = false;
    this.flush();
  };
}
