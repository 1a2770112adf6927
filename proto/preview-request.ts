// A PreviewRequest of which only what matters is said. The wire fills in the rest; whoever asks without one needs it too.

import type { PreviewRequest__Output } from './gen/podmutator/v1/PreviewRequest.js';

/** The request with the defaults of the contract for what `fields` do not say. */
export function createPreviewRequest(fields: Partial<PreviewRequest__Output>): PreviewRequest__Output {
  return {
    manifest: '',
    namespace: '',
    namespaceLabels: {},
    namespaceAnnotations: {},
    mutators: [],
    objects: [],
    lint: false,
    alternatives: false,
    namespaces: [],
    contextManifests: [],
    origin: null,
    templatePaths: [],
    outputs: [],
    only: [],
    maxResponseBytes: 0,
    ...fields,
  };
}
