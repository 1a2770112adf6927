// What is on its way through a stream, by the number under which it was sent.
//
// Not a Map: one that entries come to and go from is copied again and again inside of V8, and each copy that was given up
// refers to the next one, with all entries that it had. As soon as one of them is among the old objects, every later one
// is taken there after it, with its Pods and answers, until all of memory is collected. That happened three times a second.

/** More than may be in flight at a time, so that a free place is always near. A power of two. */
const places = 512;

const lastNumber = 0xffffffff;

export class InFlight<Item> {
  readonly #items: (Item | undefined)[] = Array<Item | undefined>(places).fill(undefined);
  readonly #numbers = new Uint32Array(places);
  #lastNumber = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * Takes an item in and returns its number, one that none has had for a long time: an answer that comes twice must not
   * be taken for that of somebody else. There may be at most 256.
   */
  add(item: Item): number {
    do {
      this.#lastNumber = this.#lastNumber === lastNumber ? 1 : this.#lastNumber + 1;
    } while (this.#items[this.#lastNumber % places] !== undefined);
    this.#items[this.#lastNumber % places] = item;
    this.#numbers[this.#lastNumber % places] = this.#lastNumber;
    this.#size += 1;
    return this.#lastNumber;
  }

  /** Takes the item with this number out; undefined if there is none. */
  take(number: number): Item | undefined {
    const place = number % places;
    const item = this.#numbers[place] === number ? this.#items[place] : undefined;
    if (item !== undefined) {
      this.#items[place] = undefined;
      this.#size -= 1;
    }
    return item;
  }

  /** All of them, in the order in which they came. */
  list(): readonly Item[] {
    return this.#items
      .flatMap((item, place) => (item === undefined ? [] : [{ item, number: this.#numbers[place] ?? 0 }]))
      .toSorted((one, other) => one.number - other.number)
      .map(({ item }) => item);
  }

  /** Takes all of them out, and returns them. */
  clear(): readonly Item[] {
    const items = this.list();
    this.#items.fill(undefined);
    this.#size = 0;
    return items;
  }
}
