// The bare server that figures are held against. Arguments: certificate, key, file with the answer to a review, and the
// addresses of reviews, playground and gRPC; an empty one is not listened on.

import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { createFloorListener } from '../../../bench/contestants/floor-listener.js';
import { Health, PodMutator, reflectionServices } from '../../../proto/load.js';

const [certFile = '', keyFile = '', answerFile = '', webhook, playground, grpc] = process.argv.slice(2);
const listener = createFloorListener(readFileSync(answerFile));

function listen(server: ReturnType<typeof createPlainServer>, address: string | undefined): void {
  const [host, port] = address?.split(':') ?? [];
  if (port) server.listen(Number(port), host);
}

listen(createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, listener), webhook);
listen(createPlainServer(listener), playground);

const unary = (_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<object>): void => answer(null, {});
const both = (call: ServerDuplexStream<unknown, object>): void => {
  call.on('data', () => call.write({})).on('end', () => call.end());
};
if (grpc) {
  const server = new Server({ 'grpc.max_receive_message_length': 8 * 1024 * 1024 });
  server.addService(PodMutator.service, {
    ...{ MutatePod: unary, Preview: unary, ListMutators: unary, GetServerInfo: unary },
    MutatePods: both,
  });
  server.addService(Health.service, {
    ...{ Check: unary, List: unary },
    Watch: (call: ServerDuplexStream<unknown, object>) => call.write({ status: 'SERVING' }),
  });
  for (const service of Object.values(reflectionServices)) {
    server.addService(service.service, { ServerReflectionInfo: both });
  }
  server.bindAsync(grpc, ServerCredentials.createInsecure(), (error) => {
    if (error) throw error;
  });
}
process.on('SIGTERM', () => process.exit(0));
