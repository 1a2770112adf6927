// The answer of the service, in the words of the page.

export type Verdict = 'changed' | 'unchanged' | 'skipped' | 'unknown' | 'not-applicable' | 'error';
export type Outcome = 'mutated' | 'unchanged' | 'skipped' | 'unknown';
export type Severity = 'note' | 'warning' | 'error';

export interface Evidence {
  readonly path: string;
  readonly found: string;
  readonly wanted: string;
}

export interface AlternativeEdit {
  readonly path: string;
  /** Absent: what is there has to be removed. */
  readonly value?: string;
}

export interface Alternative {
  readonly edits: readonly AlternativeEdit[];
  readonly outcome: Outcome;
  readonly reason: string;
}

export interface MutatorResult {
  readonly mutator: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly operationCount: number;
  readonly alternatives: readonly Alternative[];
}

export interface Operation {
  readonly op: string;
  readonly path: string;
  /** JSON; empty for "remove". */
  readonly valueJson: string;
  readonly mutators: readonly string[];
}

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly mutator: string;
  readonly message: string;
  readonly suggestion: string;
  readonly line: number;
  readonly column: number;
}

export interface Breach {
  readonly check: string;
  readonly container: string;
  readonly detail: string;
}

export interface Gain {
  readonly container: string;
  readonly privilege: string;
  readonly mutator: string;
  readonly needed?: boolean;
}

export interface Impact {
  readonly podSecurityBefore: string;
  readonly podSecurityAfter: string;
  readonly newBreaches: readonly Breach[];
  readonly qosBefore: string;
  readonly qosAfter: string;
  readonly privilegesGained: readonly Gain[];
  readonly imagesAdded: readonly string[];
  readonly requestsChanged: readonly { readonly resource: string; readonly before: string; readonly after: string }[];
}

export interface PreviewResult {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly document: number;
  readonly line: number;
  readonly verdict: Verdict;
  readonly mutators: readonly MutatorResult[];
  readonly operations: readonly Operation[];
  readonly diff: string;
  readonly warnings: readonly string[];
  /** Why there is no decision. */
  readonly error?: string;
  readonly findings: readonly Finding[];
  readonly impact?: Impact;
}

export interface PreviewAnswer {
  readonly results: readonly PreviewResult[];
  readonly configRevision: string;
}
