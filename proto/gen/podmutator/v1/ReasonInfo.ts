// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * ReasonInfo explains a code.
 */
export interface ReasonInfo {
  /**
   * The code. It matches ^[A-Z][A-Z0-9_]*$ and has at most 128 characters.
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
   * The code. It matches ^[A-Z][A-Z0-9_]*$ and has at most 128 characters.
   */
  'code': (string);
  /**
   * What it means, in one sentence.
   */
  'sentence': (string);
}
