// An answer for a client of which no request has been understood.

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Writes a whole answer that ends the connection. */
export function formatRawAnswer(status: number, sentence: string): string {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(sentence) + 1}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${sentence}\n`;
}

/** Ends a connection with an answer, or without. What the kernel does not take at once is not waited for. */
export function endSocket(socket: Socket, answer: string): void {
  if (answer !== '' && socket.writable && socket.writableLength === 0) {
    socket.write(answer);
    socket.destroySoon();
    return;
  }
  socket.destroy();
}
