// One preview, with all that it needs: what crosses to the thread that evaluates it, if there is one.

import type { PreviewRequest__Output } from '../proto/gen/podmutator/v1/PreviewRequest.js';
import type { PreviewResponse__Output } from '../proto/gen/podmutator/v1/PreviewResponse.js';
import { bindMutators, isEnabled } from './bind-mutators.js';
import { createLinter } from './lint/linter.js';
import type { Mutator } from './mutator.js';
import { createPreview, type Preview } from './preview/preview.js';
import type { LoadedSettings } from './settings-source.js';

/** `loaded` are the settings in effect when the preview was asked for; it is evaluated by them, whatever comes. */
export interface PreviewJob {
  readonly request: PreviewRequest__Output;
  readonly loaded: LoadedSettings;
  readonly engineVersion: string;
}

/**
 * Creates the evaluation of previews in the thread of the caller. Settings are bound once per revision.
 * It throws what {@link Preview} throws.
 */
export function createPreviewRunner(mutators: readonly Mutator[]): (job: PreviewJob) => PreviewResponse__Output {
  let bound: { readonly revision: string; readonly preview: Preview } | undefined;
  return ({ request, loaded: { settings, revision }, engineVersion }) => {
    if (bound?.revision !== revision) {
      const enabled = mutators.filter((mutator) => isEnabled(settings, mutator));
      const linter = createLinter(enabled, settings.mutators);
      bound = { revision, preview: createPreview({ evaluate: bindMutators(mutators, settings), linter }) };
    }
    return { ...bound.preview(request), configRevision: revision, engineVersion };
  };
}
