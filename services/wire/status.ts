// Errors as grpc-js sends them.

import { status as codes, Metadata, type StatusObject } from '@grpc/grpc-js';
import { cutText } from '../../proto/cut-text.js';
import type { PodMutatorError } from '../../proto/errors.js';
import { encodeStatus } from '../../proto/status.js';

const detailsLength = 1024;

/** What grpc-js sends for an error: code, text and google.rpc.Status in the trailers. */
export function toServerStatus(error: PodMutatorError): StatusObject {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', encodeStatus(error));
  const { retryAfterMs } = error.details;
  // Clients with a retry policy wait for as long: https://github.com/grpc/proposal/blob/master/A6-client-retries.md
  if (retryAfterMs !== undefined) metadata.set('grpc-retry-pushback-ms', String(Math.ceil(retryAfterMs)));
  return { code: codes[error.details.code], details: toDetails(error.message), metadata };
}

/** Bounds and cleans the text of a status; see {@link cutText}. */
export function toDetails(text: string): string {
  return cutText(text, detailsLength);
}
