// One review from its first byte to its answer: limit, time, facts, the service, and what is told about it all.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { CallSignal, PodMutatorApi } from '../../proto/api.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { Transfers } from '../../runtime/http/transfers.js';
import { cutOff, formatErrorText, refuse, sendJson } from '../http/answer.js';
import { type Body, ClientGoneError, isCutOff, readBody } from '../http/body.js';
import { withinTime } from '../http/review-time.js';
import { createTimeBudget } from '../http/time-budget.js';
import type { NamespaceLookup, NamespaceSource } from '../namespaces/source.js';
import { createBatches } from './batch.js';
import { describeFailure, NoDecisionError, TooManyReviewsError } from './failure.js';
import type { AdapterMetrics } from './metrics.js';
import { formatAnswer, type Review, readReview } from './review.js';
import { createReviewReport, type ReviewReport } from './review-report.js';

export interface WebhookOptions {
  readonly api: PodMutatorApi;
  readonly namespaces: NamespaceSource;
  readonly metrics: AdapterMetrics;
  readonly log: Logger;
  /** Of this adapter. */
  readonly version: string;
  /** Largest body, in bytes. */
  readonly maxBodyBytes: number;
  /** What the bodies count to until they are answered. */
  readonly transfers: Transfers;
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
  const { isStopping } = options;
  const report = createReviewReport(options);
  const readBudget = createTimeBudget(options.maxReviewMs);
  const around = { ...options, places: createPlaces(options), joinBatch: createBatches() };
  let open = 0;
  let announceIdle = (): void => {};
  return {
    async answer(request, response, mutators) {
      open += 1;
      const note = report.begin(mutators);
      const held: Held = { body: undefined, hasPlace: false };
      try {
        const budget = readBudget(request.url ?? '');
        const decision = await withinTime(response, budget, (deadline, signal) =>
          decide(around, { request, mutators, deadline, signal, note, held }),
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
        held.body?.release();
        if (held.hasPlace) around.places.leave();
        open -= 1;
        if (open === 0) announceIdle();
      }
    },
    whenIdle() {
      if (open === 0) {
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        announceIdle = resolve;
      });
    },
  };
}

/** What a review holds until it is answered. */
interface Held {
  body: Body | undefined;
  hasPlace: boolean;
}

interface Places {
  /** @throws TooManyReviewsError if none is free */
  take(): void;
  leave(): void;
}

function createPlaces({ maxInFlight, metrics }: WebhookOptions): Places {
  let inFlight = 0;
  return {
    take() {
      if (inFlight >= maxInFlight) {
        metrics.shed.inc();
        throw new TooManyReviewsError();
      }
      inFlight += 1;
      metrics.inFlight.set(inFlight);
    },
    leave() {
      inFlight -= 1;
      metrics.inFlight.set(inFlight);
    },
  };
}

interface Around extends WebhookOptions {
  readonly places: Places;
  readonly joinBatch: () => Promise<void>;
}

interface Work {
  readonly request: IncomingMessage;
  readonly mutators: readonly string[];
  readonly deadline: number;
  readonly signal: CallSignal;
  readonly note: ReturnType<ReviewReport['begin']>;
  readonly held: Held;
}

async function decide(around: Around, work: Work): Promise<Decision> {
  const { request, mutators, deadline, signal, note, held } = work;
  held.body = await readBody(request, { limit: around.maxBodyBytes, transfers: around.transfers, signal });
  // Not before: whoever never sends the rest of a body would keep others from being answered.
  around.places.take();
  held.hasPlace = true;
  await around.joinBatch();
  const review = readReview(held.body.bytes);
  note.read(review);
  const facts = await lookUpFacts(around.namespaces, review, deadline);
  if (facts) note.looked(facts);
  const response = await around.api.mutatePod(
    {
      ...review.request,
      ...(facts?.found && { namespaceLabels: facts.labels, namespaceAnnotations: facts.annotations }),
      mutators: [...mutators],
    },
    { deadline: deadline - Math.min(earlierMs, (deadline - Date.now()) / 10), signal },
  );
  const json = formatAnswer(review, response, {
    version: around.version,
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
  const text = formatErrorText(sentence);
  if (isCutOff(error)) cutOff(request, response, { status, text });
  else refuse(request, response, status, text);
  return status;
}
