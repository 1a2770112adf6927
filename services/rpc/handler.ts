// The service as plain functions: the contract without a wire. The gRPC server calls it, and so does an adapter that
// runs in the same process.

import type { CallOptions, PodMutatorApi } from '../../proto/api.js';
import { checkHonoured } from '../../proto/capabilities.js';
import type { Duration__Output } from '../../proto/gen/google/protobuf/Duration.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import type { DecisionLog, DecisionMetrics } from '../decisions/decision-records.js';
import type { Mutator } from '../decisions/mutator.js';
import { PatchCheckError } from '../decisions/pipeline.js';
import { InputError } from '../pod/input-error.js';
import { type KubernetesObject, readPod } from '../pod/read-pod.js';
import { bindMutators, isEnabled } from '../settings/bind-mutators.js';
import { messageBytesMax } from '../settings/settings.js';
import { type LoadedSettings, type SettingsSource, settingsBytesMax } from '../settings/settings-source.js';
import { checkAnswerSize, responseBytesMax } from './answer-size.js';
import { capabilities } from './capabilities.js';
import { createResponse, isFullView, readReview } from './decision.js';
import type { FullViewJob, PreviewJob } from './evaluation-job.js';
import { outcomeNames } from './explanation.js';
import { toPodMutatorError } from './pod-mutator-error.js';
import { callerGone, deadlinePassed } from './refusals.js';
import { Turns } from './turns.js';

/** Items that may be in flight on one stream, and in one message of it. */
export const streamItemsMax = 256;

export interface HandlerOptions {
  readonly mutators: readonly Mutator[];
  readonly source: SettingsSource;
  readonly version: string;
  /** Age at which streams are ended; absent where there are none. */
  readonly streamAgeMs?: number;
  readonly logger: DecisionLog;
  readonly metrics: DecisionMetrics;
  /** Evaluate what may take long: in this thread, or in another where reviews must not wait for it. */
  readonly runPreview: Run<PreviewJob, PreviewResponse__Output>;
  readonly runFullView: Run<FullViewJob, MutatePodResponse__Output>;
}

type Run<Job, Response> = (job: Job, call: CallOptions) => Response | Promise<Response>;

/** Creates the service. Settings are bound once here, and again whenever `source` has new ones. */
export function createHandler(options: HandlerOptions): PodMutatorApi {
  const { source, logger, metrics, version, streamAgeMs, runPreview, runFullView } = options;
  const turns = new Turns();
  let bound = bindSettings(options, source.current());
  source.subscribe((next) => {
    bound = bindSettings(options, next);
  });

  /** Runs `decide` in time, and lets nothing but PodMutatorError out. */
  async function answer<T>(call: CallOptions, about: object, decide: () => T | Promise<T>): Promise<T> {
    try {
      checkTime(call);
      return await decide();
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

  const checked = (
    request: MutatePodRequest__Output,
    response: MutatePodResponse__Output,
  ): MutatePodResponse__Output => {
    checkAnswer(response, request.maxResponseBytes);
    countResults(metrics, response);
    return response;
  };
  const decideFully: typeof runFullView = async (job, call) => checked(job.request, await runFullView(job, call));

  return {
    mutatePod: (request, call = {}) =>
      answer(call, { uid: request.uid, namespace: request.namespace }, () => {
        const { evaluate, limits, loaded, made } = bound;
        checkSize('pod_json', request.podJson.length, limits.maxPodBytes);
        if (isFullView(request)) {
          return decideFully({ kind: 'full view', request, loaded, engineVersion: version }, call);
        }
        const review = readReview(request);
        const decide = (read: () => KubernetesObject): MutatePodResponse__Output => {
          checkTime(call);
          return checked(request, createResponse(request, evaluate(read, review), made));
        };
        const read = (): KubernetesObject => readPod(request.podJson);
        const bytes = request.podJson.length;
        return review.operation === 'CREATE' ? turns.take({ bytes, read, decide }) : decide(read);
      }),
    preview: (request, call = {}) =>
      answer(call, { preview: true }, () => {
        const { loaded } = bound;
        checkHonoured({ version, capabilities: [...capabilities] }, 'PreviewRequest', request);
        const texts = [request.manifest, ...request.contextManifests];
        const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        checkSize('manifest', size, loaded.settings.limits.maxManifestBytes);
        return runPreview({ kind: 'preview', request, loaded, engineVersion: version }, call);
      }),
    listMutators: (call = {}) => answer(call, {}, bound.list),
    getServerInfo: (call = {}) =>
      answer(call, {}, () => ({
        version,
        ...bound.made,
        mutators: bound.enabled.map(({ name }) => name),
        limits: {
          maxPodBytes: bound.limits.maxPodBytes,
          maxContainers: bound.limits.maxContainers,
          maxManifestBytes: bound.limits.maxManifestBytes,
          maxStreamItems: streamItemsMax,
          maxItemsPerMessage: streamItemsMax,
          maxMessageBytes: messageBytesMax,
          maxSettingsBytes: settingsBytesMax,
          maxResponseBytes: responseBytesMax,
          maxCallsInFlight: bound.limits.maxCallsInFlight,
          maxCallDuration: toSeconds(bound.limits.maxCallSeconds * 1000),
          maxStreamDuration: streamAgeMs === undefined ? null : toSeconds(streamAgeMs),
        },
        settings: source.state(),
        capabilities: [...capabilities],
      })),
  };
}

// Everything that depends on the settings alone, settled once.
function bindSettings({ mutators, version }: HandlerOptions, loaded: LoadedSettings) {
  const { settings, revision } = loaded;
  const made = { configRevision: revision, engineVersion: version };
  const enabled = mutators.filter((mutator) => isEnabled(settings, mutator));
  return {
    loaded,
    evaluate: bindMutators(mutators, settings),
    enabled,
    // Loaded with the first question: it describes the rules of the linter, which a service that only decides never needs.
    list: async () => (await import('./listing.js')).createListing(enabled, settings, made),
    limits: settings.limits,
    made,
  };
}

function checkTime({ deadline = Number.POSITIVE_INFINITY, signal }: CallOptions): void {
  if (signal?.aborted) {
    throw callerGone;
  }
  if (Date.now() >= deadline) {
    throw deadlinePassed;
  }
}

function checkSize(field: 'pod_json' | 'manifest', size: number, limit: number): void {
  if (size > limit) {
    const reason = field === 'pod_json' ? 'POD_TOO_LARGE' : 'MANIFEST_TOO_LARGE';
    const setting = field === 'pod_json' ? 'limits.maxPodBytes' : 'limits.maxManifestBytes';
    const description = `expected at most ${limit} bytes (${setting}), found ${size}`;
    throw new InputError({ reason, field, description, exceeded: { limit, size } });
  }
}

function checkAnswer({ allowed }: MutatePodResponse__Output, limit: number): void {
  const { jsonPatch, patchedPodJson, mergePatchJson } = allowed ?? {};
  const size = (jsonPatch?.length ?? 0) + (patchedPodJson?.length ?? 0) + (mergePatchJson?.length ?? 0);
  checkAnswerSize('MutatePod', size, limit);
}

function toSeconds(milliseconds: number): Duration__Output {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: String(seconds), nanos: Math.round((milliseconds - seconds * 1000) * 1e6) };
}

function countResults(metrics: DecisionMetrics, { mutators }: MutatePodResponse__Output): void {
  for (const { mutator, outcome, reason } of mutators) {
    metrics.mutatorResults.inc({ mutator, outcome: outcomeNames[outcome] ?? '', reason });
  }
}
