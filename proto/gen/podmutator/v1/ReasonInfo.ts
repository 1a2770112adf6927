// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * ReasonInfo explains a code.
 */
export interface ReasonInfo {
  /**
   * The code, upper case with underscores.
   */
  'code'?: (string);
  /**
   * What it means, in one sentence.
   */
  'sentence'?: (string);
}

/**
 * ReasonInfo explains a code.
 */
export interface ReasonInfo__Output {
  /**
   * The code, upper case with underscores.
   */
  'code': (string);
  /**
   * What it means, in one sentence.
   */
  'sentence': (string);
}
