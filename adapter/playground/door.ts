// POST /v1/preview: the method Preview of the contract over HTTP, for the page, curl and editors. One preview from its
// first byte to its answer; limits and time as for reviews, and nothing of it in the way of reviews.

import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { CallSignal, PodMutatorApi } from '../../proto/api.js';
import { cutText } from '../../proto/cut-text.js';
import { encodePreview } from '../../proto/encoded-preview.js';
import { PodMutatorError } from '../../proto/errors.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import { writeJson } from '../../proto/json.js';
import { PodMutator } from '../../proto/load.js';
import { createPreviewRequest } from '../../proto/preview-request.js';
import { encodeStatus } from '../../proto/status.js';
import type { ClientCheck } from '../../runtime/http/client-check.js';
import type { TransferLimits, Transfers } from '../../runtime/http/transfers.js';
import { cutOff, refuse } from '../http/answer.js';
import { type Body, BodyTooLargeError, isCutOff, readBody } from '../http/body.js';
import { certificateMissing } from '../http/check-json-request.js';
import { withinTime } from '../http/review-time.js';
import { createTimeBudget } from '../http/time-budget.js';
import { checkCaller } from './check-caller.js';
import { DoorRefusal, describePreviewFailure, type PreviewFailure } from './failure.js';
import { JsonWorker } from './json-worker.js';
import { type AnswerForm, type BodyForm, chooseAnswerForm, contentTypeOf, readBodyForm } from './media-types.js';
import { readFacts } from './read-query.js';
import { createPreviewReport } from './report.js';

/** What one door takes on. */
export interface DoorLimits extends TransferLimits {
  /** Largest request, in bytes. In JSON a manifest is larger than in YAML. */
  readonly maxRequestBytes: number;
  /** What there may be beside the manifest: labels and annotations of a namespace, and names. */
  readonly maxContextBytes: number;
  /** Largest answer of the service, in bytes of its wire: what the client takes of it. */
  readonly maxAnswerBytes: number;
  /** Previews at the same time; one more is refused at once. */
  readonly maxInFlight: number;
  /** Longest time for a preview, and the time for those that name none, in milliseconds. */
  readonly maxPreviewMs: number;
}

export const doorDefaults: DoorLimits = {
  maxRequestBytes: 8 * 1024 * 1024,
  maxContextBytes: 512 * 1024,
  maxAnswerBytes: 16 * 1024 * 1024,
  maxInFlight: 8,
  maxPreviewMs: 30_000,
  maxBytes: 64 * 1024 * 1024,
  idleMs: 2000,
  bodyMs: 10_000,
  // A person may be at the end of a slow line.
  answerMs: 60_000,
};

export interface DoorOptions {
  readonly api: PodMutatorApi;
  readonly registry: Registry;
  readonly log: Logger;
  readonly limits: DoorLimits;
  /** What requests count to until they are answered. */
  readonly transfers: Transfers;
  /** Names by which callers may reach the door, beside those of loopback. */
  readonly hosts: readonly string[];
  readonly isTrusted: ClientCheck | undefined;
}

