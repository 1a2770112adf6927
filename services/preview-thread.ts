// The thread in which a server evaluates what may take long, one after the other: previews, and everything about one
// decision. It is started by preview-worker.ts, which also ends it: whatever it is made to do, reviews do not wait for it.

import { parentPort, workerData } from 'node:worker_threads';
import { encodePreview } from '../proto/encoded-preview.js';
import { PodMutator } from '../proto/load.js';
import type { Mutator } from './decisions/mutator.js';
import { PatchCheckError } from './decisions/pipeline.js';
import { InputError } from './pod/input-error.js';
import { createJobRunner } from './preview/job-runner.js';
import type { ThreadAnswer, ThreadData } from './preview/preview-worker.js';
import type { EvaluationJob } from './rpc/evaluation-job.js';

const { mutatorModule, mutators: names } = workerData as ThreadData;
const { mutators } = (mutatorModule === undefined ? await import('./registry.js') : await import(mutatorModule)) as {
  readonly mutators: readonly Mutator[];
};
const { runPreview, runFullView } = createJobRunner(names.map(findMutator));
const { responseSerialize } = PodMutator.service.MutatePod;

parentPort?.on('message', (job: EvaluationJob) => {
  const result = answer(job);
  parentPort?.postMessage(result, result.kind === 'response' ? [result.bytes.buffer] : []);
});

function findMutator(name: string): Mutator {
  const mutator = mutators.find((one) => one.name === name);
  if (!mutator) {
    throw new Error(`expected a mutator "${name}" among those of ${mutatorModule ?? 'the registry'}, found none`);
  }
  return mutator;
}

function evaluate(job: EvaluationJob): Uint8Array<ArrayBuffer> {
  return job.kind === 'preview' ? encodePreview(runPreview(job)) : new Uint8Array(responseSerialize(runFullView(job)));
}

function answer(job: EvaluationJob): ThreadAnswer {
  try {
    return { kind: 'response', bytes: evaluate(job) };
  } catch (thrown) {
    if (thrown instanceof InputError) {
      return { kind: 'input-error', problem: thrown.problem };
    }
    const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { kind: thrown instanceof PatchCheckError ? 'patch-check-error' : 'error', message, stack };
  }
}
