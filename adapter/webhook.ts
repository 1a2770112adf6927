// One review from its first byte to its answer: limit, time, facts, the service, and what is told about it all.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { CallSignal, PodMutatorApi } from '../proto/api.js';
import type { MutatePodResponse__Output } from '../proto/gen/podmutator/v1/MutatePodResponse.js';
import { formatErrorText, refuse, sendJson } from './answer.js';
import { createBatches } from './batch.js';
import { ClientGoneError, readBody } from './body.js';
import { describeFailure, NoDecisionError } from './failure.js';
import type { AdapterMetrics } from './metrics.js';
import type { NamespaceLookup, NamespaceSource } from './namespaces/source.js';
import { formatAnswer, type Review, readReview } from './review.js';
import { createReviewReport, type ReviewReport } from './review-report.js';
import { withinTime } from './review-time.js';
import { createTimeBudget } from './time-budget.js';

export interface WebhookOptions {
  readonly api: PodMutatorApi;
  readonly namespaces: NamespaceSource;
  readonly metrics: AdapterMetrics;
  readonly log: Logger;
  /** Of this adapter. */
  readonly version: string;
  /** Largest body, in bytes. */
  readonly maxBodyBytes: number;
  /** Longest time for one review, in milliseconds; also the time for reviews that name none. */
  readonly maxReviewMs: number;
  /** Reviews at the same time; one more is refused at once. */
  readonly maxInFlight: number;
  /** Once true, every answer closes its connection: the API server shall open the next one elsewhere. */
  readonly isStopping: () => boolean;
}

export interface Webhook {
  /** Answers one review. Never throws and never rejects. `mutators` empty means all that are enabled. */
  answer(request: IncomingMessage, response: ServerResponse, mutators: readonly string[]): Promise<void>;
  /** Resolves when no review is in flight. */
  whenIdle(): Promise<void>;
}

/** The service's own end of the time comes a little earlier: its error says more than our timer can. */
const earlierMs = 20;

interface Decision {
  readonly json: string;
  readonly response: MutatePodResponse__Output;
}

export function createWebhook(options: WebhookOptions): Webhook {
  const { metrics, maxInFlight, maxReviewMs, isStopping } = options;
  const report = createReviewReport(options);
  const readBudget = createTimeBudget(maxReviewMs);
  const joinBatch = createBatches();
  let inFlight = 0;
  let announceIdle = (): void => {};
  return {
    async answer(request, response, mutators) {
      if (inFlight >= maxInFlight) {
        metrics.shed.inc();
        refuse(request, response, 503, formatErrorText('Too many reviews at the same time.'));
        report.shed(mutators);
        return;
      }
      inFlight += 1;
      metrics.inFlight.set(inFlight);
      const note = report.begin(mutators);
      try {
        const budget = readBudget(request.url ?? '');
        const decision = await withinTime(response, budget, (deadline, signal) =>
          decide(options, { request, mutators, deadline, signal, note, joinBatch }),
        );
        if (isStopping()) response.setHeader('connection', 'close');
        sendJson(response, decision.json);
        // The others of the batch are answered before anything is told about this one.
        await undefined;
        note.decided(decision.response);
      } catch (error) {
        if (isStopping()) response.setHeader('connection', 'close');
        note.failed(error, answerFailure(request, response, error));
      } finally {
        inFlight -= 1;
        metrics.inFlight.set(inFlight);
        if (inFlight === 0) announceIdle();
      }
    },
    whenIdle() {
      if (inFlight === 0) {
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        announceIdle = resolve;
      });
    },
  };
}

interface Work {
  readonly request: IncomingMessage;
  readonly mutators: readonly string[];
  readonly deadline: number;
  readonly signal: CallSignal;
  readonly note: ReturnType<ReviewReport['begin']>;
  readonly joinBatch: () => Promise<void>;
}

async function decide(options: WebhookOptions, work: Work): Promise<Decision> {
  const { request, mutators, deadline, signal, note, joinBatch } = work;
  const body = await readBody(request, options.maxBodyBytes);
  await joinBatch();
  const review = readReview(body);
  note.read(review);
  const facts = await lookUpFacts(options.namespaces, review, deadline);
  if (facts) note.looked(facts);
  const response = await options.api.mutatePod(
    {
      ...review.request,
      ...(facts?.found && { namespaceLabels: facts.labels, namespaceAnnotations: facts.annotations }),
      mutators: [...mutators],
    },
    { deadline: deadline - Math.min(earlierMs, (deadline - Date.now()) / 10), signal },
  );
  const json = formatAnswer(review, response, {
    version: options.version,
    extraAnnotations: facts && !facts.found ? { 'namespace.lookup': facts.reason } : undefined,
  });
  if (json === undefined) {
    throw new NoDecisionError();
  }
  return { json, response };
}

/** Only a creation is ever patched, so only a creation needs facts. They may take half of the time that is left. */
function lookUpFacts(
  namespaces: NamespaceSource,
  { request }: Review,
  deadline: number,
): NamespaceLookup | Promise<NamespaceLookup> | undefined {
  const { operation, subResource, namespace } = request;
  if (operation !== 'OPERATION_CREATE' || subResource !== '' || namespace === '') {
    return undefined;
  }
  const now = Date.now();
  return namespaces.lookup(namespace, { deadline: now + (deadline - now) / 2 });
}

/** Returns the status that was answered. */
function answerFailure(request: IncomingMessage, response: ServerResponse, error: unknown): number {
  const { status, sentence } = describeFailure(error);
  if (response.destroyed || response.closed || error instanceof ClientGoneError) {
    response.destroy();
    return 499;
  }
  refuse(request, response, status, formatErrorText(sentence));
  return status;
}
