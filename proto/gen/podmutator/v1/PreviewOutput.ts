// Original file: proto/podmutator/v1/pod_mutator.proto

/**
 * PreviewOutput is a part of what a preview tells.
 */
export const PreviewOutput = {
  /**
   * PREVIEW_OUTPUT_UNSPECIFIED is INVALID_ARGUMENT.
   */
  PREVIEW_OUTPUT_UNSPECIFIED: 'PREVIEW_OUTPUT_UNSPECIFIED',
  /**
   * PREVIEW_OUTPUT_OPERATIONS: PreviewResult.operations.
   */
  PREVIEW_OUTPUT_OPERATIONS: 'PREVIEW_OUTPUT_OPERATIONS',
  /**
   * PREVIEW_OUTPUT_JSON_PATCH: PreviewResult.json_patch.
   */
  PREVIEW_OUTPUT_JSON_PATCH: 'PREVIEW_OUTPUT_JSON_PATCH',
  /**
   * PREVIEW_OUTPUT_DOCUMENTS: PreviewResponse.documents.
   */
  PREVIEW_OUTPUT_DOCUMENTS: 'PREVIEW_OUTPUT_DOCUMENTS',
  /**
   * PREVIEW_OUTPUT_DIFF: PreviewResult.diff.
   */
  PREVIEW_OUTPUT_DIFF: 'PREVIEW_OUTPUT_DIFF',
  /**
   * PREVIEW_OUTPUT_IMPACT: PreviewResult.impact.
   */
  PREVIEW_OUTPUT_IMPACT: 'PREVIEW_OUTPUT_IMPACT',
  /**
   * PREVIEW_OUTPUT_FINDINGS: PreviewResult.findings. To look for mistakes takes longer than all of the above.
   */
  PREVIEW_OUTPUT_FINDINGS: 'PREVIEW_OUTPUT_FINDINGS',
  /**
   * PREVIEW_OUTPUT_ALTERNATIVES: MutatorResult.alternatives. To look for them takes longer than all of the above.
   */
  PREVIEW_OUTPUT_ALTERNATIVES: 'PREVIEW_OUTPUT_ALTERNATIVES',
} as const;

/**
 * PreviewOutput is a part of what a preview tells.
 */
export type PreviewOutput =
  /**
   * PREVIEW_OUTPUT_UNSPECIFIED is INVALID_ARGUMENT.
   */
  | 'PREVIEW_OUTPUT_UNSPECIFIED'
  | 0
  /**
   * PREVIEW_OUTPUT_OPERATIONS: PreviewResult.operations.
   */
  | 'PREVIEW_OUTPUT_OPERATIONS'
  | 1
  /**
   * PREVIEW_OUTPUT_JSON_PATCH: PreviewResult.json_patch.
   */
  | 'PREVIEW_OUTPUT_JSON_PATCH'
  | 2
  /**
   * PREVIEW_OUTPUT_DOCUMENTS: PreviewResponse.documents.
   */
  | 'PREVIEW_OUTPUT_DOCUMENTS'
  | 3
  /**
   * PREVIEW_OUTPUT_DIFF: PreviewResult.diff.
   */
  | 'PREVIEW_OUTPUT_DIFF'
  | 4
  /**
   * PREVIEW_OUTPUT_IMPACT: PreviewResult.impact.
   */
  | 'PREVIEW_OUTPUT_IMPACT'
  | 5
  /**
   * PREVIEW_OUTPUT_FINDINGS: PreviewResult.findings. To look for mistakes takes longer than all of the above.
   */
  | 'PREVIEW_OUTPUT_FINDINGS'
  | 6
  /**
   * PREVIEW_OUTPUT_ALTERNATIVES: MutatorResult.alternatives. To look for them takes longer than all of the above.
   */
  | 'PREVIEW_OUTPUT_ALTERNATIVES'
  | 7

/**
 * PreviewOutput is a part of what a preview tells.
 */
export type PreviewOutput__Output = typeof PreviewOutput[keyof typeof PreviewOutput]
