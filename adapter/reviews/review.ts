// The only file that knows admission.k8s.io: AdmissionReview bytes → the words of our contract, and the way back.
//
// A review is answered in the version in which it came. A patch goes out together with its type or not at all: the
// API server refuses either one alone, and that would stop the creation of the Pod.
// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response

import { isUtf8 } from 'node:buffer';
import type { Denied__Output } from '../../proto/gen/podmutator/v1/Denied.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { Operation__Output } from '../../proto/gen/podmutator/v1/Operation.js';
import { scanReview } from './review-scan.js';
import { formatAuditAnnotations, formatPreviewWarnings, formatWarnings } from './review-text.js';

export interface Review {
  /** Echoed in the answer, byte for byte. */
  readonly uid: string;
  readonly apiVersion: ReviewVersion;
  /** What the service is asked; facts of the namespace and names of mutators are filled in by the caller. */
  readonly request: MutatePodRequest__Output;
  /** Name of the Pod; empty while the API server has yet to generate it. */
  readonly name: string;
  /** Whether the caller asks in a dry run what each mutator did: `podmutator preview` against a cluster. */
  readonly isPreview: boolean;
}

/** The field manager by which a preview in a cluster makes itself known. */
const previewManager = 'podmutator-preview';

type ReviewVersion = 'admission.k8s.io/v1' | 'admission.k8s.io/v1beta1';

/** Why a body is no review that can be answered, in one sentence for whoever called. */
export class ReviewError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReviewError';
  }
}

const operations: ReadonlyMap<unknown, Operation__Output> = new Map([
  ['CREATE', 'OPERATION_CREATE'],
  ['UPDATE', 'OPERATION_UPDATE'],
  ['DELETE', 'OPERATION_DELETE'],
  ['CONNECT', 'OPERATION_CONNECT'],
]);

const noPod = Buffer.alloc(0);

/**
 * Reads an AdmissionReview. The bytes of the Pod are a view into `body`, exactly as received.
 * @throws ReviewError if it is no AdmissionReview with a request that can be answered
 */
export function readReview(body: Buffer): Review {
  const { frame, object } = splitReview(body);
  if (!isRecord(frame) || frame['kind'] !== 'AdmissionReview') {
    throw new ReviewError('Expected an AdmissionReview: a JSON object with "kind": "AdmissionReview".');
  }
  const { apiVersion, request } = frame;
  if (apiVersion !== 'admission.k8s.io/v1' && apiVersion !== 'admission.k8s.io/v1beta1') {
    throw new ReviewError('Expected apiVersion admission.k8s.io/v1 or admission.k8s.io/v1beta1.');
  }
  if (!isRecord(request)) {
    throw new ReviewError('Expected the field "request" to be an object.');
  }
  const { uid } = request;
  if (typeof uid !== 'string' || uid === '') {
    throw new ReviewError('Expected the field "request.uid" to be a text that is not empty.');
  }
  const { options } = request;
  return {
    uid,
    apiVersion,
    request: readRequest(uid, request, object),
    name: readText(request, 'name'),
    isPreview: request['dryRun'] === true && isRecord(options) && options['fieldManager'] === previewManager,
  };
}

function splitReview(body: Buffer): { readonly frame: unknown; readonly object: Buffer | undefined } {
  if (!isUtf8(body)) {
    throw new ReviewError('Expected UTF-8.');
  }
  try {
    const { frame, object } = scanReview(body);
    return { frame: JSON.parse(frame), object };
  } catch (cause) {
    throw new ReviewError('Expected JSON.', { cause });
  }
}

function readRequest(
  uid: string,
  request: Readonly<Record<string, unknown>>,
  object: Buffer | undefined,
): MutatePodRequest__Output {
  const operation = operations.get(request['operation']);
  if (operation === undefined) {
    throw new ReviewError('Expected the field "request.operation" to be CREATE, UPDATE, DELETE or CONNECT.');
  }
  if (object === undefined && request['object'] !== null && request['object'] !== undefined) {
    throw new ReviewError('Expected the field "request.object" to be an object or null.');
  }
  return {
    // Half a surrogate pair is legal in JSON and illegal in protobuf. The answer carries the uid as it came.
    uid: uid.toWellFormed(),
    operation,
    podJson: object ?? noPod,
    namespace: readText(request, 'namespace'),
    namespaceLabels: {},
    namespaceAnnotations: {},
    subResource: readText(request, 'subResource'),
    dryRun: readFlag(request, 'dryRun'),
    mutators: [],
    view: 'VIEW_BASIC',
    namespaceFacts: null,
    maxResponseBytes: 0,
  };
}

function readText(request: Readonly<Record<string, unknown>>, key: string): string {
  const value = request[key] ?? '';
  if (typeof value !== 'string') {
    throw new ReviewError(`Expected the field "request.${key}" to be a text.`);
  }
  return value.toWellFormed();
}

function readFlag(request: Readonly<Record<string, unknown>>, key: string): boolean {
  const value = request[key] ?? false;
  if (typeof value !== 'boolean') {
    throw new ReviewError(`Expected the field "request.${key}" to be true or false.`);
  }
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface AnswerOptions {
  /** Of this adapter; only previews are told. */
  readonly version: string;
  /** Go to the audit log beside those of the service. */
  readonly extraAnnotations?: Readonly<Record<string, string>> | undefined;
}

/** Writes the answer to a review as JSON text; undefined if the service made no decision. */
export function formatAnswer(
  review: Review,
  response: MutatePodResponse__Output,
  { version, extraAnnotations }: AnswerOptions,
): string | undefined {
  const { allowed, denied } = response;
  if (!allowed && !denied) {
    return undefined;
  }
  const { warnings: told, omitted } = formatWarnings(response.warnings);
  const warnings = review.isPreview ? [...formatPreviewWarnings(response, version), ...told] : told;
  const auditAnnotations = formatAuditAnnotations({
    ...response.auditAnnotations,
    ...extraAnnotations,
    ...(omitted > 0 && { 'warnings.omitted': String(omitted) }),
  });
  const answer = JSON.stringify({
    apiVersion: review.apiVersion,
    kind: 'AdmissionReview',
    response: {
      uid: review.uid,
      allowed: !denied,
      ...(denied && { status: formatStatus(denied) }),
      ...(warnings.length > 0 && { warnings }),
      ...(auditAnnotations && { auditAnnotations }),
    },
  });
  return !denied && allowed && allowed.jsonPatch.length > 0 ? insertPatch(answer, allowed.jsonPatch) : answer;
}

// The patch is by far the longest part of an answer, and base64 holds nothing that JSON would have to escape.
function insertPatch(answer: string, jsonPatch: Buffer): string {
  return `${answer.slice(0, -2)},"patchType":"JSONPatch","patch":"${jsonPatch.toString('base64')}"}}`;
}

function formatStatus({ message, reason, httpCode }: Denied__Output): object {
  // The API server raises anything below to 400 and takes anything above as it is.
  const isError = httpCode !== undefined && httpCode >= 400 && httpCode < 600;
  return { status: 'Failure', code: isError ? httpCode : 403, reason, message };
}
