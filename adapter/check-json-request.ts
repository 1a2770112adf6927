// What is refused by its head alone, before anything is read.

import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

export interface HeadRefusal {
  readonly status: 401 | 415;
  readonly sentence: string;
}

// No form of a foreign page can send this type: browsers ask first, and get no permission here.
const jsonType = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Returns why a request cannot be a JSON body from somebody who may send one; undefined if it can. */
export function checkJsonRequest(
  { headers, socket }: IncomingMessage,
  needsClientCertificate: boolean,
): HeadRefusal | undefined {
  if (needsClientCertificate && !(socket as TLSSocket).authorized) {
    return { status: 401, sentence: 'Expected a client certificate of the configured authority.' };
  }
  if (!isIdentity(headers['content-encoding'] ?? '')) {
    return { status: 415, sentence: 'Expected a body without Content-Encoding.' };
  }
  if (!jsonType.test(headers['content-type'] ?? '')) {
    return { status: 415, sentence: 'Expected Content-Type application/json.' };
  }
  return undefined;
}

// `identity` says that there is no encoding, however often it is said.
function isIdentity(encodings: string): boolean {
  return encodings.split(',').every((encoding) => ['', 'identity'].includes(encoding.trim().toLowerCase()));
}
