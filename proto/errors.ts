// The one error that crosses the contract, whether or not there is a wire: a canonical gRPC code by name, and what
// google.rpc.ErrorInfo and BadRequest say about it.

import type { ErrorReason__Output } from './gen/podmutator/v1/ErrorReason.js';

/** The canonical codes that this service answers with, or that its transport adds. */
const errorCodes = [
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'PERMISSION_DENIED',
  'UNAUTHENTICATED',
  'RESOURCE_EXHAUSTED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

type WithoutPrefix<Name> = Name extends `ERROR_REASON_${infer Reason}` ? Exclude<Reason, 'UNSPECIFIED'> : never;

/** The reasons of the contract. */
export type ErrorReason = WithoutPrefix<ErrorReason__Output>;

/** Each reason has one code. */
export const reasonCodes = {
  POD_JSON_INVALID: 'INVALID_ARGUMENT',
  POD_SHAPE_INVALID: 'INVALID_ARGUMENT',
  POD_TOO_DEEP: 'INVALID_ARGUMENT',
  ENUM_VALUE_UNKNOWN: 'INVALID_ARGUMENT',
  MUTATOR_UNKNOWN: 'INVALID_ARGUMENT',
  NAMESPACE_INVALID: 'INVALID_ARGUMENT',
  MANIFEST_EMPTY: 'INVALID_ARGUMENT',
  MANIFEST_INVALID: 'INVALID_ARGUMENT',
  OBJECT_INVALID: 'INVALID_ARGUMENT',
  OBJECT_FILTER_INVALID: 'INVALID_ARGUMENT',
  TEMPLATE_MISSING: 'INVALID_ARGUMENT',
  ANNOTATION_NOT_A_STRING: 'INVALID_ARGUMENT',
  REQUEST_MISSING: 'INVALID_ARGUMENT',
  ITEMS_MISSING: 'INVALID_ARGUMENT',
  TOO_MANY_ITEMS: 'INVALID_ARGUMENT',
  CORRELATION_ID_INVALID: 'INVALID_ARGUMENT',
  REQUEST_JSON_INVALID: 'INVALID_ARGUMENT',
  TIMEOUT_INVALID: 'INVALID_ARGUMENT',
  CONTENT_TYPE_UNEXPECTED: 'INVALID_ARGUMENT',
  ACCEPT_UNEXPECTED: 'INVALID_ARGUMENT',
  QUERY_INVALID: 'INVALID_ARGUMENT',
  REQUEST_UNREADABLE: 'INVALID_ARGUMENT',
  POD_TOO_LARGE: 'RESOURCE_EXHAUSTED',
  MESSAGE_TOO_LARGE: 'RESOURCE_EXHAUSTED',
  TOO_MANY_CONTAINERS: 'RESOURCE_EXHAUSTED',
  POD_TOO_COMPLEX: 'RESOURCE_EXHAUSTED',
  MANIFEST_TOO_LARGE: 'RESOURCE_EXHAUSTED',
  MANIFEST_TOO_COMPLEX: 'RESOURCE_EXHAUSTED',
  ANSWER_TOO_LARGE: 'RESOURCE_EXHAUSTED',
  BODY_TOO_LARGE: 'RESOURCE_EXHAUSTED',
  FIELD_NOT_HONOURED: 'UNIMPLEMENTED',
  METHOD_NOT_ALLOWED: 'UNIMPLEMENTED',
  CALLER_NOT_ALLOWED: 'PERMISSION_DENIED',
  CALLER_FOREIGN: 'PERMISSION_DENIED',
  CERTIFICATE_MISSING: 'UNAUTHENTICATED',
  OVERLOADED: 'UNAVAILABLE',
  DRAINING: 'UNAVAILABLE',
  STREAM_EXPIRED: 'UNAVAILABLE',
  PREVIEW_INTERRUPTED: 'UNAVAILABLE',
  CLIENT_CLOSED: 'UNAVAILABLE',
  DEADLINE_EXCEEDED: 'DEADLINE_EXCEEDED',
  CALL_TOO_LONG: 'DEADLINE_EXCEEDED',
  CALL_CANCELLED: 'CANCELLED',
  PATCH_CHECK_FAILED: 'INTERNAL',
  INTERNAL_ERROR: 'INTERNAL',
} as const satisfies Readonly<Record<ErrorReason, ErrorCode>>;

/** Whether the contract uses this name of a code. */
export function isErrorCode(name: string): name is ErrorCode {
  return (errorCodes as readonly string[]).includes(name);
}

/** The domain of every google.rpc.ErrorInfo of this service. */
export const errorDomain = 'podmutator.dev';

export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

type ReasonWithCode = {
  [Reason in ErrorReason]: { readonly reason: Reason; readonly code: (typeof reasonCodes)[Reason] };
}[ErrorReason];

/** What the transport says by itself. */
interface TransportReason {
  readonly reason: 'TRANSPORT';
  readonly code: ErrorCode;
}

export type ErrorDetails = (ReasonWithCode | TransportReason) & {
  /** Fields of the request, by their names in the contract. */
  readonly violations?: readonly FieldViolation[];
  /** ErrorInfo.metadata, such as pointer, line and column. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** RetryInfo: when a retry makes sense. */
  readonly retryAfterMs?: number;
};

export class PodMutatorError extends Error {
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PodMutatorError';
    this.details = details;
  }
}
