// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * Limits is what a request may not exceed.
 */
export interface Limits {
  /**
   * Largest pod_json, in bytes.
   */
  'maxPodBytes'?: (number);
  /**
   * Largest manifest of a preview, in bytes.
   */
  'maxManifestBytes'?: (number);
  /**
   * Items in flight on one MutatePods stream.
   */
  'maxStreamItems'?: (number);
  /**
   * Most containers of a Pod, those of all its lists together.
   */
  'maxContainers'?: (number);
  /**
   * Items in one message of a MutatePods stream; never less than 256.
   */
  'maxItemsPerMessage'?: (number);
}

/**
 * Limits is what a request may not exceed.
 */
export interface Limits__Output {
  /**
   * Largest pod_json, in bytes.
   */
  'maxPodBytes': (number);
  /**
   * Largest manifest of a preview, in bytes.
   */
  'maxManifestBytes': (number);
  /**
   * Items in flight on one MutatePods stream.
   */
  'maxStreamItems': (number);
  /**
   * Most containers of a Pod, those of all its lists together.
   */
  'maxContainers': (number);
  /**
   * Items in one message of a MutatePods stream; never less than 256.
   */
  'maxItemsPerMessage': (number);
}
