import type { PreviewResponse__Output } from '../../proto/gen/podmutator/v1/PreviewResponse.js';

/** A preview that has nothing to tell. */
export const emptyPreview: PreviewResponse__Output = {
  results: [],
  documents: [],
  unmatchedObjects: [],
  configRevision: '',
  engineVersion: '',
};
