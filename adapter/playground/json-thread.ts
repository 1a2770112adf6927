// The thread that turns JSON into messages and messages into what callers read. It is started by json-worker.ts: a preview
// can have megabytes of results, and reviews must not wait while they are written.

import { isUtf8 } from 'node:buffer';
import { parentPort } from 'node:worker_threads';
import { PodMutatorError } from '../../proto/errors.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import { readJson, toJsonObject } from '../../proto/json.js';
import { writeResponseDiff, writeResponseReport } from '../../proto/preview-answer.js';
import type { JsonAnswer, JsonJob, JsonTask } from './json-worker.js';

parentPort?.on('message', (job: JsonJob) => {
  const answer = run(job);
  parentPort?.postMessage(answer, answer.kind === 'bytes' ? [answer.bytes.buffer] : []);
});

function run({ id, task }: JsonJob): JsonAnswer {
  try {
    return { kind: 'bytes', id, bytes: translate(task) };
  } catch (error) {
    // Errors travel as data, since an error that crosses loses its class.
    if (error instanceof PodMutatorError) {
      return { kind: 'refusal', id, message: error.message, details: error.details };
    }
    const { message, stack = '' } = error as Error;
    return { kind: 'bug', id, message, stack };
  }
}

function translate(task: JsonTask): Uint8Array<ArrayBuffer> {
  if (task.kind === 'read') {
    return readJson('podmutator.v1.PreviewRequest', decodeText(task.bytes));
  }
  const response = toJsonObject('podmutator.v1.PreviewResponse', task.bytes);
  if (task.form === 'message') {
    return new TextEncoder().encode(JSON.stringify(response));
  }
  // With its defaults written, the JSON form has all that the words of the report are made of.
  const write = task.form === 'diff' ? writeResponseDiff : writeResponseReport;
  return new TextEncoder().encode(write(response as unknown as PreviewResponse__Output, task.text));
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
