// Collects the body of a review, up to a limit. On this one route it is cheaper than a general body parser, and the
// memory that one request can take is known.

import type { IncomingMessage } from 'node:http';

/** The body is larger than the limit; the rest of it has not been read. */
export class BodyTooLargeError extends Error {}

/** The client went away before its body was complete. */
export class ClientGoneError extends Error {}

/**
 * Collects the whole body.
 * @throws BodyTooLargeError as soon as `limit` bytes are exceeded, or at once if Content-Length says so
 * @throws ClientGoneError if the connection ends before the body does
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = announcedLength(request);
  if (announced > limit && Number.isFinite(announced)) {
    return Promise.reject(new BodyTooLargeError());
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) {
        stop();
        request.pause();
        reject(new BodyTooLargeError());
      }
    };
    const finish = (): void => {
      stop();
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
    };
    const fail = (): void => {
      stop();
      reject(new ClientGoneError());
    };
    const stop = (): void => {
      request.off('data', collect).off('end', finish).off('close', fail);
    };
    request.on('data', collect).on('end', finish).on('close', fail);
    // An error is always followed by `close`; without a listener it would end the process.
    request.on('error', () => {});
  });
}

/** The length that the client announced; 0 if there is no body, infinite if its end is not known. */
export function announcedLength(request: IncomingMessage): number {
  if (request.headers['transfer-encoding'] !== undefined) {
    return Number.POSITIVE_INFINITY;
  }
  return Number(request.headers['content-length'] ?? 0);
}
