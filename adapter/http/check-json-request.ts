// What is refused by its head alone, before anything is read.

import type { IncomingMessage } from 'node:http';
import type { ClientCheck } from '../../runtime/http/client-check.js';

export interface HeadRefusal {
  readonly status: 401 | 415;
  readonly sentence: string;
}

export const certificateMissing = 'Expected a client certificate of the configured authority.';

// No form of a foreign page can send this type: browsers ask first, and get no permission here.
const jsonType = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Returns why a request cannot be a JSON body from somebody who may send one; undefined if it can. */
export function checkJsonRequest(
  { headers, socket }: IncomingMessage,
  isTrusted: ClientCheck | undefined,
): HeadRefusal | undefined {
  if (isTrusted && !isTrusted(socket)) {
    return { status: 401, sentence: certificateMissing };
  }
  if (!isIdentity(headers['content-encoding'] ?? '')) {
    return { status: 415, sentence: 'Expected a body without Content-Encoding.' };
  }
  if (!jsonType.test(headers['content-type'] ?? '')) {
    return { status: 415, sentence: 'Expected Content-Type application/json.' };
  }
  return undefined;
}

/** `identity` says that there is no encoding, however often it is said. */
export function isIdentity(encodings: string): boolean {
  return encodings.split(',').every((encoding) => ['', 'identity'].includes(encoding.trim().toLowerCase()));
}
