// Writes answers: head and length at once, and nothing that would only cost bytes.
//
// No answer ever carries Retry-After: with it the API server repeats the call up to ten times, inside of the same
// time budget (https://github.com/kubernetes/client-go, rest/request.go). Without it `failurePolicy` decides at once.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { announcedLength } from './body.js';

/** What the API server quotes of an error goes to a terminal; longer texts are no use there. */
const textLength = 190;

/** How long the rest of a body that nobody wants may take. */
const lingerMs = 1000;

/** Bodies up to this size are read to their end and dropped, so that the connection can be used again. */
const drainBytes = 7 * 1024 * 1024;

const plainText = 'text/plain; charset=utf-8';

export function sendJson(response: ServerResponse, json: string): void {
  const bytes = Buffer.byteLength(json);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes });
  // Nearly every answer is ASCII, and then there is nothing to encode.
  response.end(json, bytes === json.length ? 'latin1' : 'utf8');
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, textHead(text));
  response.end(text);
}

/**
 * Answers with an error before the body has been read.
 *
 * Closing a socket while the peer still writes makes its kernel drop the answer with the connection: the client sees a
 * reset instead of "413". So the whole answer goes out first, then what still comes is thrown away for a moment, and
 * only then the connection is closed. Nothing is kept in memory meanwhile.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  type = plainText,
): void {
  if (request.complete || announcedLength(request) <= drainBytes) {
    response.writeHead(status, textHead(text, type));
    response.end(text);
    return;
  }
  cutOff(request, response, { status, text, type });
  request.resume();
}

export interface LastAnswer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

/** Answers with an error and closes the connection; what still comes is not even read. */
export function cutOff(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text, type = plainText }: LastAnswer,
): void {
  request.pause();
  response.writeHead(status, { ...textHead(text, type), connection: 'close' });
  response.write(text);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.once('end', end).once('close', end).on('error', end);
}

function textHead(text: string, type = plainText): Record<string, string | number> {
  return { 'content-type': type, 'content-length': Buffer.byteLength(text) };
}

/** Cuts a sentence so that it stays below 200 bytes of UTF-8 and ends with a line break. */
export function formatErrorText(sentence: string): string {
  let text = '';
  let size = 0;
  for (const character of sentence) {
    size += Buffer.byteLength(character);
    if (size > textLength) {
      return `${text}…\n`;
    }
    text += character;
  }
  return `${text}\n`;
}
