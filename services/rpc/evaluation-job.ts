// One evaluation that may take long, with all that it needs: what crosses to the thread of the previews, if there is one.

import type { MutatePodRequest__Output } from '../../proto/gen/podmutator/v1/MutatePodRequest.js';
import type { PreviewRequest__Output } from '../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { LoadedSettings } from '../settings/settings-source.js';

/** `loaded` are the settings in effect when the call came; it is evaluated by them, whatever comes. */
export interface PreviewJob {
  readonly kind: 'preview';
  readonly request: PreviewRequest__Output;
  readonly loaded: LoadedSettings;
  readonly engineVersion: string;
}

/** A MutatePod with VIEW_FULL. */
export interface FullViewJob {
  readonly kind: 'full view';
  readonly request: MutatePodRequest__Output;
  readonly loaded: LoadedSettings;
  readonly engineVersion: string;
}

export type EvaluationJob = PreviewJob | FullViewJob;
