// Whoever answers reviews in a bench: a set of processes behind one URL.

import type { AnswerRule } from '../load/expected-answer.js';

export interface Contestant {
  readonly name: string;
  /** Without a path. */
  readonly origin: string;
  /** The processes whose cost counts. */
  readonly pids: readonly number[];
  /** How its answers are checked, given its first one. */
  readonly ruleFor: (firstAnswer: Buffer) => AnswerRule;
  /** Where it takes reviews that ask for this mutator. */
  readonly pathOf: (mutator: 'dragonfly' | 'macvtap' | 'all') => string;
  stop(): Promise<void>;
}
