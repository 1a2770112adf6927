// The thread in which a server evaluates previews, one after the other. It is started by preview-worker.ts, which also
// ends it: whatever a manifest makes it do, reviews do not wait for it.

import { parentPort, workerData } from 'node:worker_threads';
import { encodePreview } from '../proto/encoded-preview.js';
import { InputError, type InputProblem } from './input-error.js';
import type { Mutator } from './mutator.js';
import { PatchCheckError } from './pipeline.js';
import { createPreviewRunner, type PreviewJob } from './preview-job.js';

export interface ThreadData {
  /** Address of the module that exports `mutators`, since functions cannot cross to a thread; undefined: the registry. */
  readonly mutatorModule: string | undefined;
  /** Names of the mutators that the service runs. */
  readonly mutators: readonly string[];
}

/** What becomes of a job. Errors travel as data, since an error that crosses loses its class. */
export type ThreadAnswer =
  | { readonly kind: 'response'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'input-error'; readonly problem: InputProblem }
  | { readonly kind: 'patch-check-error' | 'error'; readonly message: string; readonly stack: string };

const { mutatorModule, mutators: names } = workerData as ThreadData;
const { mutators } = (mutatorModule === undefined ? await import('./registry.js') : await import(mutatorModule)) as {
  readonly mutators: readonly Mutator[];
};
const run = createPreviewRunner(names.map(findMutator));

parentPort?.on('message', (job: PreviewJob) => {
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

function answer(job: PreviewJob): ThreadAnswer {
  try {
    return { kind: 'response', bytes: encodePreview(run(job)) };
  } catch (thrown) {
    if (thrown instanceof InputError) {
      return { kind: 'input-error', problem: thrown.problem };
    }
    const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { kind: thrown instanceof PatchCheckError ? 'patch-check-error' : 'error', message, stack };
  }
}
