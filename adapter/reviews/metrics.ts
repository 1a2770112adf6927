// What the adapter counts. Every label takes its values from a closed set: a path that nobody registered, a mutator
// that does not exist, or a namespace must not make a new series.

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type BackendError, backendErrors } from './failure.js';

export interface AdapterMetrics {
  readonly reviews: Counter<'path' | 'operation' | 'code'>;
  readonly duration: Histogram<'path'>;
  readonly outcomes: Counter<'mutator' | 'outcome' | 'reason'>;
  readonly patchOperations: Histogram;
  readonly backendErrors: Counter<'kind'>;
  readonly inFlight: Gauge;
  readonly shed: Counter;
  readonly namespaceFacts: Counter<'result'>;
}

/** Registers the metrics of one adapter. */
export function createAdapterMetrics(registry: Registry): AdapterMetrics {
  const registers = [registry];
  const metrics: AdapterMetrics = {
    reviews: new Counter({
      name: 'podmutator_reviews_total',
      help: 'Admission reviews by path, operation and HTTP status; 499 means that the client went away.',
      labelNames: ['path', 'operation', 'code'],
      registers,
    }),
    duration: new Histogram({
      name: 'podmutator_review_duration_seconds',
      help: 'Time from the head of a review to its answer.',
      labelNames: ['path'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    outcomes: new Counter({
      name: 'podmutator_mutator_outcomes_total',
      help: 'What each mutator did with each Pod, and why.',
      labelNames: ['mutator', 'outcome', 'reason'],
      registers,
    }),
    patchOperations: new Histogram({
      name: 'podmutator_patch_operations',
      help: 'Operations in the patches that were sent; reviews without a patch are not counted.',
      buckets: [1, 2, 3, 5, 8, 13, 21, 34, 55, 89],
      registers,
    }),
    backendErrors: new Counter({
      name: 'podmutator_backend_errors_total',
      help: 'Reviews that the mutation service did not decide, by kind.',
      labelNames: ['kind'],
      registers,
    }),
    inFlight: new Gauge({
      name: 'podmutator_reviews_in_flight',
      help: 'Reviews that are being answered.',
      registers,
    }),
    shed: new Counter({
      name: 'podmutator_reviews_shed_total',
      help: 'Reviews that were refused at once because too many were in flight.',
      registers,
    }),
    namespaceFacts: new Counter({
      name: 'podmutator_namespace_facts_total',
      help: 'Reviews by what was known about their namespace: FOUND, or the reason why nothing was.',
      labelNames: ['result'],
      registers,
    }),
  };
  // A series that begins at 0 shows its first increase; one that begins at 1 does not.
  for (const kind of backendErrors satisfies readonly BackendError[]) metrics.backendErrors.inc({ kind }, 0);
  return metrics;
}
