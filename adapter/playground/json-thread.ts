// The thread that turns JSON into messages and messages into JSON. It is started by json-worker.ts: a preview can have
// megabytes of results, and reviews must not wait while they are written.

import { isUtf8 } from 'node:buffer';
import { parentPort } from 'node:worker_threads';
import { PodMutatorError } from '../../proto/errors.js';
import { readJson, writeJson } from '../../proto/json.js';
import type { JsonAnswer, JsonJob } from './json-worker.js';

parentPort?.on('message', (job: JsonJob) => {
  const answer = run(job);
  parentPort?.postMessage(answer, answer.kind === 'bytes' ? [answer.bytes.buffer] : []);
});

function run({ id, kind, type, bytes }: JsonJob): JsonAnswer {
  try {
    if (kind === 'write') {
      return { kind: 'bytes', id, bytes: new TextEncoder().encode(writeJson(type, bytes)) };
    }
    return { kind: 'bytes', id, bytes: readJson(type, decodeText(bytes)) };
  } catch (error) {
    // Errors travel as data, since an error that crosses loses its class.
    if (error instanceof PodMutatorError) {
      return { kind: 'refusal', id, message: error.message, details: error.details };
    }
    const { message, stack = '' } = error as Error;
    return { kind: 'bug', id, message, stack };
  }
}

function decodeText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) {
    const description = 'expected UTF-8, found other bytes';
    throw new PodMutatorError(`body: ${description}`, {
      code: 'INVALID_ARGUMENT',
      reason: 'REQUEST_JSON_INVALID',
      violations: [{ field: 'body', description }],
    });
  }
  return new TextDecoder().decode(bytes);
}
