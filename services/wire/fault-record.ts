// Addresses whose connections came to nothing or had to be ended wait before the next one is served: a little at first,
// longer each time, until it is forgotten. Otherwise whoever is ended would come back at once, and the damage with him.

/** Each fault adds as much to the wait of the next connection, up to a bound, and is forgotten after a second. */
const delayMs = 100;
const delayMaxMs = 2000;
const forgottenPerMs = 1 / 1000;

/** Addresses that are remembered at the same time. */
const addressesMax = 4096;

interface Fault {
  count: number;
  at: number;
}

export class FaultRecord {
  readonly #faults = new Map<string, Fault>();

  /** Notes a fault; one of less weight than 1 is not noticed now and then, but in masses. */
  add(address: string, weight: number, now: number): void {
    const count = Math.min(this.#count(address, now) + weight, delayMaxMs / delayMs);
    // The one that was noted the longest ago stands first.
    this.#faults.delete(address);
    this.#faults.set(address, { count, at: now });
    const [oldest] = this.#faults.keys();
    if (this.#faults.size > addressesMax && oldest !== undefined) this.#faults.delete(oldest);
  }

  /** How long the next connection of an address has to wait. */
  findDelay(address: string, now: number): number {
    return Math.floor(this.#count(address, now)) * delayMs;
  }

  #count(address: string, now: number): number {
    const fault = this.#faults.get(address);
    return fault ? Math.max(0, fault.count - (now - fault.at) * forgottenPerMs) : 0;
  }
}
