// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * PreviewOperation is one operation of the patch and where it comes from.
 */
export interface PreviewOperation {
  /**
   * "add", "replace" or "remove".
   */
  'op'?: (string);
  /**
   * JSON pointer into the document.
   */
  'path'?: (string);
  /**
   * JSON pointer into the Pod.
   */
  'podPath'?: (string);
  /**
   * The value as JSON; empty for "remove".
   */
  'valueJson'?: (string);
  /**
   * The line in the manifest at which the change is made, counted from 1.
   */
  'line'?: (number);
  /**
   * The mutators whose change this is, in the order in which they ran.
   */
  'mutators'?: (string)[];
}

/**
 * PreviewOperation is one operation of the patch and where it comes from.
 */
export interface PreviewOperation__Output {
  /**
   * "add", "replace" or "remove".
   */
  'op': (string);
  /**
   * JSON pointer into the document.
   */
  'path': (string);
  /**
   * JSON pointer into the Pod.
   */
  'podPath': (string);
  /**
   * The value as JSON; empty for "remove".
   */
  'valueJson': (string);
  /**
   * The line in the manifest at which the change is made, counted from 1.
   */
  'line': (number);
  /**
   * The mutators whose change this is, in the order in which they ran.
   */
  'mutators': (string)[];
}
