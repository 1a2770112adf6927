// Whoever answers reviews in a bench: a set of processes behind one URL.

import type { AnswerRule } from '../load/expected-answer.js';
import type { PodOptions } from '../payload/pod.js';

export interface Contestant {
  readonly name: string;
  /** Without a path. */
  readonly origin: string;
  /** The processes whose cost counts. */
  readonly pids: readonly number[];
  /** Whether its Pods must be those of the product; of others it is only asked that they inject. */
  readonly isAlike: boolean;
  /** How its answers are checked, given its first one. */
  readonly ruleFor: (firstAnswer: Buffer) => AnswerRule;
  /** Where it takes reviews of Pods that ask for this. */
  readonly pathOf: (wants: PodOptions['wants']) => string;
  stop(): Promise<void>;
}
