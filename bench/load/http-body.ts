// The body of an HTTP/1.1 answer, whichever of the two ways it comes in.

const lineEnd = Buffer.from('\r\n');

/**
 * Takes the body out of what was received behind the head.
 * @returns undefined while some of it is missing
 * @throws Error if the head announces neither a length nor chunks
 */
export function readHttpBody(head: string, received: Buffer): Buffer | undefined {
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length !== undefined) {
    return received.length < Number(length) ? undefined : received;
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) {
    throw new Error(`expected an answer with Content-Length or in chunks, found: ${head}`);
  }
  return joinChunks(received);
}

function joinChunks(received: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = received.indexOf(lineEnd, at);
    const size = end < 0 ? Number.NaN : Number.parseInt(received.toString('latin1', at, end), 16);
    const chunk = received.subarray(end + lineEnd.length, end + lineEnd.length + size);
    at = end + lineEnd.length + size + lineEnd.length;
    if (Number.isNaN(size) || received.length < at) {
      return undefined;
    }
    if (size === 0) {
      return Buffer.concat(chunks);
    }
    chunks.push(chunk);
  }
}
