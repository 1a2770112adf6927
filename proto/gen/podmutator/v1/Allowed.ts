// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * Allowed says that the Pod may be created, and how it is to be changed first.
 */
export interface Allowed {
  /**
   * The patch, RFC 6902 as UTF-8 JSON; if nothing is to be changed no bytes, not "[]".
   */
  'jsonPatch'?: (Buffer | Uint8Array | string);
  /**
   * Number of operations in json_patch.
   */
  'operationCount'?: (number);
  /**
   * VIEW_FULL: the Pod after the patch, as UTF-8 JSON; as it came if nothing is to be changed. No bytes if there is no Pod.
   */
  'patchedPodJson'?: (Buffer | Uint8Array | string);
  /**
   * VIEW_FULL: the same change as an RFC 7386 merge patch; if nothing is to be changed no bytes, not "{}".
   * A merge patch replaces lists as a whole. The API server does not take it from a webhook.
   */
  'mergePatchJson'?: (Buffer | Uint8Array | string);
}

/**
 * Allowed says that the Pod may be created, and how it is to be changed first.
 */
export interface Allowed__Output {
  /**
   * The patch, RFC 6902 as UTF-8 JSON; if nothing is to be changed no bytes, not "[]".
   */
  'jsonPatch': (Buffer);
  /**
   * Number of operations in json_patch.
   */
  'operationCount': (number);
  /**
   * VIEW_FULL: the Pod after the patch, as UTF-8 JSON; as it came if nothing is to be changed. No bytes if there is no Pod.
   */
  'patchedPodJson': (Buffer);
  /**
   * VIEW_FULL: the same change as an RFC 7386 merge patch; if nothing is to be changed no bytes, not "{}".
   * A merge patch replaces lists as a whole. The API server does not take it from a webhook.
   */
  'mergePatchJson': (Buffer);
}
