// gRPC as an attacker speaks it: HTTP/2 without a library that would be polite.

import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { status as codes } from '@grpc/grpc-js';

export const methods = {
  mutatePod: '/podmutator.v1.PodMutator/MutatePod',
  mutatePods: '/podmutator.v1.PodMutator/MutatePods',
  preview: '/podmutator.v1.PodMutator/Preview',
  watch: '/grpc.health.v1.Health/Watch',
  reflection: '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
} as const;

/** Opens a connection; errors of it end in `close`. */
export function openSession(address: string): ClientHttp2Session {
  const session = connect(`http://${address}`, { settings: { initialWindowSize: 65_535 } });
  return session.on('error', () => {});
}

/** Opens a call without sending a message. */
export function openCall(session: ClientHttp2Session, method: string, timeout = '10S'): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': timeout,
  });
  return stream.on('error', () => {});
}

/** A message with its five bytes in front: not compressed, and its length. */
export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The code with which the call ends; `closed` if there is none. What is received is thrown away. */
export function readCode(stream: ClientHttp2Stream): Promise<string> {
  return new Promise((resolve) => {
    let code = 'closed';
    const take = (headers: IncomingHttpHeaders): void => {
      const number = headers['grpc-status'];
      if (number !== undefined) code = codes[Number(number)] ?? String(number);
    };
    stream
      .on('response', take)
      .on('trailers', take)
      .on('close', () => resolve(code))
      .resume();
  });
}

/** One message, and the code that comes back. */
export async function callUnary(session: ClientHttp2Session, method: string, framed: Buffer): Promise<string> {
  if (session.destroyed || session.closed) return 'closed';
  const stream = openCall(session, method);
  const code = readCode(stream);
  stream.end(framed);
  return code;
}

/** Calls over one connection, which is opened anew when the server has ended it. */
export function createCaller(address: string): (method: string, framed: Buffer) => Promise<string> {
  let session = openSession(address);
  return (method, framed) => {
    if (session.destroyed || session.closed) session = openSession(address);
    return callUnary(session, method, framed);
  };
}
