// Who has to go when a bound is reached.

import type { Connection } from './connection.js';

/** What a bound is about. */
export interface Rule {
  /** How much of it a connection takes; one that takes nothing is left alone. */
  readonly weigh: (connection: Connection) => number;
  /** Among the connections of one address, the one that ranks highest goes; the first number that differs decides. */
  readonly rank: (connection: Connection) => readonly number[];
}

export const rules = {
  connections: { weigh: () => 1, rank: ({ idleness }) => idleness },
  streams: { weigh: ({ calls }) => calls.size, rank: ({ calls }) => [calls.size] },
  held_bytes: { weigh: ({ heldBytes }) => heldBytes, rank: ({ calls }) => [-findOldestProgress(calls)] },
  control_bytes: { weigh: ({ controlBytes }) => controlBytes, rank: ({ controlBytes }) => [controlBytes] },
} as const satisfies Record<string, Rule>;

/**
 * Finds the connection that has to go: first by address, since in a cluster every caller has one of its own, then by
 * the rule.
 */
export function findWorst(connections: readonly Connection[], { weigh, rank }: Rule): Connection | undefined {
  const weights = new Map<string, number>();
  for (const one of connections) weights.set(one.address, (weights.get(one.address) ?? 0) + weigh(one));
  let worst: Connection | undefined;
  let worstRank: readonly number[] = [];
  for (const one of connections) {
    if (weigh(one) <= 0) continue;
    const own = [weights.get(one.address) ?? 0, ...rank(one)];
    if (!worst || isAbove(own, worstRank)) {
      worst = one;
      worstRank = own;
    }
  }
  return worst;
}

function findOldestProgress(calls: Connection['calls']): number {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { held, progressAt } of calls) {
    if (held > 0) oldest = Math.min(oldest, progressAt);
  }
  return oldest;
}

function isAbove(one: readonly number[], other: readonly number[]): boolean {
  const index = one.findIndex((value, place) => value !== other[place]);
  return index >= 0 && (one[index] ?? 0) > (other[index] ?? 0);
}
