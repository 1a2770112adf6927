// The contract of a mutator: a value that describes itself, and one pure function that decides.
//
// A mutator never reads anything but its three inputs (Pod, context, settings) and never changes them. It returns a
// changed copy that shares whatever did not change: that sharing is what makes the comparison in the pipeline cheap,
// and `before === after` mean "nothing to do".

import type { ZodType } from 'zod';
import type { Container, Pod } from '../pod/pod.js';

/** Labels and annotations of the namespace in which the Pod is created. */
export interface NamespaceFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What is known about the surroundings of the Pod. */
export interface Context {
  /** The namespace of the request. `metadata.namespace` of the Pod is often empty and never decides. */
  readonly namespace: string;
  /** Undefined when nobody told us; a namespace without any label does not exist. */
  readonly namespaceFacts: NamespaceFacts | undefined;
}

/** One fact that decided: where it was looked for, what was found, what would have changed the decision. */
export interface Evidence {
  /** JSON pointer into the Pod; or, behind "namespace:", "settings:" or "request:", one into those. */
  readonly path: string;
  /** Undefined: nothing was there. */
  readonly found: string | undefined;
  /** In words; empty if nothing else would have changed the decision. */
  readonly wanted: string;
  /** The one value that would have changed it, if there is one. */
  readonly wantedValue?: string;
}

/** Something that somebody should act upon. `path` is a JSON pointer into the Pod. */
export interface Warning<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly path: string;
}

interface Explained<Reason extends string, WarningCode extends string> {
  readonly reason: Reason;
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly Warning<WarningCode>[];
}

/**
 * What a mutator did. `unchanged`: wanted and already there. `skipped`: not wanted, or must not be.
 * `unknown`: a fact that the decision needs is missing.
 */
export type Decision<Reason extends string = string, WarningCode extends string = string> = Explained<
  Reason,
  WarningCode
> &
  (
    | {
        readonly outcome: 'mutated';
        readonly pod: Pod;
        /** Whether this container itself has a use for the rights that it got. Only for those who ask what they are for. */
        readonly needsRights?: (container: Container) => boolean;
      }
    | { readonly outcome: 'unchanged' | 'skipped' | 'unknown' }
  );

export type Decide<Reason extends string = string, WarningCode extends string = string> = (
  pod: Pod,
  context: Context,
) => Decision<Reason, WarningCode>;

/** A key under which a mutator looks for something in the metadata of a Pod or of its namespace. */
export interface MetadataKey {
  readonly owner: 'pod' | 'namespace';
  readonly map: 'annotations' | 'labels';
  readonly key: string;
  /** The values that mean something, the one that says yes first; absent: any text. */
  readonly values?: readonly string[];
  /** What it is for. */
  readonly sentence: string;
}

export interface Mutator<Settings = unknown, Reason extends string = string, WarningCode extends string = string> {
  /** Also the folder, the key in the settings, the path of the webhook and the label in metrics. */
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** The closed list of reason codes, each with its sentence. */
  readonly reasons: Readonly<Record<Reason, string>>;
  /** The closed list of warning codes, each with its sentence. */
  readonly warnings: Readonly<Record<WarningCode, string>>;
  /** What to do about each warning, in one sentence. */
  readonly advice?: Readonly<Record<WarningCode, string>>;
  /** The keys that it knows: to tell a misspelt one from one that is nobody's. */
  readonly keys?: (settings: Settings) => readonly MetadataKey[];
  /** JSON pointers of everything the patch may name; `*` stands for any index. */
  readonly touches: readonly string[];
  /** Facts outside of the Pod that the decision may need. */
  readonly needs: readonly 'namespace'[];
  /** All settings with their defaults; strict, so that a typo is an error. */
  readonly settings: ZodType<Settings>;
  /** Settles everything that depends on the settings alone, once, and returns the decision for Pods. */
  readonly bind: (settings: Settings) => Decide<Reason, WarningCode>;
}

/** Keeps the types of reasons and warnings while the value is written. */
export function defineMutator<Settings, Reason extends string, WarningCode extends string>(
  mutator: Mutator<Settings, Reason, WarningCode>,
): Mutator<Settings, Reason, WarningCode> {
  return mutator;
}
