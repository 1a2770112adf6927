// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * SettingsState tells when the settings were last read and whether that worked.
 */
export interface SettingsState {
  /**
   * Path of the settings file; empty if the service runs on its defaults.
   */
  'path'?: (string);
  /**
   * When the settings in force were loaded, RFC 3339 in UTC.
   */
  'loadedAt'?: (string);
  /**
   * When reading them was last tried, RFC 3339 in UTC.
   */
  'triedAt'?: (string);
  /**
   * Whether the last try worked. If not, the settings of the try before are still in force.
   */
  'lastTryWorked'?: (boolean);
  /**
   * Why the last try failed; empty if it worked.
   */
  'error'?: (string);
}

/**
 * SettingsState tells when the settings were last read and whether that worked.
 */
export interface SettingsState__Output {
  /**
   * Path of the settings file; empty if the service runs on its defaults.
   */
  'path': (string);
  /**
   * When the settings in force were loaded, RFC 3339 in UTC.
   */
  'loadedAt': (string);
  /**
   * When reading them was last tried, RFC 3339 in UTC.
   */
  'triedAt': (string);
  /**
   * Whether the last try worked. If not, the settings of the try before are still in force.
   */
  'lastTryWorked': (boolean);
  /**
   * Why the last try failed; empty if it worked.
   */
  'error': (string);
}
