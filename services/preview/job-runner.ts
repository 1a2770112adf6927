// Evaluates what may take long, in the thread of the caller: that of the previews in a server, the only one elsewhere.

import type { MutatePodResponse__Output } from '../../proto/gen/podmutator/v1/MutatePodResponse.js';
import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';
import type { Mutator } from '../decisions/mutator.js';
import type { Evaluate } from '../decisions/pipeline.js';
import { createLinter } from '../lint/linter.js';
import { readPod } from '../pod/read-pod.js';
import { createResponse, readReview } from '../rpc/decision.js';
import type { FullViewJob, PreviewJob } from '../rpc/evaluation-job.js';
import { bindMutators, isEnabled } from '../settings/bind-mutators.js';
import type { LoadedSettings } from '../settings/settings-source.js';
import { createPreview, type Preview } from './preview.js';

/** Evaluates jobs. Throws InputError or PatchCheckError. */
export interface JobRunner {
  readonly runPreview: (job: PreviewJob) => PreviewResponse__Output;
  readonly runFullView: (job: FullViewJob) => MutatePodResponse__Output;
}

interface Bound {
  readonly revision: string;
  readonly evaluate: Evaluate;
  readonly preview: Preview;
}

/** Creates the evaluation of jobs. Settings are bound once per revision. */
export function createJobRunner(mutators: readonly Mutator[]): JobRunner {
  let bound: Bound | undefined;

  function bind({ settings, revision }: LoadedSettings): Bound {
    if (bound?.revision === revision) {
      return bound;
    }
    const enabled = mutators.filter((mutator) => isEnabled(settings, mutator));
    const linter = createLinter(enabled, settings.mutators);
    const evaluate = bindMutators(mutators, settings);
    bound = { revision, evaluate, preview: createPreview({ evaluate, linter }) };
    return bound;
  }

  return {
    runPreview: ({ request, loaded, engineVersion }) => ({
      ...bind(loaded).preview(request),
      configRevision: loaded.revision,
      engineVersion,
    }),
    runFullView({ request, loaded, engineVersion }) {
      const evaluation = bind(loaded).evaluate(() => readPod(request.podJson), readReview(request));
      return createResponse(request, evaluation, { configRevision: loaded.revision, engineVersion });
    },
  };
}