export interface Door {
  /** Answers one preview. Never throws and never rejects. */
  answer(request: Request, response: ServerResponse): Promise<void>;
  /** Resolves when no preview is in flight. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
}

const jsonType = 'application/json';

/** The name of a manifest that names none: reports and diffs are those of the command that reads it. */
const standardInput = '<stdin>';

/** The service's own end of the time comes a little earlier: its error says more than our timer can. */
const earlierMs = 20;

const tooMany = new DoorRefusal(
  429,
  new PodMutatorError('too many previews at the same time; try again later', {
    code: 'UNAVAILABLE',
    reason: 'OVERLOADED',
    retryAfterMs: 1000,
  }),
);

export function createDoor(options: DoorOptions): Door {
  const { limits } = options;
  const worker = new JsonWorker();
  const report = createPreviewReport(options);
  const readBudget = createTimeBudget(limits.maxPreviewMs, rejectTimeout);
  let open = 0;
  let inFlight = 0;
  let announceIdle = (): void => {};
  const takePlace = (): void => {
    if (inFlight >= limits.maxInFlight) throw tooMany;
    inFlight += 1;
  };
  return {
    async answer(request, response) {
      const note = report.begin(request.path);
      open += 1;
      let body: Body | undefined;
      let hasPlace = false;
      try {
        checkHead(request, options);
        const forms = { body: readBodyForm(request), answer: chooseAnswerForm(request) };
        const facts = readFacts(request.url, forms.body);
        const budget = readBudget(request.url);
        const { answer, requestBytes } = await withinTime(response, budget, async (deadline, signal) => {
          body = await receive(request, options, signal);
          // Not before: whoever never sends the rest of a body would keep others from being answered.
          takePlace();
          hasPlace = true;
          return preview({ ...options, worker }, { forms, facts, body: body.bytes, deadline, signal });
        });
        response.writeHead(200, { 'content-type': contentTypeOf(forms.answer), 'content-length': answer.length });
        response.end(answer);
        note.answered({ requestBytes, answerBytes: answer.length });
      } catch (error) {
        const failure = describePreviewFailure(error);
        note.failed(error, failure);
        answerFailure(request, response, { ...failure, isLast: isCutOff(error) });
      } finally {
        body?.release();
        if (hasPlace) inFlight -= 1;
        open -= 1;
        if (open === 0) announceIdle();
      }
    },
    whenIdle() {
      return open === 0 ? Promise.resolve() : new Promise((resolve) => (announceIdle = resolve));
    },
    close: () => worker.close(),
  };
}

function answerFailure(
  request: IncomingMessage,
  response: ServerResponse,
  { status, error, isLast }: PreviewFailure & { readonly isLast: boolean },
): void {
  if (status === 499) {
    response.destroy();
    return;
  }
  const text = `${writeJson('google.rpc.Status', encodeStatus(error))}\n`;
  if (isLast) cutOff(request, response, { status, text, type: jsonType });
  else refuse(request, response, status, text, jsonType);
}

function checkHead(request: Request, { hosts, isTrusted }: DoorOptions): void {
  const foreign = checkCaller(request, hosts);
  if (foreign) {
    throw new DoorRefusal(403, new PodMutatorError(foreign, { code: 'PERMISSION_DENIED', reason: 'CALLER_FOREIGN' }));
  }
  if (request.method !== 'POST') {
    const details = { code: 'UNIMPLEMENTED', reason: 'METHOD_NOT_ALLOWED' } as const;
    throw new DoorRefusal(405, new PodMutatorError(`expected the method POST, found ${request.method}`, details));
  }
  if (isTrusted && !isTrusted(request.socket)) {
    const details = { code: 'UNAUTHENTICATED', reason: 'CERTIFICATE_MISSING' } as const;
    throw new DoorRefusal(401, new PodMutatorError(certificateMissing, details));
  }
}

function receive(request: IncomingMessage, { limits, transfers }: DoorOptions, signal: CallSignal): Promise<Body> {
  const limit = limits.maxRequestBytes;
  return readBody(request, { limit, transfers, signal }).catch((error: unknown) => {
    throw error instanceof BodyTooLargeError ? tooLarge('BODY_TOO_LARGE', 'the request', limit) : error;
  });
}

interface Work {
  readonly forms: { readonly body: BodyForm; readonly answer: AnswerForm };
  readonly facts: Partial<PreviewRequest__Output>;
  readonly body: Buffer;
  readonly deadline: number;
  readonly signal: CallSignal;
}

// A diff that was left out looks like one of a manifest that does not change.
const neededOutputs: Readonly<Record<AnswerForm, PreviewRequest__Output['outputs']>> = {
  message: [],
  report: [
    'PREVIEW_OUTPUT_OPERATIONS',
    'PREVIEW_OUTPUT_JSON_PATCH',
    'PREVIEW_OUTPUT_DOCUMENTS',
    'PREVIEW_OUTPUT_DIFF',
    'PREVIEW_OUTPUT_IMPACT',
  ],
  diff: ['PREVIEW_OUTPUT_DOCUMENTS', 'PREVIEW_OUTPUT_DIFF'],
};

async function preview(
  { api, limits, worker }: DoorOptions & { readonly worker: JsonWorker },
  { forms, facts, body, deadline, signal }: Work,
): Promise<{ readonly answer: Uint8Array; readonly requestBytes: number }> {
  const requestBytes = body.length;
  const asked = forms.body === 'request' ? await readRequest(body, { limits, worker }) : readManifest(body, facts);
  const { outputs, manifest, origin } = asked;
  const request = outputs.length === 0 ? asked : { ...asked, outputs: [...outputs, ...neededOutputs[forms.answer]] };
  const response = await api.preview(request, {
    deadline: deadline - Math.min(earlierMs, (deadline - Date.now()) / 10),
    signal,
    waitForReady: false,
  });
  const bytes = encodePreview(response);
  if (bytes.length > limits.maxAnswerBytes) {
    throw tooLarge('ANSWER_TOO_LARGE', 'the preview', limits.maxAnswerBytes, bytes.length);
  }
  const text = { manifest: forms.answer === 'message' ? '' : manifest, name: origin?.name || standardInput };
  return { answer: await worker.translate({ kind: 'write', form: forms.answer, bytes, text }), requestBytes };
}

async function readRequest(
  body: Buffer,
  { limits, worker }: { readonly limits: DoorLimits; readonly worker: JsonWorker },
): Promise<PreviewRequest__Output> {
  const wire = await worker.translate({ kind: 'read', bytes: new Uint8Array(body) });
  const message = PodMutator.service.Preview.requestDeserialize(Buffer.from(wire.buffer));
  const contextBytes = wire.length - Buffer.byteLength(message.manifest);
  if (contextBytes > limits.maxContextBytes) {
    throw tooLarge('BODY_TOO_LARGE', 'the fields beside the manifest', limits.maxContextBytes, contextBytes);
  }
  return message;
}

function readManifest(body: Buffer, facts: Partial<PreviewRequest__Output>): PreviewRequest__Output {
  if (!isUtf8(body)) {
    const description = 'expected UTF-8, found other bytes';
    throw new PodMutatorError(`manifest: ${description}`, {
      code: 'INVALID_ARGUMENT',
      reason: 'MANIFEST_INVALID',
      violations: [{ field: 'manifest', description }],
    });
  }
  return createPreviewRequest({ ...facts, manifest: body.toString() });
}

function rejectTimeout(timeout: string): never {
  const description = `expected a duration above zero as Go writes it, such as 5s, found "${cutText(timeout, 100)}"`;
  throw new DoorRefusal(
    400,
    new PodMutatorError(`timeout: ${description}`, {
      code: 'INVALID_ARGUMENT',
      reason: 'TIMEOUT_INVALID',
      violations: [{ field: 'timeout', description }],
    }),
  );
}

function tooLarge(
  reason: 'BODY_TOO_LARGE' | 'ANSWER_TOO_LARGE',
  what: string,
  limit: number,
  size?: number,
): PodMutatorError {
  return new PodMutatorError(
    `${what}: expected at most ${limit} bytes, found ${size ?? 'more'}; split the manifest, or name objects`,
    { code: 'RESOURCE_EXHAUSTED', reason, metadata: { limit: String(limit), ...(size && { size: String(size) }) } },
  );
}
