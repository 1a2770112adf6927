// What a rule of the linter is: a row of a table, with one pure function over one object of a manifest.

import type { MetadataKey, NamespaceFacts } from '../../decisions/mutator.js';
import type { Evaluation } from '../../decisions/pipeline.js';
import type { ManifestObject } from '../../manifest/list-objects.js';
import type { PodSource } from '../../pod/workloads.js';

export type Severity = 'note' | 'warning' | 'error';

/** A key, and the mutator that knows it. */
export interface OwnedKey extends MetadataKey {
  readonly mutator: string;
}

/** An evaluation to look back at: what came in, what came out, and how to try something else. */
export interface Reviewed {
  readonly source: PodSource;
  readonly facts: NamespaceFacts | undefined;
  readonly evaluation: Evaluation;
  /** Evaluates another Pod in the same surroundings, or in other ones. */
  readonly evaluateAgain: (pod: object, facts: NamespaceFacts | undefined) => Evaluation;
}

/** What a rule looks at. */
export interface Subject {
  readonly object: ManifestObject;
  /** Undefined if the object holds no Pod, or could not be evaluated. */
  readonly reviewed: Reviewed | undefined;
  readonly keys: readonly OwnedKey[];
}

/** One mistake. `members` lead to it from the root of the document; it need not exist there. */
export interface Problem {
  readonly members: readonly string[];
  /** Those that it is about. */
  readonly mutators: readonly string[];
  readonly message: string;
  readonly suggestion: string;
}

export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** Told as a warning of every preview: without it, a preview would keep silent about Pods that it cannot see. */
  readonly isAlwaysTold?: true;
  /** What is wrong, as a title. */
  readonly title: string;
  /** Why that matters, for the documentation. */
  readonly about: string;
  /** A manifest in which the rule finds something; absent where no mutator of this version gives cause. */
  readonly example?: string;
  readonly find: (subject: Subject) => readonly Problem[];
}
