// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

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
  /**
   * Largest message of a caller, in bytes.
   */
  'maxMessageBytes'?: (number);
  /**
   * Largest response, in bytes, whatever the caller takes.
   */
  'maxResponseBytes'?: (number);
  /**
   * Calls in progress over all connections; a stream is one call.
   */
  'maxCallsInFlight'?: (number);
  /**
   * Longest time for a call that is not a stream.
   */
  'maxCallDuration'?: (_google_protobuf_Duration | null);
  /**
   * Age at which the end of a MutatePods stream is announced, 10 % more or less.
   */
  'maxStreamDuration'?: (_google_protobuf_Duration | null);
  /**
   * Largest settings file, in bytes.
   */
  'maxSettingsBytes'?: (number);
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
  /**
   * Largest message of a caller, in bytes.
   */
  'maxMessageBytes': (number);
  /**
   * Largest response, in bytes, whatever the caller takes.
   */
  'maxResponseBytes': (number);
  /**
   * Calls in progress over all connections; a stream is one call.
   */
  'maxCallsInFlight': (number);
  /**
   * Longest time for a call that is not a stream.
   */
  'maxCallDuration': (_google_protobuf_Duration__Output | null);
  /**
   * Age at which the end of a MutatePods stream is announced, 10 % more or less.
   */
  'maxStreamDuration': (_google_protobuf_Duration__Output | null);
  /**
   * Largest settings file, in bytes.
   */
  'maxSettingsBytes': (number);
}
