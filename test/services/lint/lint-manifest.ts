// Lints manifests through the real preview.

import type { Finding__Output } from '../../../proto/gen/podmutator/v1/Finding.js';
import type { PreviewRequest__Output } from '../../../proto/gen/podmutator/v1/PreviewRequest.js';
import type { Mutator } from '../../../services/decisions/mutator.js';
import { previewManifest } from '../../kit/preview-manifest.js';

type Options = Partial<Omit<PreviewRequest__Output, 'mutators'>> & { readonly mutators?: readonly Mutator[] };

/** All findings in `manifest`. */
export function lintManifest(manifest: string, options: Options = {}): readonly Finding__Output[] {
  return previewManifest(manifest, { ...options, lint: true }).flatMap(({ findings }) => findings);
}

/** "CODE line:column" of each finding. */
export function listPlaces(findings: readonly Finding__Output[]): readonly string[] {
  return findings.map(({ code, line, column }) => `${code} ${line}:${column}`);
}
