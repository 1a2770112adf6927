// Original file: proto/podmutator/v1/pod_mutator.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * SettingsState tells when the settings were last read and whether that worked.
 */
export interface SettingsState {
  /**
   * The name of the settings file, without its directory; empty if the service runs on its defaults.
   */
  'path'?: (string);
  /**
   * Whether the last try worked. If not, the settings of the try before are still in effect.
   */
  'lastTryWorked'?: (boolean);
  /**
   * Why the last try failed; empty if it worked.
   */
  'error'?: (string);
  /**
   * When the settings in effect were loaded.
   */
  'loadedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When reading them was last tried.
   */
  'triedAt'?: (_google_protobuf_Timestamp | null);
}

/**
 * SettingsState tells when the settings were last read and whether that worked.
 */
export interface SettingsState__Output {
  /**
   * The name of the settings file, without its directory; empty if the service runs on its defaults.
   */
  'path': (string);
  /**
   * Whether the last try worked. If not, the settings of the try before are still in effect.
   */
  'lastTryWorked': (boolean);
  /**
   * Why the last try failed; empty if it worked.
   */
  'error': (string);
  /**
   * When the settings in effect were loaded.
   */
  'loadedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * When reading them was last tried.
   */
  'triedAt': (_google_protobuf_Timestamp__Output | null);
}
