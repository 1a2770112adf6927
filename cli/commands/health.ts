// `podmutator health`: what a container's health check runs, because the image has no shell and no curl.

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BadInputError, defineCommand } from '../flags/command.js';
import { type ExitCode, exitCodes } from '../flags/exit-codes.js';
import { readDuration } from '../flags/flags.js';
import { writeOutput } from '../flags/write-output.js';
import type { Found } from './ask-grpc.js';

export const health = defineCommand({
  name: 'podmutator health',
  summary: 'Asks a process whether it is ready: exit code 0 if it is, 1 if it says no, 3 if it does not answer.',
  kind: 'verb',
  flags: {
    url: {
      value: 'URL',
      about: 'Ask the adapter, over http or https. Whose certificate it is does not matter here, as for a kubelet.',
      default: 'https://127.0.0.1:8443/readyz',
    },
    grpc: {
      value: 'ADDRESS',
      about: 'Ask the service instead, by the gRPC health protocol in plain text: host:port or unix:/path.',
    },
    timeout: { value: 'DURATION', about: 'How long to wait for the answer.', default: '2s' },
  },

  async run({ url, grpc, timeout }): Promise<ExitCode> {
    const timeoutMs = readDuration('timeout', timeout);
    const found = grpc === undefined ? await askHttp(url, timeoutMs) : await askService(grpc, timeoutMs);
    await writeOutput(`${found.text}\n`);
    return found.isReady ? exitCodes.fine : exitCodes.findings;
  },
});

function askHttp(url: string, timeoutMs: number): Promise<Found> {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new BadInputError(`--url: expected http://… or https://…, found "${url}"`);
  }
  const options = { agent: false, rejectUnauthorized: false, signal: AbortSignal.timeout(timeoutMs) } as const;
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(new Error(`${url} does not answer: ${options.signal.aborted ? 'too late' : cause.message}`, { cause }));
    const asked = (protocol === 'https:' ? requestHttps : requestHttp)(url, options, async (response) => {
      let text = '';
      try {
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
      } catch (error) {
        return fail(error as Error);
      }
      resolve({ isReady: response.statusCode === 200, text: `${response.statusCode} ${text.trim()}` });
    });
    asked.on('error', fail).end();
  });
}

async function askService(address: string, timeoutMs: number): Promise<Found> {
  const { askGrpc } = await import('./ask-grpc.js');
  return askGrpc(address, timeoutMs);
}
