// What a bare server does with a request: it reads the body, parses it, and always gives the same answer.

import type { RequestListener } from 'node:http';

export function createFloorListener(answer: Buffer): RequestListener {
  const head = { 'content-type': 'application/json', 'content-length': answer.length };
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(isReview(Buffer.concat(chunks)) ? 200 : 400, head);
      response.end(answer);
    });
  };
}

function isReview(body: Buffer): boolean {
  try {
    return (JSON.parse(body.toString()) as { readonly kind?: string } | null)?.kind === 'AdmissionReview';
  } catch {
    return false;
  }
}
