// Original file: proto/podmutator/v1/pod_mutator.proto


/**
 * ChangedLines is a run of lines that are replaced by others.
 */
export interface ChangedLines {
  /**
   * The first line of the manifest that is replaced, counted from 1; if old_count is 0, the line ahead of which others are
   * added.
   */
  'oldLine'?: (number);
  /**
   * How many are replaced.
   */
  'oldCount'?: (number);
  /**
   * The first line that takes their place, counted as if this document alone was changed; if new_count is 0, the one ahead of
   * which they stood.
   */
  'newLine'?: (number);
  /**
   * How many take their place.
   */
  'newCount'?: (number);
  /**
   * The mutators whose change this is, in the order in which they ran.
   */
  'mutators'?: (string)[];
}

/**
 * ChangedLines is a run of lines that are replaced by others.
 */
export interface ChangedLines__Output {
  /**
   * The first line of the manifest that is replaced, counted from 1; if old_count is 0, the line ahead of which others are
   * added.
   */
  'oldLine': (number);
  /**
   * How many are replaced.
   */
  'oldCount': (number);
  /**
   * The first line that takes their place, counted as if this document alone was changed; if new_count is 0, the one ahead of
   * which they stood.
   */
  'newLine': (number);
  /**
   * How many take their place.
   */
  'newCount': (number);
  /**
   * The mutators whose change this is, in the order in which they ran.
   */
  'mutators': (string)[];
}
