// Evaluates the same Pod again and again in this process: what deciding costs when nothing travels.

import { isDeepStrictEqual } from 'node:util';
import { jsonpatch } from 'json-p3';
import { pino } from 'pino';
import type { PodMutatorApi } from '../../proto/api.js';
import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import { startService } from '../../services/main.js';
import { readPod } from '../../services/pod/read-pod.js';
import { bindMutators } from '../../services/settings/bind-mutators.js';
import { readDefaultSettings } from '../../services/settings/settings.js';
import type { PipelineJob, PipelineReport } from '../load/pipeline-job.js';
import { takeJobs } from '../load/worker.js';
import { expectPod } from '../payload/expected-pod.js';
import { type MutatorCount, mutatorSets } from '../payload/mutator-sets.js';
import { createPod } from '../payload/pod.js';

/** Evaluates the Pod once and returns the patch as JSON, if the step gets as far. */
type Evaluate = () => string | Promise<string>;

const pod = createPod({ containers: 2, wants: 'dragonfly' });
const podJson = Buffer.from(JSON.stringify(pod));
const facts = { labels: { 'kubernetes.io/metadata.name': 'shop' }, annotations: {} };

const steps: Readonly<Record<PipelineJob['step'], (mutators: MutatorCount) => Evaluate | Promise<Evaluate>>> = {
  parse: () => () => (JSON.parse(podJson.toString()) ? '' : ''),
  pipeline(mutators) {
    const set = mutatorSets[mutators];
    const evaluate = bindMutators(set, readDefaultSettings(set));
    const review = {
      operation: 'CREATE',
      subResource: '',
      namespace: 'shop',
      namespaceFacts: facts,
      mutators: [],
    } as const;
    return () => JSON.stringify(evaluate(() => readPod(podJson), review).operations);
  },
  async handler(mutators) {
    const { api } = await startService({ logger: pino({ level: 'silent' }), mutators: mutatorSets[mutators] });
    return async () => String((await askOnce(api)).allowed?.jsonPatch);
  },
};

function askOnce(api: PodMutatorApi) {
  const request: MutatePodRequest__Output = {
    uid: '9f1b2c3d-0f1e-4d5c-8b7a-6a5900000000',
    operation: 'OPERATION_CREATE',
    podJson,
    namespace: 'shop',
    namespaceLabels: facts.labels,
    namespaceAnnotations: facts.annotations,
    subResource: '',
    dryRun: false,
    mutators: [],
    view: 'VIEW_BASIC',
    namespaceFacts: null,
    maxResponseBytes: 0,
  };
  return api.mutatePod(request, { deadline: Date.now() + 5000 });
}

async function work({ step, mutators, ms }: PipelineJob): Promise<PipelineReport> {
  const evaluate = await steps[step](mutators);
  checkPatch(step, await evaluate());
  await repeat(evaluate, ms / 4);
  const before = process.cpuUsage();
  const count = await repeat(evaluate, ms);
  const { user, system } = process.cpuUsage(before);
  return { cpuMicrosPerPod: (user + system) / count };
}

async function repeat(evaluate: Evaluate, ms: number): Promise<number> {
  let count = 0;
  for (const end = performance.now() + ms; performance.now() < end; count += 1) {
    const result = evaluate();
    // A promise that need not be waited for would cost a turn of the queue.
    if (typeof result !== 'string') await result;
  }
  return count;
}

function checkPatch(step: PipelineJob['step'], patch: string): void {
  const after = step === 'parse' ? undefined : jsonpatch.apply(JSON.parse(patch), structuredClone(pod) as never);
  if (after && !isDeepStrictEqual(after, expectPod(pod, 'dragonfly'))) {
    throw new Error(`expected the injected Pod, found ${JSON.stringify(after)}`);
  }
}

takeJobs<PipelineJob, PipelineReport>(work);
