// An evaluation to look back at: what came in, what came out, and how to try something else.

import type { NamespaceFacts } from '../mutator.js';
import type { Evaluation } from '../pipeline.js';
import type { PodSource } from '../pod/workloads.js';

export interface Reviewed {
  readonly source: PodSource;
  readonly facts: NamespaceFacts | undefined;
  readonly evaluation: Evaluation;
  /** Evaluates another Pod in the same surroundings, or in other ones. */
  readonly evaluateAgain: (pod: object, facts: NamespaceFacts | undefined) => Evaluation;
}
