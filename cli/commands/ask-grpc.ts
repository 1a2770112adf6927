// Asks a service by the gRPC health protocol. In a file of its own: asking over HTTP should not wait for a gRPC stack.

import { credentials } from '@grpc/grpc-js';
import { Health } from '../../proto/load.js';

/** What a process says about its readiness. */
export interface Found {
  readonly isReady: boolean;
  readonly text: string;
}

/**
 * Asks in plain text.
 * @param address `host:port` or `unix:/path`
 * @throws Error if there is no answer in time
 */
export async function askGrpc(address: string, timeoutMs: number): Promise<Found> {
  const client = new Health(address, credentials.createInsecure());
  const deadline = Date.now() + timeoutMs;
  try {
    return await new Promise((resolve, reject) => {
      client.check({ service: '' }, { deadline }, (error, answer) => {
        if (error) {
          return reject(new Error(`${address} does not answer: ${error.details}`, { cause: error }));
        }
        resolve({ isReady: answer?.status === 'SERVING', text: String(answer?.status) });
      });
    });
  } finally {
    client.close();
  }
}
