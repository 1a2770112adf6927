// The service as plain functions: the contract without a wire. The gRPC server calls it, and so does an adapter that
// runs in the same process.

import type { CallOptions, PodMutatorApi } from '../proto/api.js';
import { PodMutatorError } from '../proto/errors.js';
import type { Logger } from '../runtime/log.js';
import { createResponse, readReview } from './decision.js';
import { createListing } from './listing.js';
import type { ServiceMetrics } from './metrics.js';
import type { Mutator } from './mutator.js';
import { createPipeline, type Evaluation, PatchCheckError } from './pipeline.js';
import { readPod } from './pod/read-pod.js';
import { createPreview } from './preview/preview.js';
import type { Settings } from './settings.js';
import type { LoadedSettings, SettingsSource } from './settings-source.js';
import { toPodMutatorError } from './status.js';

/** Items that may be in flight on one stream. */
export const streamItemsMax = 256;

export interface HandlerOptions {
  readonly mutators: readonly Mutator[];
  readonly source: SettingsSource;
  readonly version: string;
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
}

/** Creates the service. Settings are bound once here, and again whenever `source` has new ones. */
export function createHandler(options: HandlerOptions): PodMutatorApi {
  const { source, logger, metrics, version } = options;
  let bound = bindSettings(options, source.current());
  source.subscribe((next) => {
    bound = bindSettings(options, next);
  });

  /** Runs `decide` in time, and lets nothing but PodMutatorError out. */
  async function answer<T>(call: CallOptions, about: object, decide: () => T): Promise<T> {
    try {
      checkTime(call);
      return decide();
    } catch (thrown) {
      if (thrown instanceof PatchCheckError) {
        metrics.patchCheckFailures.inc();
      }
      const error = toPodMutatorError(thrown);
      if (error.details.code === 'INTERNAL') {
        logger.error({ err: thrown, reason: error.details.reason, ...about }, 'no decision: a bug');
      }
      throw error;
    }
  }

  return {
    mutatePod: (request, call = {}) =>
      answer(call, { uid: request.uid, namespace: request.namespace }, () => {
        const { evaluate, limits, revision } = bound;
        checkSize('pod_json', request.podJson.length, limits.maxPodBytes);
        const evaluation = evaluate(() => readPod(request.podJson), readReview(request));
        const response = createResponse(request, evaluation, revision);
        countResults(metrics, evaluation);
        return response;
      }),
    preview: (request, call = {}) =>
      answer(call, { preview: true }, () => {
        const { preview, limits, revision } = bound;
        checkSize('manifest', Buffer.byteLength(request.manifest), limits.maxManifestBytes);
        return { results: preview(request), configRevision: revision };
      }),
    listMutators: (call = {}) => answer(call, {}, () => bound.listing),
    getServerInfo: (call = {}) =>
      answer(call, {}, () => ({
        version,
        configRevision: bound.revision,
        mutators: bound.listing.mutators.map(({ name }) => name),
        limits: {
          maxPodBytes: bound.limits.maxPodBytes,
          maxManifestBytes: bound.limits.maxManifestBytes,
          maxStreamItems: streamItemsMax,
        },
        settings: source.state(),
      })),
  };
}

// Everything that depends on the settings alone, settled once.
function bindSettings({ mutators }: HandlerOptions, { settings, revision }: LoadedSettings) {
  const evaluate = createPipeline(
    mutators.map((mutator) => {
      const own = settings.mutators[mutator.name];
      return { mutator, enabled: isEnabled(settings, mutator), decide: mutator.bind(own) };
    }),
  );
  const enabled = mutators.filter((mutator) => isEnabled(settings, mutator));
  return {
    evaluate,
    preview: createPreview({ evaluate }),
    listing: createListing(enabled, settings, revision),
    limits: settings.limits,
    revision,
  };
}

// Every mutator has the switch among its settings; one without it cannot be switched off.
function isEnabled(settings: Settings, { name }: Mutator): boolean {
  return (settings.mutators[name] as { readonly enabled?: boolean }).enabled !== false;
}

function checkTime({ deadline = Number.POSITIVE_INFINITY, signal }: CallOptions): void {
  if (signal?.aborted) {
    throw new PodMutatorError('the caller went away', { code: 'CANCELLED', reason: 'CALL_CANCELLED' });
  }
  if (Date.now() >= deadline) {
    const message = 'the deadline had passed before the decision was begun';
    throw new PodMutatorError(message, { code: 'DEADLINE_EXCEEDED', reason: 'DEADLINE_EXCEEDED' });
  }
}

function checkSize(field: string, size: number, max: number): void {
  if (size > max) {
    const description = `expected at most ${max} bytes, found ${size}`;
    throw new PodMutatorError(`${field}: ${description}`, {
      code: 'RESOURCE_EXHAUSTED',
      reason: field === 'pod_json' ? 'POD_TOO_LARGE' : 'MANIFEST_TOO_LARGE',
      violations: [{ field, description }],
      metadata: { limit: String(max), size: String(size) },
    });
  }
}

function countResults(metrics: ServiceMetrics, { results }: Evaluation): void {
  for (const { mutator, outcome, reason } of results) {
    metrics.mutatorResults.inc({ mutator, outcome, reason });
  }
}
