// The floor: what TLS, HTTP and one JSON.parse cost in Node, and nothing else. It reads the review, parses it, and
// always gives the same answer. Arguments: certificate, key, file with the answer.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const [certFile = '', keyFile = '', answerFile = ''] = process.argv.slice(2);
const answer = readFileSync(answerFile);
const head = { 'content-type': 'application/json', 'content-length': answer.length };

const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const review = JSON.parse(Buffer.concat(chunks).toString()) as { readonly kind: string };
    response.writeHead(review.kind === 'AdmissionReview' ? 200 : 400, head);
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', webhook: `127.0.0.1:${port}` })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
