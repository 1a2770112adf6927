// grpc-js over sockets that were accepted elsewhere, with a look at each connection and each call before grpc-js has it.
//
// grpc-js takes sockets, but keeps the HTTP/2 server that it makes for them to itself, and with it all that a bound needs:
// which call is of which connection, and what came of a message so far. Its own interceptors see whole messages of known
// methods only. So the server is noted while it is made; a version that makes it another way fails at the start.

import http2, { type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Connections } from './connections.js';

/** Creates what hands sockets to `server`. Connections and calls go through `connections`. */
export function createInjector(
  server: Server,
  credentials: ServerCredentials,
  connections: Connections,
): (socket: Socket) => void {
  const { injector, http2Server } = createWithServer(server, credentials);
  http2Server.on('session', (session) => connections.attach(session));
  const [handle, ...others] = http2Server.listeners('stream');
  if (!handle || others.length > 0) {
    throw new Error(`expected one listener of grpc-js for calls, found ${others.length + (handle ? 1 : 0)}`);
  }
  http2Server.removeAllListeners('stream');
  http2Server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, ...rest: unknown[]) => {
    const known = withoutCompression(headers);
    connections.take(stream, headers, () => Reflect.apply(handle, http2Server, [stream, known, ...rest]));
  });
  return (socket) => injector.injectConnection(socket);
}

// What callers make the server hold is counted as it comes in. A kilobyte that is inflated can be as large as a message may
// be, for each of thousands of calls. grpc-js inflates what it knows and rejects all else, message by message.
function withoutCompression(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const encoding = headers['grpc-encoding'];
  return encoding === undefined || encoding === 'identity' ? headers : { ...headers, 'grpc-encoding': 'rejected' };
}

function createWithServer(server: Server, credentials: ServerCredentials) {
  const { createServer, createSecureServer } = http2;
  let made: Http2Server | undefined;
  const note =
    <Create extends (...args: never[]) => unknown>(create: Create) =>
    (...args: Parameters<Create>) => {
      made = create(...args) as Http2Server;
      return made;
    };
  Object.assign(http2, { createServer: note(createServer), createSecureServer: note(createSecureServer) });
  try {
    const injector = server.createConnectionInjector(credentials);
    if (!made) {
      throw new Error('expected grpc-js to create an HTTP/2 server for its connections, found none');
    }
    return { injector, http2Server: made };
  } finally {
    Object.assign(http2, { createServer, createSecureServer });
  }
}
