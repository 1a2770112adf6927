// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * Allowed says that the Pod may be created, and how it is to be changed first.
 */
export interface Allowed {
  /**
   * The patch, RFC 6902 as UTF-8 JSON; empty if nothing is to be changed.
   */
  'jsonPatch'?: (Buffer | Uint8Array | string);
  /**
   * Number of operations in json_patch.
   */
  'operationCount'?: (number);
  /**
   * VIEW_FULL: the Pod after the patch, as UTF-8 JSON; empty if nothing is to be changed.
   */
  'patchedPodJson'?: (Buffer | Uint8Array | string);
  /**
   * VIEW_FULL: the same change as an RFC 7386 merge patch; empty if nothing is to be changed.
   * A merge patch replaces lists as a whole. The API server does not take it from a webhook.
   */
  'mergePatchJson'?: (Buffer | Uint8Array | string);
}

/**
 * Allowed says that the Pod may be created, and how it is to be changed first.
 */
export interface Allowed__Output {
  /**
   * The patch, RFC 6902 as UTF-8 JSON; empty if nothing is to be changed.
   */
  'jsonPatch': (Buffer);
  /**
   * Number of operations in json_patch.
   */
  'operationCount': (number);
  /**
   * VIEW_FULL: the Pod after the patch, as UTF-8 JSON; empty if nothing is to be changed.
   */
  'patchedPodJson': (Buffer);
  /**
   * VIEW_FULL: the same change as an RFC 7386 merge patch; empty if nothing is to be changed.
   * A merge patch replaces lists as a whole. The API server does not take it from a webhook.
   */
  'mergePatchJson': (Buffer);
}
