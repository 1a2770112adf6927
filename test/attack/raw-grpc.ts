// gRPC as an attacker speaks it: HTTP/2 without a library that would be polite.

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
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
export function openCall(
  session: ClientHttp2Session,
  method: string,
  timeout = '10S',
  headers: OutgoingHttpHeaders = {},
): ClientHttp2Stream {
  const stream = session.request({
    ...headers,
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

/** The bytes of a connection with one call, whose message comes in frames of one byte; libraries put them together. */
export function writeCrumbs(method: string, count: number): Buffer {
  const headers = [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', method],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ].map(([name = '', value = '']) =>
    Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]),
  );
  const [data, head, settings] = [0, 1, 4];
  const endOfHeaders = 4;
  const begin = Buffer.alloc(5);
  begin.writeUInt32BE(7.9 * 2 ** 20, 1);
  return Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    writeFrame(settings, 0, 0, Buffer.alloc(0)),
    writeFrame(head, endOfHeaders, 1, Buffer.concat(headers)),
    writeFrame(data, 0, 1, begin),
    ...Array<Buffer>(count).fill(writeFrame(data, 0, 1, Buffer.alloc(1))),
  ]);
}

function writeFrame(type: number, flags: number, stream: number, body: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]);
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
