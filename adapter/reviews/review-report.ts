// One log line and the counts for each review. The Pod is in neither: its environment holds secrets.

import type { Logger } from 'pino';
import { PodMutatorError } from '../../proto/errors.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import { toWord } from '../../proto/words.js';
import type { NamespaceLookup } from '../namespaces/source.js';
import { describeFailure, isExpected, TooManyReviewsError } from './failure.js';
import type { AdapterMetrics } from './metrics.js';
import type { Review } from './review.js';

export interface ReviewReport {
  /** A review came; what becomes of it is noted on the result. */
  begin(mutators: readonly string[]): ReviewNote;
}

interface ReviewNote {
  read(review: Review): void;
  looked(facts: NamespaceLookup): void;
  decided(response: MutatePodResponse__Output): void;
  failed(error: unknown, status: number): void;
}

interface ReportOptions {
  readonly metrics: AdapterMetrics;
  readonly log: Logger;
}

/** Texts of the caller's may be megabytes long; so much of one is enough to find it. */
const textLength = 128;

/** Names that the service could take back are not learnt for ever. */
const knownMax = 64;

export function createReviewReport({ metrics, log }: ReportOptions): ReviewReport {
  // A name gets a label of its own once the service has accepted it: callers may ask for anything.
  const known = new Set<string>();
  const pathOf = (mutators: readonly string[]): string => {
    const [name] = mutators;
    if (name === undefined) {
      return '/mutate';
    }
    return known.has(name) ? `/mutate/${name}` : '/mutate/:mutator';
  };

  class Note implements ReviewNote {
    readonly #mutators: readonly string[];
    readonly #started = performance.now();
    #review: Review | undefined;
    #facts: NamespaceLookup | undefined;

    constructor(mutators: readonly string[]) {
      this.#mutators = mutators;
    }

    read(review: Review): void {
      this.#review = review;
    }

    looked(facts: NamespaceLookup): void {
      this.#facts = facts;
      metrics.namespaceFacts.inc({ result: facts.found ? 'FOUND' : facts.reason });
    }

    decided(response: MutatePodResponse__Output): void {
      const [name] = this.#mutators;
      if (name !== undefined && known.size < knownMax) known.add(name);
      const operations = response.allowed?.operationCount ?? 0;
      if (operations > 0) metrics.patchOperations.observe(operations);
      const mutators: Record<string, string> = {};
      for (const { mutator, outcome, reason } of response.mutators) {
        const short = toWord(outcome, 'OUTCOME_');
        metrics.outcomes.inc({ mutator, outcome: short, reason });
        mutators[mutator] = `${short} ${reason}`;
      }
      const line = { ...this.#count(200), allowed: !response.denied, operations, mutators };
      log.info(response.warnings.length > 0 ? { ...line, warnings: response.warnings.map(({ code }) => code) } : line);
    }

    failed(error: unknown, status: number): void {
      const { backendError, sentence } = describeFailure(error);
      // A review that was never read cost its time on the way here.
      if (backendError && this.#review) metrics.backendErrors.inc({ kind: backendError });
      const line = { ...this.#count(status), problem: sentence, ...explain(error) };
      if (error instanceof TooManyReviewsError) {
        log.warn(line, 'shed: too many reviews in flight');
        return;
      }
      if (status >= 500) {
        log.error(line, 'no decision');
        return;
      }
      log.warn(line, 'no decision');
    }

    #count(status: number): object {
      const durationMs = performance.now() - this.#started;
      const path = pathOf(this.#mutators);
      const { request, name, uid } = this.#review ?? {};
      const operation = request?.operation.slice('OPERATION_'.length) ?? 'unknown';
      metrics.reviews.inc({ path, operation, code: status });
      metrics.duration.observe({ path }, durationMs / 1000);
      return {
        uid: uid?.slice(0, textLength),
        namespace: request?.namespace.slice(0, textLength),
        // Not `name`: that is who writes the line.
        pod: name?.slice(0, textLength),
        path,
        operation,
        ...(request?.subResource && { subResource: request.subResource.slice(0, textLength) }),
        ...(request?.dryRun && { dryRun: true }),
        ...(this.#facts && !this.#facts.found && { namespaceLookup: this.#facts.reason }),
        status,
        durationMs: Math.round(durationMs * 1000) / 1000,
      };
    }
  }

  return {
    begin: (mutators) => new Note(mutators),
  };
}

/** What a person needs beside the sentence. Parsers quote their input, so of bad reviews only the sentence is told. */
function explain(error: unknown): object {
  if (error instanceof PodMutatorError) {
    const { code, reason } = error.details;
    return { code, reason, detail: error.message };
  }
  return isExpected(error) ? {} : { err: error };
}
