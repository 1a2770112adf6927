// The floor: what TLS, HTTP and one JSON.parse cost in Node, and nothing else. Arguments: certificate, key, file with
// the answer.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createFloorListener } from '../contestants/floor-listener.js';

const [certFile = '', keyFile = '', answerFile = ''] = process.argv.slice(2);
const listener = createFloorListener(readFileSync(answerFile));

const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, listener);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', webhook: `127.0.0.1:${port}` })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
