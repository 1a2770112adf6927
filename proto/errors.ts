// The one error that crosses the contract, whether or not there is a wire: a canonical gRPC code by name, and what
// google.rpc.ErrorInfo and BadRequest say about it.

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

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** ErrorInfo.reason, upper case with underscores, such as POD_JSON_INVALID. */
  readonly reason: string;
  readonly violations?: readonly FieldViolation[];
  /** ErrorInfo.metadata, such as line and column. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** RetryInfo: when a retry makes sense. */
  readonly retryAfterMs?: number;
}

export class PodMutatorError extends Error {
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PodMutatorError';
    this.details = details;
  }
}
