// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * TextOrigin is where a manifest begins in a larger text. Every line, document and hunk of a diff counts from there.
 */
export interface TextOrigin {
  /**
   * The line at which the manifest begins, counted from 1; 0 is 1.
   */
  'firstLine'?: (number);
  /**
   * The number of the first document, counted from 0.
   */
  'firstDocument'?: (number);
  /**
   * The name of the text, such as a path: diffs name it in place of the object.
   */
  'name'?: (string);
}

/**
 * TextOrigin is where a manifest begins in a larger text. Every line, document and hunk of a diff counts from there.
 */
export interface TextOrigin__Output {
  /**
   * The line at which the manifest begins, counted from 1; 0 is 1.
   */
  'firstLine': (number);
  /**
   * The number of the first document, counted from 0.
   */
  'firstDocument': (number);
  /**
   * The name of the text, such as a path: diffs name it in place of the object.
   */
  'name': (string);
}
